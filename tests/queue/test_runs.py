"""A worker's run: lease, heartbeat, progress, its end; and that a run without a claim changes nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from ocrcore.database.job_status import JobStatus
from ocrcore.desk.desk import Desk
from ocrcore.errors import EncryptedDocument, EngineTimeout, WorkerLost
from ocrcore.metrics.measurement import RunOutcome
from ocrcore.queue.job import Completed, Failed, Job
from ocrcore.queue.owner import EVERYONE
from ocrcore.queue.runs import backoff
from ocrcore.queue.workers import WorkerInfo
from tests.queues import Clock, claim, submit

DONE = Completed(result_json='{"text": "TOTAL 59,37"}', ocr_time_ms=640, pages=2, fast_path=True, mean_confidence=0.97)

Write = Callable[[Desk, Job], Awaitable[bool]]
WRITES: dict[str, Write] = {
    "heartbeat": lambda desk, job: desk.worker_queue.heartbeat(job),
    "progress": lambda desk, job: desk.worker_queue.report_progress(job, page=1, pages=2),
    "complete": lambda desk, job: desk.worker_queue.update_status(job, DONE),
    "fail": lambda desk, job: desk.worker_queue.update_status(job, Failed(error=EncryptedDocument())),
    "fail for now": lambda desk, job: desk.worker_queue.update_status(job, Failed(error=EngineTimeout())),
    "release": lambda desk, job: desk.worker_queue.release(job),
}


async def _cancel(desk: Desk, job: Job, _clock: Clock) -> None:
    await desk.jobs.cancel(job.id, owner=EVERYONE)


async def _delete(desk: Desk, job: Job, _clock: Clock) -> None:
    await desk.jobs.delete(job.id, owner=EVERYONE)


async def _rescue_and_claim(desk: Desk, job: Job, clock: Clock) -> None:
    clock.advance(31)
    assert await desk.worker_queue.rescue_expired() == [job.id]
    await claim(desk, "worker-2")


async def _release_and_claim_again(desk: Desk, job: Job, _clock: Clock) -> None:
    await desk.worker_queue.release(job)
    again = await claim(desk, "worker-1")
    assert (again.attempt, again.worker_id) == (job.attempt, job.worker_id)


async def _cancel_retry_and_claim_again(desk: Desk, job: Job, _clock: Clock) -> None:
    await desk.jobs.cancel(job.id, owner=EVERYONE)
    await desk.jobs.retry(job.id, owner=EVERYONE)
    again = await claim(desk, "worker-1")
    assert (again.attempt, again.worker_id) == (job.attempt, job.worker_id)


async def _complete(desk: Desk, job: Job, _clock: Clock) -> None:
    assert await desk.worker_queue.update_status(job, DONE)


LOSSES = [_cancel, _delete, _rescue_and_claim, _release_and_claim_again, _cancel_retry_and_claim_again, _complete]


@pytest.mark.parametrize("lose", LOSSES)
@pytest.mark.parametrize("write", WRITES)
async def test_a_run_that_lost_its_claim_changes_nothing(
    desk: Desk, clock: Clock, lose: Callable[[Desk, Job, Clock], Awaitable[None]], write: str
) -> None:
    await submit(desk)
    job = await claim(desk)
    await lose(desk, job, clock)
    before = (
        (await desk.jobs.list_jobs(owner=EVERYONE)).jobs,
        await desk.jobs.job_events(job.id, owner=EVERYONE),
        await desk.measurements.runs(),
    )
    assert await WRITES[write](desk, job) is False
    assert before == (
        (await desk.jobs.list_jobs(owner=EVERYONE)).jobs,
        await desk.jobs.job_events(job.id, owner=EVERYONE),
        await desk.measurements.runs(),
    )


@pytest.mark.parametrize("write", WRITES)
async def test_only_the_worker_and_the_attempt_of_the_claim_may_write(desk: Desk, write: str) -> None:
    await submit(desk)
    job = await claim(desk)
    for other in (replace(job, worker_id="worker-2"), replace(job, attempt=2), replace(job, run=2)):
        assert await WRITES[write](desk, other) is False
    assert await desk.jobs.get_job(job.id, owner=EVERYONE) == job


async def test_a_heartbeat_keeps_a_job_from_being_rescued(desk: Desk, clock: Clock) -> None:
    await submit(desk)
    job = await claim(desk)
    for write in ("heartbeat", "progress", "heartbeat"):
        clock.advance(10)
        assert await WRITES[write](desk, job)
        clock.advance(25)  # within this write's lease, past the one before
        assert await desk.worker_queue.rescue_expired() == []
    clock.advance(5.5)
    assert await desk.worker_queue.rescue_expired() == [job.id]


async def test_progress_is_seen(desk: Desk) -> None:
    await submit(desk)
    job = await claim(desk)
    assert await desk.worker_queue.report_progress(job, page=2, pages=5)
    seen = await desk.jobs.get_job(job.id, owner=EVERYONE)
    assert (seen.page, seen.pages) == (2, 5)


async def test_a_completed_job_keeps_result_and_times(desk: Desk, clock: Clock) -> None:
    await submit(desk)
    clock.advance(3)
    job = await claim(desk)
    clock.advance(1.25)
    assert await desk.worker_queue.update_status(job, DONE)
    seen = await desk.jobs.get_job(job.id, owner=EVERYONE)
    assert (seen.status, seen.result_json, seen.pages) == (JobStatus.COMPLETED, DONE.result_json, 2)
    assert (seen.processing_time_ms, seen.ocr_time_ms, seen.queue_wait_ms) == (1250, 640, 3000)
    assert (seen.completed_at, seen.lease_expires_at, seen.is_final) == (clock.now, None, True)
    (measured,) = await desk.measurements.runs()
    assert (measured.outcome, measured.error_code, measured.engine) == (RunOutcome.COMPLETED, None, "paddleocr")
    assert (measured.wait_ms, measured.processing_ms, measured.ocr_ms) == (3000, 1250, 640)
    assert (measured.pages, measured.size_bytes, measured.fast_path, measured.mean_confidence) == (2, 1234, True, 0.97)


async def test_an_input_error_fails_at_once(desk: Desk, clock: Clock) -> None:
    await submit(desk)
    assert await desk.worker_queue.update_status(await claim(desk), Failed(error=EncryptedDocument()))
    (job,) = (await desk.jobs.list_jobs(owner=EVERYONE)).jobs
    assert (job.status, job.error_code, job.completed_at) == (JobStatus.FAILED, "encrypted", clock.now)
    assert job.error_message == EncryptedDocument().message
    assert await desk.worker_queue.get_next_pending("worker-1") is None


async def test_an_engine_error_is_tried_again_after_a_longer_and_longer_while(desk: Desk, clock: Clock) -> None:
    created = await submit(desk)
    for attempt, wait_s in ((1, 2), (2, 8)):
        job = await claim(desk)
        assert (job.attempt, job.error_code) == (attempt, None)
        await desk.worker_queue.update_status(job, Failed(error=EngineTimeout("Page 3 took too long.")))
        seen = await desk.jobs.get_job(created.id, owner=EVERYONE)
        assert (seen.status, seen.error_code, seen.error_message) == (
            JobStatus.PENDING,
            "engine_timeout",
            "Page 3 took too long.",
        )
        assert seen.run_after - clock.now == timedelta(seconds=wait_s)
        clock.advance(wait_s - 0.001)
        assert await desk.worker_queue.get_next_pending("worker-1") is None
        clock.advance(0.001)
    await desk.worker_queue.update_status(await claim(desk), Failed(error=EngineTimeout()))
    seen = await desk.jobs.get_job(created.id, owner=EVERYONE)
    assert (seen.status, seen.attempt, seen.error_code) == (JobStatus.FAILED, 3, "engine_timeout")
    outcomes = [run.outcome for run in await desk.measurements.runs()]
    assert outcomes == [RunOutcome.WILL_RETRY, RunOutcome.WILL_RETRY, RunOutcome.FAILED]


def test_a_back_off_grows_and_is_bounded() -> None:
    assert [backoff(attempt).total_seconds() for attempt in (1, 2, 3, 4, 5, 50)] == [2, 8, 32, 128, 300, 300]


async def test_a_silent_worker_s_job_runs_again_and_fails_when_no_attempt_is_left(desk: Desk, clock: Clock) -> None:
    created = await submit(desk)
    for attempt in (1, 2, 3):
        job = await claim(desk, f"worker-{attempt}")
        assert job.attempt == attempt
        assert await desk.worker_queue.rescue_expired() == []
        clock.advance(31)
        assert await desk.worker_queue.rescue_expired() == [created.id]
    seen = await desk.jobs.get_job(created.id, owner=EVERYONE)
    assert (seen.status, seen.error_code, seen.error_message) == (JobStatus.FAILED, "worker_lost", WorkerLost().message)
    assert [run.error_code for run in await desk.measurements.runs()] == ["worker_lost"] * 3


async def test_a_worker_that_was_seen_to_end_loses_its_own_jobs_at_once(desk: Desk, clock: Clock) -> None:
    for name in ("a", "b", "c"):
        clock.advance(1)
        await submit(desk, f"{name}.jpg")
    first, second, other = await claim(desk), await claim(desk), await claim(desk, "worker-2")
    for worker_id in ("worker-1", "worker-2"):
        await desk.worker_queue.register_worker(WorkerInfo(worker_id=worker_id, hostname="desk", pid=1, processes=2))
    assert set(await desk.worker_queue.rescue_from("worker-1")) == {first.id, second.id}
    assert [each.worker_id for each in await desk.worker_queue.live_workers()] == ["worker-2"]
    assert await desk.jobs.get_job(other.id, owner=EVERYONE) == other
    again = await claim(desk, "worker-3")
    assert (again.id, again.attempt) == (first.id, 2)
    assert await desk.worker_queue.heartbeat(first) is False
    assert await desk.worker_queue.rescue_from("worker-1") == []


async def test_the_end_of_its_worker_fails_a_job_that_has_no_attempt_left(desk: Desk) -> None:
    created = await submit(desk)
    for attempt in (1, 2, 3):
        assert (await claim(desk, f"worker-{attempt}")).attempt == attempt
        assert await desk.worker_queue.rescue_from(f"worker-{attempt}") == [created.id]
    seen = await desk.jobs.get_job(created.id, owner=EVERYONE)
    assert (seen.status, seen.error_code, seen.attempt) == (JobStatus.FAILED, "worker_lost", 3)


async def test_a_released_job_is_next_again_and_loses_no_attempt(desk: Desk, clock: Clock) -> None:
    first = await submit(desk)
    clock.advance(1)
    await submit(desk)
    for _ in range(5):  # more often than there are attempts
        job = await claim(desk)
        assert (job.id, job.attempt) == (first.id, 1)
        await desk.worker_queue.report_progress(job, page=1, pages=2)
        assert await desk.worker_queue.release(job)
        assert await desk.jobs.get_queue_position(first.id, owner=EVERYONE) == 1
    seen = await desk.jobs.get_job(first.id, owner=EVERYONE)
    assert (seen.status, seen.attempt, seen.page, seen.worker_id) == (JobStatus.PENDING, 0, 0, None)
    assert await desk.measurements.runs() == []
