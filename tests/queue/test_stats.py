"""Counts, averages, workers and the time until a job is done."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ocrcore.database.job_status import JobStatus
from ocrcore.errors import EncryptedDocument, EngineCrashed
from ocrcore.metrics.measurement import RunOutcome
from ocrcore.queue.job import Completed, Failed
from ocrcore.queue.owner import EVERYONE
from ocrcore.queue.workers import WorkerInfo
from tests.queues import Clock, claim, submit

if TYPE_CHECKING:
    from ocrcore.desk.desk import Desk

DONE = Completed(result_json="{}", ocr_time_ms=1)


async def read(desk: Desk, clock: Clock, seconds: float, engine: str = "paddleocr") -> None:
    await submit(desk, engine=engine)
    job = await claim(desk)
    clock.advance(seconds)
    assert await desk.worker_queue.update_status(job, DONE)


async def test_the_average_is_of_the_last_fifty_completed(desk: Desk, clock: Clock) -> None:
    assert await desk.jobs.get_average_processing_time() == 7.0
    for _ in range(10):
        await read(desk, clock, 100)
    for _ in range(50):
        await read(desk, clock, 2)
    await submit(desk)
    failing = await claim(desk)
    clock.advance(500)
    await desk.worker_queue.update_status(failing, Failed(error=EncryptedDocument()))
    assert await desk.jobs.get_average_processing_time() == 2.0
    assert await desk.jobs.get_average_processing_time("tesseract") == 7.0
    await read(desk, clock, 4, engine="tesseract")
    assert await desk.jobs.get_average_processing_time("tesseract") == 4.0
    assert await desk.jobs.get_average_processing_time() == pytest.approx((49 * 2 + 4) / 50)


async def test_counts_and_figures_of_today(desk: Desk, clock: Clock) -> None:
    await read(desk, clock, 2)  # a day too early
    clock.advance(36 * 3600)
    await read(desk, clock, 4)
    await submit(desk)
    await desk.worker_queue.update_status(await claim(desk), Failed(error=EncryptedDocument()))
    await submit(desk, priority=1)
    await desk.worker_queue.update_status(
        await claim(desk), Failed(error=EngineCrashed())
    )  # waits for its next attempt
    await submit(desk)
    await claim(desk)
    cancelled = await submit(desk)
    await desk.jobs.cancel(cancelled.id, owner=EVERYONE)
    stats = await desk.jobs.get_queue_stats()
    assert stats.counts == {
        JobStatus.PENDING: 1,
        JobStatus.PROCESSING: 1,
        JobStatus.COMPLETED: 2,
        JobStatus.FAILED: 1,
        JobStatus.CANCELLED: 1,
    }
    assert (stats.done_today, stats.failed_today, stats.average_s) == (1, 1, 3.0)
    assert (await desk.jobs.count_pending(), await desk.jobs.count_processing()) == (1, 1)


async def test_what_has_ended_is_counted_from_any_moment(desk: Desk, clock: Clock) -> None:
    await read(desk, clock, 2)
    between = clock() + timedelta(seconds=1)
    clock.advance(10)
    await read(desk, clock, 4)
    await submit(desk)
    await desk.worker_queue.update_status(await claim(desk), Failed(error=EncryptedDocument()))
    assert await desk.measurements.count_finished(between) == {RunOutcome.COMPLETED: 1, RunOutcome.FAILED: 1}
    assert (await desk.measurements.count_finished(between - timedelta(days=1)))[RunOutcome.COMPLETED] == 2
    assert await desk.measurements.count_finished(clock() + timedelta(seconds=1)) == {
        RunOutcome.COMPLETED: 0,
        RunOutcome.FAILED: 0,
    }


def worker(worker_id: str, processes: int = 2) -> WorkerInfo:
    return WorkerInfo(worker_id=worker_id, hostname="desk", pid=4242, processes=processes)


async def test_a_worker_lives_as_long_as_it_is_heard(desk: Desk, clock: Clock) -> None:
    await desk.worker_queue.register_worker(worker("worker-1"))
    clock.advance(1)
    await desk.worker_queue.register_worker(worker("worker-2", processes=3))
    clock.advance(20)
    assert await desk.worker_queue.worker_heartbeat("worker-1", state="reading", memory_mb=512.5, busy=1, documents=9)
    clock.advance(15)
    assert [each.worker_id for each in await desk.worker_queue.live_workers()] == ["worker-1"]
    assert [each.worker_id for each in await desk.worker_queue.live_workers(within_s=60)] == ["worker-1", "worker-2"]
    stats = await desk.jobs.get_queue_stats()
    (alive,) = stats.workers
    assert (alive.state, alive.memory_mb, alive.busy, alive.documents, alive.pid) == ("reading", 512.5, 1, 9, 4242)
    assert (alive.processes, stats.slots) == (2, 2)
    await desk.worker_queue.unregister_worker("worker-1")
    assert await desk.worker_queue.live_workers() == ()
    assert await desk.worker_queue.worker_heartbeat("worker-1") is False


async def test_a_heartbeat_from_before_the_clock_was_set_back_is_none(desk: Desk, clock: Clock) -> None:
    await desk.worker_queue.register_worker(worker("worker-1"))
    clock.advance(-29)
    assert await desk.worker_queue.live_workers() != ()  # another machine's clock may be a little ahead
    clock.advance(-2)
    assert await desk.worker_queue.live_workers() == ()
    assert await desk.worker_queue.worker_heartbeat("worker-1")
    assert await desk.worker_queue.live_workers() != ()


async def test_a_worker_that_registers_again_replaces_itself(desk: Desk) -> None:
    await desk.worker_queue.register_worker(worker("worker-1"))
    await desk.worker_queue.register_worker(worker("worker-1", processes=5))
    assert [each.processes for each in await desk.worker_queue.live_workers()] == [5]


async def test_a_sweep_forgets_workers_that_died_long_ago(desk: Desk, clock: Clock) -> None:
    await desk.worker_queue.register_worker(worker("worker-1"))
    clock.advance(3601)
    await desk.jobs.cleanup_expired()
    assert await desk.worker_queue.worker_heartbeat("worker-1") is False
