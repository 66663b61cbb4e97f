"""Any sequence of operations keeps a job's life lawful."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ocrcore.config import load_settings
from ocrcore.database.job_status import JobStatus
from ocrcore.desk.desk import Desk
from ocrcore.errors import EncryptedDocument, EngineCrashed, InvalidTransition
from ocrcore.queue.job import TRANSITIONS, Completed, Failed, Job
from ocrcore.queue.owner import EVERYONE
from tests.queues import Clock, submit

OUTCOMES = [
    Completed(result_json="{}", ocr_time_ms=1),
    Failed(error=EngineCrashed()),
    Failed(error=EncryptedDocument()),
]
picks = st.integers(min_value=0, max_value=10**6)


class Life(RuleBasedStateMachine):
    """A queue of a few jobs, some workers that die or come late, and people who change their minds."""

    empty_file: Path

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="ocrdesk-life-"))
        shutil.copy(self.empty_file, self.folder)
        self.runner = asyncio.Runner()
        self.clock = Clock()
        self.opened = AsyncExitStack()
        settings = load_settings(data_dir=self.folder, database_url="")
        self.desk = self.runner.run(self.opened.enter_async_context(Desk.open(settings, clock=self.clock)))
        self.seen: dict[str, Job] = {}
        self.holding: list[Job] = []

    def teardown(self) -> None:
        if hasattr(self, "opened"):
            self.runner.run(self.opened.aclose())
            self.runner.close()
            shutil.rmtree(self.folder)

    @rule(priority=st.integers(min_value=-1, max_value=1))
    def submit(self, priority: int) -> None:
        self.runner.run(submit(self.desk, priority=priority))

    @rule(seconds=st.sampled_from([0.5, 3, 29, 400]))
    def wait(self, seconds: float) -> None:
        self.clock.advance(seconds)

    @rule(worker=st.sampled_from(["worker-1", "worker-2"]))
    def claim(self, worker: str) -> None:
        first = [job_id for job_id, place in self.places().items() if place == 1]
        claimable = [job_id for job_id in first if self.seen[job_id].run_after <= self.clock.now]
        job = self.runner.run(self.desk.worker_queue.get_next_pending(worker))
        assert [job.id] == claimable if job else claimable == []
        if job:
            self.holding.append(job)

    @precondition(lambda self: self.holding)
    @rule(pick=picks, outcome=st.sampled_from(OUTCOMES))
    def finish(self, pick: int, outcome: Completed | Failed) -> None:
        run = self.holding[pick % len(self.holding)]
        assert self.runner.run(self.desk.worker_queue.update_status(run, outcome)) is self.holds(run)

    @precondition(lambda self: self.holding)
    @rule(pick=picks)
    def release(self, pick: int) -> None:
        run = self.holding[pick % len(self.holding)]
        assert self.runner.run(self.desk.worker_queue.release(run)) is self.holds(run)

    @precondition(lambda self: self.holding)
    @rule(pick=picks)
    def beat(self, pick: int) -> None:
        run = self.holding[pick % len(self.holding)]
        assert self.runner.run(self.desk.worker_queue.heartbeat(run)) is self.holds(run)

    @rule()
    def rescue(self) -> None:
        lapsed = {
            job.id for job in self.seen.values() if job.lease_expires_at and job.lease_expires_at < self.clock.now
        }
        assert set(self.runner.run(self.desk.worker_queue.rescue_expired())) == lapsed

    @precondition(lambda self: self.seen)
    @rule(pick=picks)
    def cancel(self, pick: int) -> None:
        job = list(self.seen.values())[pick % len(self.seen)]
        if job.can_cancel:
            self.runner.run(self.desk.jobs.cancel(job.id, owner=EVERYONE))
        else:
            with pytest.raises(InvalidTransition):
                self.runner.run(self.desk.jobs.cancel(job.id, owner=EVERYONE))

    @precondition(lambda self: self.seen)
    @rule(pick=picks)
    def retry(self, pick: int) -> None:
        job = list(self.seen.values())[pick % len(self.seen)]
        if job.can_retry:
            self.runner.run(self.desk.jobs.retry(job.id, owner=EVERYONE))
        else:
            with pytest.raises(InvalidTransition):
                self.runner.run(self.desk.jobs.retry(job.id, owner=EVERYONE))

    @invariant()
    def every_change_is_lawful(self) -> None:
        if not hasattr(self, "desk"):
            return
        now = {job.id: job for job in self.runner.run(self.desk.jobs.list_jobs(owner=EVERYONE)).jobs}
        for job_id, before in self.seen.items():
            after = now[job_id]
            assert after.status is before.status or after.status in TRANSITIONS[before.status]
            assert after.run >= before.run
            assert 0 <= after.attempt <= after.max_attempts
        self.seen = now

    @invariant()
    def a_place_is_the_same_alone_as_among_others(self) -> None:
        for job_id, place in self.places().items() if self.seen else ():
            assert self.runner.run(self.desk.jobs.get_queue_position(job_id, owner=EVERYONE)) == place

    def places(self) -> dict[str, int]:
        pending = [job.id for job in self.seen.values() if job.status is JobStatus.PENDING]
        return self.runner.run(self.desk.jobs.get_queue_positions(pending, owner=EVERYONE))

    def holds(self, run: Job) -> bool:
        """Whether a run still has its claim, as told by what was last seen."""
        job = self.seen[run.id]
        return job.status is JobStatus.PROCESSING and job.run == run.run


def test_any_sequence_of_operations_is_lawful(empty_file: Path) -> None:
    Life.empty_file = empty_file
    run_state_machine_as_test(
        Life,
        settings=settings(max_examples=12, stateful_step_count=25, suppress_health_check=[HealthCheck.too_slow]),
    )
