"""The clock is set back, and forward: nothing stalls, nobody loses an attempt, nothing is deleted by mistake."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from ocrcore.database import clock as database_clock
from ocrcore.database.database import Database
from ocrcore.database.job_status import JobStatus
from ocrcore.errors import EngineTimeout
from ocrcore.queue.job import Completed, Failed
from ocrcore.queue.owner import EVERYONE
from ocrcore.worker.clock_watch import ClockWatch
from ocrcore.worker.upkeep import Upkeep
from tests.queues import Clock, claim, emptied, submit

if TYPE_CHECKING:
    from pathlib import Path

    from ocrcore.desk.desk import Desk

TWO_HOURS_S = 7200.0


async def test_what_waits_does_not_wait_for_a_time_that_was_set_back(desk: Desk, clock: Clock) -> None:
    fresh = await submit(desk)
    clock.advance(-TWO_HOURS_S)
    assert await desk.worker_queue.get_next_pending("w") is None
    assert await desk.worker_queue.rescue_expired() == []
    assert (await claim(desk)).id == fresh.id


async def test_a_back_off_lasts_as_long_as_it_is_meant_to(desk: Desk, clock: Clock) -> None:
    await submit(desk)
    await desk.worker_queue.update_status(await claim(desk), Failed(error=EngineTimeout()))
    await desk.worker_queue.rescue_expired()
    assert await desk.worker_queue.get_next_pending("w") is None, "a clock that runs on shortens nothing"
    clock.advance(-TWO_HOURS_S)
    await desk.worker_queue.rescue_expired()
    assert (await claim(desk)).attempt == 2


async def test_the_job_of_a_dead_worker_runs_again_after_its_lease_though_the_clock_was_set_back(
    desk: Desk, clock: Clock
) -> None:
    job = await submit(desk)
    await claim(desk, "a worker that dies")
    clock.advance(-TWO_HOURS_S)
    assert await desk.worker_queue.rescue_expired() == []
    clock.advance(31)
    assert await desk.worker_queue.rescue_expired() == [job.id]


async def test_how_long_a_run_took_is_told_by_a_clock_that_nobody_sets(desk: Desk, clock: Clock) -> None:
    await submit(desk)
    job = await claim(desk)
    clock.advance(TWO_HOURS_S)
    await desk.worker_queue.update_status(job, Completed(result_json="{}", ocr_time_ms=1), took_s=1.25)
    assert (await desk.jobs.get_job(job.id, owner=EVERYONE)).processing_time_ms == 1250


class Clocks:
    """A clock that is set, beside one that is not."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 14, 10, 0, tzinfo=UTC)
        self.steady = 100.0

    def watch(self) -> ClockWatch:
        return ClockWatch(lambda: self.now, lambda: self.steady)

    def run(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.steady += seconds


@pytest.mark.parametrize("step_s", [TWO_HOURS_S, -TWO_HOURS_S, 6.0])
def test_a_step_is_noticed_once(step_s: float) -> None:
    clocks = Clocks()
    watch = clocks.watch()
    clocks.run(2)
    clocks.now += timedelta(seconds=step_s)
    assert watch.step_s() == pytest.approx(step_s)
    clocks.run(40_000)
    clocks.now += timedelta(seconds=0.5)
    assert watch.step_s() == 0, "a clock that is kept right is not set, nor is one of a machine that slept"


class Step(ClockWatch):
    """Tells of one step, and that it was asked again, which is when everything was done once."""

    def __init__(self, step_s: float) -> None:
        super().__init__()
        self._steps = [step_s]
        self.asked_again = asyncio.Event()

    def step_s(self) -> float:
        if self._steps:
            return self._steps.pop()
        self.asked_again.set()
        return 0.0


@pytest.mark.parametrize(("step_s", "kept"), [(TWO_HOURS_S, True), (0.0, False), (-TWO_HOURS_S, False)])
async def test_a_clock_that_was_set_forward_ends_no_lease_and_deletes_nothing(
    desk: Desk, clock: Clock, step_s: float, kept: bool
) -> None:
    old = await submit(desk)
    await desk.worker_queue.update_status(await claim(desk), Completed(result_json="{}", ocr_time_ms=1))
    running = await submit(desk)
    await claim(desk, "a worker that lives")
    clock.advance(25 * 3600)
    watch = Step(step_s)
    upkeep = asyncio.create_task(Upkeep(desk.worker_queue, desk.jobs, desk.storage, watch=watch).run())
    await asyncio.wait_for(watch.asked_again.wait(), 30)
    upkeep.cancel()
    with suppress(asyncio.CancelledError):
        await upkeep
    states = {job.id: job.status for job in (await desk.jobs.list_jobs(owner=EVERYONE)).jobs}
    assert (old.id in await desk.jobs.stored_files()) is kept
    assert (states.get(running.id) is JobStatus.PROCESSING) is kept


async def test_machines_that_differ_go_by_the_server_of_their_database(
    postgresql: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = await emptied(postgresql)
    monkeypatch.setattr(database_clock, "utc_now", lambda: datetime(2020, 1, 1, tzinfo=UTC))
    async with await Database.open(url) as database:
        assert abs(database.clock() - datetime.now(UTC)) < timedelta(minutes=1)
