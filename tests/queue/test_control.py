"""What people do to jobs, what time does, and the story that is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ocrcore.database.job_status import JobStatus
from ocrcore.errors import EncryptedDocument, EngineCrashed, InvalidTransition, JobNotFound
from ocrcore.queue.job import Completed, Failed, Removed
from ocrcore.queue.owner import EVERYONE
from ocrcore.queue.steps import EventKind
from tests.queues import Clock, claim, submit

if TYPE_CHECKING:
    from ocrcore.desk.desk import Desk

DONE = Completed(result_json="{}", ocr_time_ms=1)


async def test_a_waiting_job_is_cancelled_at_once(desk: Desk, clock: Clock) -> None:
    job = await desk.jobs.cancel((await submit(desk)).id, owner=EVERYONE)
    assert (job.status, job.completed_at) == (JobStatus.CANCELLED, clock.now)
    assert await desk.worker_queue.get_next_pending("worker-1") is None


async def test_a_job_that_is_read_is_cancelled_at_once_and_its_worker_learns_so(desk: Desk) -> None:
    await submit(desk)
    job = await claim(desk)
    cancelled = await desk.jobs.cancel(job.id, owner=EVERYONE)
    assert (cancelled.status, cancelled.lease_expires_at) == (JobStatus.CANCELLED, None)
    assert await desk.worker_queue.heartbeat(job) is False


async def test_what_has_ended_cannot_be_cancelled_and_says_how_it_ended(desk: Desk) -> None:
    job = await submit(desk)
    await desk.worker_queue.update_status(await claim(desk), DONE)
    with pytest.raises(InvalidTransition, match="completed"):
        await desk.jobs.cancel(job.id, owner=EVERYONE)
    with pytest.raises(JobNotFound):
        await desk.jobs.cancel("no such job", owner=EVERYONE)


async def test_a_failed_job_goes_round_again_with_another_engine(desk: Desk, clock: Clock) -> None:
    job = await submit(desk)
    for _ in range(3):
        await desk.worker_queue.update_status(await claim(desk), Failed(error=EngineCrashed()))
        clock.advance(100)
    assert (await desk.jobs.get_job(job.id, owner=EVERYONE)).status is JobStatus.FAILED
    retried = await desk.jobs.retry(job.id, engine="tesseract", owner=EVERYONE)
    assert retried == await desk.jobs.get_job(job.id, owner=EVERYONE)
    assert (retried.status, retried.attempt, retried.engine) == (JobStatus.PENDING, 0, "tesseract")
    assert (retried.error_code, retried.error_message, retried.completed_at) == (None, None, None)
    assert (retried.run_after, retried.created_at) == (clock.now, job.created_at)
    again = await claim(desk)
    assert (again.attempt, again.max_attempts, again.run) == (1, 3, 4)
    assert await desk.worker_queue.update_status(again, DONE)


@pytest.mark.parametrize("status", [JobStatus.PENDING, JobStatus.PROCESSING, JobStatus.COMPLETED])
async def test_only_failed_and_cancelled_jobs_are_retried(desk: Desk, status: JobStatus) -> None:
    job = await submit(desk)
    if status is not JobStatus.PENDING:
        claimed = await claim(desk)
        if status is JobStatus.COMPLETED:
            await desk.worker_queue.update_status(claimed, DONE)
    with pytest.raises(InvalidTransition, match=status):
        await desk.jobs.retry(job.id, owner=EVERYONE)
    assert (await desk.jobs.get_job(job.id, owner=EVERYONE)).status is status


async def test_a_deletion_names_the_file_once_nobody_needs_it(desk: Desk) -> None:
    one, two = await submit(desk, file_path="uploads/x"), await submit(desk, file_path="uploads/x")
    assert await desk.jobs.cleanup_job_file(one, owner=EVERYONE) is None
    assert await desk.jobs.delete(one.id, owner=EVERYONE) == Removed(job_ids=(one.id,), file_paths=())
    assert await desk.jobs.cleanup_job_file(two, owner=EVERYONE) == "uploads/x"
    assert await desk.jobs.delete(two.id, owner=EVERYONE) == Removed(job_ids=(two.id,), file_paths=("uploads/x",))
    assert await desk.jobs.job_events(two.id, owner=EVERYONE) == []
    with pytest.raises(JobNotFound):
        await desk.jobs.delete(two.id, owner=EVERYONE)


async def test_expired_jobs_go_with_their_files_but_figures_stay(desk: Desk, clock: Clock) -> None:
    old = await submit(desk, file_path="uploads/old")
    shared = await submit(desk, file_path="uploads/shared")
    await desk.worker_queue.update_status(await claim(desk), DONE)
    clock.advance(3600)
    young = await submit(desk, file_path="uploads/shared")
    clock.advance(23 * 3600 - 1)
    assert await desk.jobs.cleanup_expired() == Removed()
    clock.advance(1)
    removed = await desk.jobs.cleanup_expired()
    assert sorted(removed.job_ids) == sorted([old.id, shared.id])
    assert removed.file_paths == ("uploads/old",)
    assert [job.id for job in (await desk.jobs.list_jobs(owner=EVERYONE)).jobs] == [young.id]
    assert len(await desk.measurements.runs()) == 1
    assert (await desk.jobs.get_queue_stats()).done_today + len(await desk.measurements.runs()) >= 1


async def test_a_job_that_is_read_expires_only_afterwards(desk: Desk, clock: Clock) -> None:
    await submit(desk)
    job = await claim(desk)
    clock.advance(25 * 3600)
    assert await desk.jobs.cleanup_expired() == Removed()
    await desk.worker_queue.update_status(job, DONE)
    assert (await desk.jobs.cleanup_expired()).job_ids == (job.id,)


async def test_many_expire_in_one_sweep(desk: Desk, clock: Clock) -> None:
    ids = [(await submit(desk, f"{number}.jpg")).id for number in range(505)]
    clock.advance(25 * 3600)
    removed = await desk.jobs.cleanup_expired()
    assert sorted(removed.job_ids) == sorted(ids)
    assert len(removed.file_paths) == 505


async def test_the_story_tells_every_step_in_order(desk: Desk, clock: Clock) -> None:
    job = await submit(desk, "Ana Popescu.pdf", pages=5)
    await desk.worker_queue.release(await claim(desk, "worker-1"))
    first = await claim(desk, "worker-2")
    await desk.worker_queue.report_progress(first, page=2, pages=5)
    clock.advance(31)
    await desk.worker_queue.rescue_expired()
    await desk.worker_queue.update_status(await claim(desk, "worker-3"), Failed(error=EngineCrashed()))
    clock.advance(100)
    await desk.worker_queue.update_status(await claim(desk, "worker-3"), Failed(error=EncryptedDocument()))
    await desk.jobs.retry(job.id, engine="tesseract", owner=EVERYONE)
    await desk.jobs.cancel(job.id, owner=EVERYONE)
    await desk.jobs.retry(job.id, owner=EVERYONE)
    last = await claim(desk, "worker-4")
    clock.advance(1.5)
    await desk.worker_queue.update_status(last, DONE)
    story = await desk.jobs.job_events(job.id, owner=EVERYONE)
    assert [(event.event, event.detail) for event in story] == [
        (EventKind.CREATED, "Accepted a document with 5 pages to be read with paddleocr."),
        (EventKind.CLAIMED, "Claimed by worker-1, attempt 1 of 3."),
        (EventKind.RELEASED, "Released by worker-1, which stops; this attempt does not count."),
        (EventKind.CLAIMED, "Claimed by worker-2, attempt 1 of 3."),
        (EventKind.PROGRESS, "Read page 2 of 5."),
        (EventKind.RESCUED, "Rescued because worker-2 was not heard in time. It goes back into the queue."),
        (EventKind.CLAIMED, "Claimed by worker-3, attempt 2 of 3."),
        (EventKind.FAILED, f"Attempt 2 of 3 failed: {EngineCrashed().message} Next one in 8 s."),
        (EventKind.CLAIMED, "Claimed by worker-3, attempt 3 of 3."),
        (EventKind.FAILED, f"Failed: {EncryptedDocument().message}"),
        (EventKind.RETRIED, "Sent round again, to be read with tesseract."),
        (EventKind.CANCELLED, "Cancelled while waiting."),
        (EventKind.RETRIED, "Sent round again, to be read with tesseract."),
        (EventKind.CLAIMED, "Claimed by worker-4, attempt 1 of 3."),
        (EventKind.COMPLETED, "Completed after 1.5 s."),
    ]
    assert [event.at for event in story] == sorted(event.at for event in story)
    assert not any("Popescu" in event.detail for event in story)
