"""Real processes on one queue: nothing is claimed twice, nothing is lost, and the killed are replaced."""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

import pytest

from ocrcore.database.job_status import JobStatus
from ocrcore.desk.desk import Desk
from ocrcore.queue.owner import EVERYONE
from tests.queue.children import DONE, drain, hold, share
from tests.queues import claim, submit

if TYPE_CHECKING:
    from ocrcore.config import Settings

SPAWN = multiprocessing.get_context("spawn")
JOBS = 500


@pytest.mark.parametrize("processes", [2, 8])
async def test_processes_share_the_jobs_without_a_double_or_a_loss(store: Settings, processes: int) -> None:
    async with Desk.open(store) as desk:
        created = [(await submit(desk, f"{number}.jpg")).id for number in range(JOBS)]
    with ProcessPoolExecutor(processes, SPAWN, share, (SPAWN.Barrier(processes),)) as pool:
        parts = [pool.submit(drain, store, f"worker-{number}") for number in range(processes)]
        done = [await asyncio.wrap_future(part) for part in parts]
    assert sorted(job_id for part in done for job_id in part) == sorted(created)
    # SQLite gives its write lock to whoever asks in the right moment, so not to every one of many in a second.
    assert sum(bool(part) for part in done) > 1
    async with Desk.open(store) as desk:
        stats = await desk.jobs.get_queue_stats()
        assert stats.counts[JobStatus.COMPLETED] == JOBS
        assert len(await desk.measurements.runs()) == JOBS
        jobs = (await desk.jobs.list_jobs(limit=JOBS, owner=EVERYONE)).jobs
        assert {(job.attempt, job.run) for job in jobs} == {(1, 1)}


async def test_the_job_of_a_killed_worker_runs_again(store: Settings) -> None:
    settings = store.model_copy(update={"lease_seconds": 1.0})
    async with Desk.open(settings) as desk:
        created = await submit(desk)
        listening, telling = SPAWN.Pipe(duplex=False)
        process = SPAWN.Process(target=hold, args=(settings, telling))
        process.start()
        try:
            assert listening.poll(60)
            lost = listening.recv()
            assert process.pid is not None
            assert await desk.worker_queue.rescue_expired() == []
        finally:
            process.kill()
            process.join()
            listening.close()
            telling.close()
        assert process.exitcode == -signal.SIGKILL
        rescued: list[str] = []
        async with asyncio.timeout(30):
            while not rescued:
                rescued = await desk.worker_queue.rescue_expired()
                await asyncio.sleep(0.05)
        assert rescued == [created.id]
        again = await claim(desk, "worker-2")
        assert (again.id, again.attempt) == (created.id, 2)
        assert await desk.worker_queue.update_status(lost, DONE) is False
        assert await desk.worker_queue.update_status(again, DONE)
