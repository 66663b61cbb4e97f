"""What people do to jobs, what time does, and the story that is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ocrcore.database.job_status import JobStatus
from ocrcore.errors import EncryptedDocument, EngineCrashed, InvalidTransition, JobNotFound
from ocrcore.queue.events import EventKind
from ocrcore.queue.job import Completed, Failed, Removed
from tests.queues import Clock, claim, submit

if TYPE_CHECKING:
    from ocrcore.queue.job_queue import JobQueue

DONE = Completed(result_json="{}", ocr_time_ms=1)


async def test_a_waiting_job_is_cancelled_at_once(queue: JobQueue, clock: Clock) -> None:
    job = await queue.cancel((await submit(queue)).id)
    assert (job.status, job.completed_at) == (JobStatus.CANCELLED, clock.now)
    assert await queue.get_next_pending("worker-1") is None


async def test_a_job_that_is_read_is_cancelled_at_once_and_its_worker_learns_so(queue: JobQueue) -> None:
    await submit(queue)
    job = await claim(queue)
    cancelled = await queue.cancel(job.id)
    assert (cancelled.status, cancelled.lease_expires_at) == (JobStatus.CANCELLED, None)
    assert await queue.heartbeat(job) is False


async def test_what_has_ended_cannot_be_cancelled_and_says_how_it_ended(queue: JobQueue) -> None:
    job = await submit(queue)
    await queue.update_status(await claim(queue), DONE)
    with pytest.raises(InvalidTransition, match="completed"):
        await queue.cancel(job.id)
    with pytest.raises(JobNotFound):
        await queue.cancel("no such job")


async def test_a_failed_job_goes_round_again_with_another_engine(queue: JobQueue, clock: Clock) -> None:
    job = await submit(queue)
    for _ in range(3):
        await queue.update_status(await claim(queue), Failed(error=EngineCrashed()))
        clock.advance(100)
    assert (await queue.get_job(job.id)).status is JobStatus.FAILED
    retried = await queue.retry(job.id, engine="tesseract")
    assert retried == await queue.get_job(job.id)
    assert (retried.status, retried.attempt, retried.engine) == (JobStatus.PENDING, 0, "tesseract")
    assert (retried.error_code, retried.error_message, retried.completed_at) == (None, None, None)
    assert (retried.run_after, retried.created_at) == (clock.now, job.created_at)
    again = await claim(queue)
    assert (again.attempt, again.max_attempts, again.run) == (1, 3, 4)
    assert await queue.update_status(again, DONE)


@pytest.mark.parametrize("status", [JobStatus.PENDING, JobStatus.PROCESSING, JobStatus.COMPLETED])
async def test_only_failed_and_cancelled_jobs_are_retried(queue: JobQueue, status: JobStatus) -> None:
    job = await submit(queue)
    if status is not JobStatus.PENDING:
        claimed = await claim(queue)
        if status is JobStatus.COMPLETED:
            await queue.update_status(claimed, DONE)
    with pytest.raises(InvalidTransition, match=status):
        await queue.retry(job.id)
    assert (await queue.get_job(job.id)).status is status


async def test_a_deletion_names_the_file_once_nobody_needs_it(queue: JobQueue) -> None:
    one, two = await submit(queue, file_path="uploads/x"), await submit(queue, file_path="uploads/x")
    assert await queue.cleanup_job_file(one) is None
    assert await queue.delete(one.id) == Removed(job_ids=(one.id,), file_paths=())
    assert await queue.cleanup_job_file(two) == "uploads/x"
    assert await queue.delete(two.id) == Removed(job_ids=(two.id,), file_paths=("uploads/x",))
    assert await queue.job_events(two.id) == []
    with pytest.raises(JobNotFound):
        await queue.delete(two.id)


async def test_expired_jobs_go_with_their_files_but_figures_stay(queue: JobQueue, clock: Clock) -> None:
    old = await submit(queue, file_path="uploads/old")
    shared = await submit(queue, file_path="uploads/shared")
    await queue.update_status(await claim(queue), DONE)
    clock.advance(3600)
    young = await submit(queue, file_path="uploads/shared")
    clock.advance(23 * 3600 - 1)
    assert await queue.cleanup_expired() == Removed()
    clock.advance(1)
    removed = await queue.cleanup_expired()
    assert sorted(removed.job_ids) == sorted([old.id, shared.id])
    assert removed.file_paths == ("uploads/old",)
    assert [job.id for job in (await queue.list_jobs()).jobs] == [young.id]
    assert len(await queue.list_measurements()) == 1
    assert (await queue.get_queue_stats()).done_today + len(await queue.list_measurements()) >= 1


async def test_a_job_that_is_read_expires_only_afterwards(queue: JobQueue, clock: Clock) -> None:
    await submit(queue)
    job = await claim(queue)
    clock.advance(25 * 3600)
    assert await queue.cleanup_expired() == Removed()
    await queue.update_status(job, DONE)
    assert (await queue.cleanup_expired()).job_ids == (job.id,)


async def test_many_expire_in_one_sweep(queue: JobQueue, clock: Clock) -> None:
    ids = [(await submit(queue, f"{number}.jpg")).id for number in range(505)]
    clock.advance(25 * 3600)
    removed = await queue.cleanup_expired()
    assert sorted(removed.job_ids) == sorted(ids)
    assert len(removed.file_paths) == 505


async def test_the_story_tells_every_step_in_order(queue: JobQueue, clock: Clock) -> None:
    job = await submit(queue, "Ana Popescu.pdf", pages=5)
    await queue.release(await claim(queue, "worker-1"))
    first = await claim(queue, "worker-2")
    await queue.report_progress(first, page=2, pages=5)
    clock.advance(31)
    await queue.rescue_expired()
    await queue.update_status(await claim(queue, "worker-3"), Failed(error=EngineCrashed()))
    clock.advance(100)
    await queue.update_status(await claim(queue, "worker-3"), Failed(error=EncryptedDocument()))
    await queue.retry(job.id, engine="tesseract")
    await queue.cancel(job.id)
    await queue.retry(job.id)
    last = await claim(queue, "worker-4")
    clock.advance(1.5)
    await queue.update_status(last, DONE)
    story = await queue.job_events(job.id)
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
