"""A model of the queue: any sequence of operations keeps every job's life lawful, and every job comes to its end.

`python -m tests.queue.life [HISTORIES]` plays so many histories (10,000) of up to 25 steps, other ones each time.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from collections import Counter
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import text

from ocrcore.config import load_settings
from ocrcore.database.job_status import JobStatus
from ocrcore.desk.desk import Desk
from ocrcore.errors import EncryptedDocument, EngineCrashed, InvalidTransition
from ocrcore.queue.job import TRANSITIONS, Completed, Failed, Job
from ocrcore.queue.owner import EVERYONE, Owner
from tests.queues import Clock, submit

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")
_COUNTS = "SELECT * FROM pending_counts"
OUTCOMES: list[Completed | Failed] = [
    Completed(result_json="{}", ocr_time_ms=1),
    Failed(error=EngineCrashed()),
    Failed(error=EncryptedDocument()),
]
picks = st.integers(min_value=0, max_value=10**6)


@cache
def opened() -> tuple[asyncio.Runner, Desk, Clock, AsyncExitStack]:
    """Return a desk that all histories share, and what closes it; see `close`."""
    runner, clock, stack = asyncio.Runner(), Clock(), AsyncExitStack()
    in_memory = "/dev/shm" if Path("/dev/shm").is_dir() else None  # thousands of histories need no disk
    folder = Path(tempfile.mkdtemp(prefix="model-of-the-queue-", dir=in_memory))
    stack.callback(shutil.rmtree, folder)
    desk = Desk.open(load_settings(data_dir=folder, database_url=""), clock=clock)
    return runner, runner.run(stack.enter_async_context(desk)), clock, stack


def close() -> None:
    """Close the desk that the histories shared."""
    runner, _, _, stack = opened()
    runner.run(stack.aclose())
    runner.close()
    opened.cache_clear()


async def _empty(connection: AsyncConnection) -> None:
    for table in ("ocr_jobs", "workers", "run_measurements"):
        await connection.execute(text(f"DELETE FROM {table}"))


class Life(RuleBasedStateMachine):
    """A queue of a few jobs, some workers that die or come late, and people who change their minds."""

    def __init__(self) -> None:
        super().__init__()
        self.runner, self.desk, self.clock, _ = opened()
        self.run(self.desk.database.write(_empty))
        self.clock.now = Clock().now
        self.seen: dict[str, Job] = {}
        self.holding: list[Job] = []
        self.ended: Counter[str] = Counter()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    def teardown(self) -> None:
        """Let everything that still waits be read: each document ends exactly once, and nothing is left behind."""
        for _ in range(2):  # the first may only cut a lease that a clock set back had made long
            self.run(self.desk.worker_queue.rescue_expired())
            self.clock.advance(400)
        self.run(self.desk.worker_queue.rescue_expired())
        while (job := self.run(self.desk.worker_queue.get_next_pending("worker-3"))) is not None:
            assert self.run(self.desk.worker_queue.update_status(job, OUTCOMES[0]))
            self.ended[job.id] += 1
        jobs = self.run(self.desk.jobs.list_jobs(owner=EVERYONE)).jobs
        assert all(job.is_final for job in jobs)
        assert self.ended == Counter(job.id for job in jobs if job.status is JobStatus.COMPLETED)
        counts = self.run(self.desk.database.read(lambda connection: connection.execute(text(_COUNTS)))).all()
        assert counts == []

    @rule(priority=st.integers(min_value=-1, max_value=1), owner=st.sampled_from([EVERYONE, "ana", "ion"]))
    def submit(self, priority: int, owner: Owner) -> None:
        self.clock.advance(0.001)  # at the same moment chance, by the ids, would say which is first
        self.run(submit(self.desk, priority=priority, owner=owner))

    @rule(seconds=st.sampled_from([0.5, 3, 29, 400, -7200]))
    def wait(self, seconds: float) -> None:
        self.clock.advance(seconds)

    @rule(worker=st.sampled_from(["worker-1", "worker-2"]))
    def claim(self, worker: str) -> None:
        first = [job_id for job_id, place in self.places().items() if place == 1]
        claimable = [job_id for job_id in first if self.seen[job_id].run_after <= self.clock.now]
        job = self.run(self.desk.worker_queue.get_next_pending(worker))
        assert [job.id] == claimable if job else claimable == []
        if job:
            self.holding.append(job)

    @precondition(lambda self: self.holding)
    @rule(pick=picks, outcome=st.sampled_from(OUTCOMES))
    def finish(self, pick: int, outcome: Completed | Failed) -> None:
        run = self.holding[pick % len(self.holding)]
        held = self.run(self.desk.worker_queue.update_status(run, outcome))
        assert held is self.holds(run)
        self.ended[run.id] += held and isinstance(outcome, Completed)

    @precondition(lambda self: self.holding)
    @rule(pick=picks)
    def release(self, pick: int) -> None:
        run = self.holding[pick % len(self.holding)]
        assert self.run(self.desk.worker_queue.release(run)) is self.holds(run)

    @precondition(lambda self: self.holding)
    @rule(pick=picks)
    def beat(self, pick: int) -> None:
        run = self.holding[pick % len(self.holding)]
        assert self.run(self.desk.worker_queue.heartbeat(run)) is self.holds(run)

    @rule()
    def rescue(self) -> None:
        lapsed = {
            job.id for job in self.seen.values() if job.lease_expires_at and job.lease_expires_at < self.clock.now
        }
        assert set(self.run(self.desk.worker_queue.rescue_expired())) == lapsed
        latest = self.clock.now + timedelta(seconds=300)
        for job in self.run(self.desk.jobs.list_jobs(owner=EVERYONE)).jobs:
            assert job.lease_expires_at is None or job.lease_expires_at <= latest
            assert job.status is not JobStatus.PENDING or job.run_after <= latest

    @precondition(lambda self: self.seen)
    @rule(pick=picks)
    def cancel(self, pick: int) -> None:
        job = list(self.seen.values())[pick % len(self.seen)]
        if job.can_cancel:
            self.run(self.desk.jobs.cancel(job.id, owner=EVERYONE))
        else:
            with pytest.raises(InvalidTransition):
                self.run(self.desk.jobs.cancel(job.id, owner=EVERYONE))

    @precondition(lambda self: self.seen)
    @rule(pick=picks)
    def retry(self, pick: int) -> None:
        job = list(self.seen.values())[pick % len(self.seen)]
        if job.can_retry:
            self.run(self.desk.jobs.retry(job.id, owner=EVERYONE))
        else:
            with pytest.raises(InvalidTransition):
                self.run(self.desk.jobs.retry(job.id, owner=EVERYONE))

    @invariant()
    def every_change_is_lawful(self) -> None:
        now = {job.id: job for job in self.run(self.desk.jobs.list_jobs(owner=EVERYONE)).jobs}
        for job_id, before in self.seen.items():
            after = now[job_id]
            assert after.status is before.status or after.status in TRANSITIONS[before.status]
            assert after.run >= before.run
            assert 0 <= after.attempt <= after.max_attempts
        self.seen = now

    @invariant()
    def a_place_is_the_same_alone_as_among_others(self) -> None:
        for job_id, place in list(self.places().items())[-1:] if self.seen else ():
            assert self.run(self.desk.jobs.get_queue_position(job_id, owner=EVERYONE)) == place

    def places(self) -> dict[str, int]:
        pending = [job.id for job in self.seen.values() if job.status is JobStatus.PENDING]
        return self.run(self.desk.jobs.get_queue_positions(pending, owner=EVERYONE))

    def holds(self, run: Job) -> bool:
        """Whether a run still has its claim, as told by what was last seen."""
        job = self.seen[run.id]
        return job.status is JobStatus.PROCESSING and job.run == run.run


def play(histories: int, *, steps: int = 25, derandomize: bool = False) -> None:
    """Play so many histories; the first that is wrong is told, as short as it can be made."""
    chosen = settings(
        max_examples=histories,
        stateful_step_count=steps,
        derandomize=derandomize,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Life, settings=chosen)


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    play(number)
    sys.stdout.write(f"{number} histories, none wrong\n")
