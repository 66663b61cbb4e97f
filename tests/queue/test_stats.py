"""Counts, averages, workers and the time until a job is done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ocrcore.errors import EncryptedDocument, EngineCrashed
from ocrcore.queue import Completed, Failed, JobQueue, JobStatus, WorkerInfo
from ocrcore.queue.eta import predict
from tests.queue.conftest import Clock, claim, submit

DONE = Completed(result_json="{}", ocr_time_ms=1)
NOW = datetime(2026, 3, 14, tzinfo=UTC)


async def read(queue: JobQueue, clock: Clock, seconds: float, engine: str = "paddleocr") -> None:
    await submit(queue, engine=engine)
    job = await claim(queue)
    clock.advance(seconds)
    assert await queue.update_status(job, DONE)


async def test_the_average_is_of_the_last_fifty_completed(queue: JobQueue, clock: Clock) -> None:
    assert await queue.get_average_processing_time() == 7.0
    for _ in range(10):
        await read(queue, clock, 100)
    for _ in range(50):
        await read(queue, clock, 2)
    await submit(queue)
    failing = await claim(queue)
    clock.advance(500)
    await queue.update_status(failing, Failed(error=EncryptedDocument()))
    assert await queue.get_average_processing_time() == 2.0
    assert await queue.get_average_processing_time("tesseract") == 7.0
    await read(queue, clock, 4, engine="tesseract")
    assert await queue.get_average_processing_time("tesseract") == 4.0
    assert await queue.get_average_processing_time() == pytest.approx((49 * 2 + 4) / 50)


async def test_counts_and_figures_of_today(queue: JobQueue, clock: Clock) -> None:
    await read(queue, clock, 2)  # a day too early
    clock.advance(36 * 3600)
    await read(queue, clock, 4)
    await submit(queue)
    await queue.update_status(await claim(queue), Failed(error=EncryptedDocument()))
    await submit(queue, priority=1)
    await queue.update_status(await claim(queue), Failed(error=EngineCrashed()))  # waits for its next attempt
    await submit(queue)
    await claim(queue)
    cancelled = await submit(queue)
    await queue.cancel(cancelled.id)
    stats = await queue.get_queue_stats()
    assert stats.counts == {
        JobStatus.PENDING: 1,
        JobStatus.PROCESSING: 1,
        JobStatus.COMPLETED: 2,
        JobStatus.FAILED: 1,
        JobStatus.CANCELLED: 1,
    }
    assert (stats.done_today, stats.failed_today, stats.average_s) == (1, 1, 3.0)
    assert (await queue.count_pending(), await queue.count_processing()) == (1, 1)


def worker(worker_id: str, processes: int = 2) -> WorkerInfo:
    return WorkerInfo(worker_id=worker_id, hostname="desk", pid=4242, processes=processes)


async def test_a_worker_lives_as_long_as_it_is_heard(queue: JobQueue, clock: Clock) -> None:
    await queue.register_worker(worker("worker-1"))
    clock.advance(1)
    await queue.register_worker(worker("worker-2", processes=3))
    clock.advance(20)
    assert await queue.worker_heartbeat("worker-1", state="reading", memory_mb=512.5, busy=1, documents=9)
    clock.advance(15)
    assert [each.worker_id for each in await queue.live_workers()] == ["worker-1"]
    assert [each.worker_id for each in await queue.live_workers(within_s=60)] == ["worker-1", "worker-2"]
    stats = await queue.get_queue_stats()
    (alive,) = stats.workers
    assert (alive.state, alive.memory_mb, alive.busy, alive.documents, alive.pid) == ("reading", 512.5, 1, 9, 4242)
    assert (alive.processes, stats.slots) == (2, 2)
    await queue.unregister_worker("worker-1")
    assert await queue.live_workers() == ()
    assert await queue.worker_heartbeat("worker-1") is False


async def test_a_worker_that_registers_again_replaces_itself(queue: JobQueue) -> None:
    await queue.register_worker(worker("worker-1"))
    await queue.register_worker(worker("worker-1", processes=5))
    assert [each.processes for each in await queue.live_workers()] == [5]


async def test_a_sweep_forgets_workers_that_died_long_ago(queue: JobQueue, clock: Clock) -> None:
    await queue.register_worker(worker("worker-1"))
    clock.advance(3601)
    await queue.cleanup_expired()
    assert await queue.worker_heartbeat("worker-1") is False


async def test_the_queue_foretells_when_each_job_is_done(queue: JobQueue, clock: Clock) -> None:
    first = await submit(queue, priority=1)
    second = await submit(queue)
    assert await queue.get_etas() == {}
    await queue.register_worker(worker("worker-1", processes=1))
    await claim(queue)
    clock.advance(3)
    etas = await queue.get_etas()
    assert {job_id: eta.middle_s for job_id, eta in etas.items()} == {first.id: 4.0, second.id: 11.0}


def test_waiting_jobs_take_the_slots_as_they_become_free() -> None:
    running = {"a": NOW - timedelta(seconds=6), "b": NOW - timedelta(seconds=1)}
    etas = predict(running, ["c", "d", "e"], slots=3, average_s=10.0, now=NOW)
    assert {job_id: eta.middle_s for job_id, eta in etas.items()} == {"a": 4, "b": 9, "c": 10, "d": 14, "e": 19}
    assert all(0 <= eta.low_s <= eta.middle_s <= eta.high_s for eta in etas.values())


def test_an_overdue_run_still_needs_a_moment() -> None:
    etas = predict({"a": NOW - timedelta(seconds=99)}, ["b"], slots=1, average_s=10.0, now=NOW)
    assert (etas["a"].middle_s, etas["b"].middle_s) == (1.0, 11.0)


def test_the_range_of_a_sum_is_narrower_than_the_sum_of_ranges() -> None:
    etas = predict({}, [str(number) for number in range(100)], slots=1, average_s=1.0, now=NOW)
    first, last = etas["0"], etas["99"]
    assert last.high_s - last.middle_s == pytest.approx(10 * (first.high_s - first.middle_s))


def test_without_a_worker_nothing_is_foretold() -> None:
    assert predict({"a": NOW}, ["b"], slots=0, average_s=7.0, now=NOW) == {}
