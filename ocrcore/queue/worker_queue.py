"""What workers do with the queue: take jobs, answer for them, and say that they live."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ocrcore.database.clock import Clock, utc_now
from ocrcore.database.transactions import reading, writing
from ocrcore.logs import facts, fingerprint
from ocrcore.queue import runs, workers
from ocrcore.queue.job import Failed
from ocrcore.queue.order import claim

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.config import Settings
    from ocrcore.database.database import Database
    from ocrcore.queue.job import Completed, Job
    from ocrcore.queue.workers import WorkerInfo


log = logging.getLogger(__name__)


def _facts(job: Job, **more: object) -> dict[str, Any]:
    return facts(job=job.id, owner=fingerprint(job.created_by), engine=job.engine, attempt=job.attempt, **more)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerQueue:
    """The queue as workers have it: whose a document is does not matter to them.

    Claims, heartbeats and progress need not outlive a power cut: the job would run again anyway. Every method may
    raise `DatabaseError`.
    """

    database: Database
    settings: Settings
    clock: Clock = utc_now

    @property
    def _lease(self) -> timedelta:
        return timedelta(seconds=self.settings.lease_seconds)

    @writing(lasting=False)
    async def get_next_pending(self, connection: AsyncConnection, worker_id: str) -> Job | None:
        """Claim the next job for a worker: highest priority first, then people by turns; None when nothing waits.

        The worker must be heard (`heartbeat`, `report_progress`) within the lease, or the job is given to another.
        """
        job = await claim.claim(connection, worker_id, now=self.clock(), lease=self._lease)
        if job is not None:
            waited_s = round((job.queue_wait_ms or 0) / 1000, 3)
            log.info("A document was claimed.", extra=_facts(job, waited_s=waited_s, worker=worker_id))
        return job

    @writing(lasting=False)
    async def heartbeat(self, connection: AsyncConnection, job: Job) -> bool:
        """Renew the lease of a claimed job; False when the claim is lost and the run must be stopped."""
        return await runs.write_held(connection, job, {"lease_expires_at": self.clock() + self._lease})

    @writing(lasting=False)
    async def report_progress(self, connection: AsyncConnection, job: Job, *, page: int, pages: int) -> bool:
        """Note that `page` of `pages` is read, and renew the lease; False when the claim is lost."""
        return await runs.progress(connection, job, page=page, pages=pages, now=self.clock(), lease=self._lease)

    @writing()
    async def update_status(
        self, connection: AsyncConnection, job: Job, outcome: Completed | Failed, *, took_s: float | None = None
    ) -> bool:
        """End a run: completed, failed, or (a retryable error with attempts left) pending again after a back-off.

        Args:
            connection: Of this operation.
            job: As it was claimed.
            outcome: What came of it.
            took_s: How long it took, by a clock that nobody sets; None: since its claim, by the queue's clock.

        Returns:
            False when the claim is lost; nothing is changed then.
        """
        held = await runs.end(connection, job, outcome, self.clock(), took_s)
        if held:
            error = outcome.error.code if isinstance(outcome, Failed) else None
            said = "A document was read." if error is None else "A run failed."
            log.info(said, extra=_facts(job, took_s=None if took_s is None else round(took_s, 3), error=error))
        return held

    @writing()
    async def release(self, connection: AsyncConnection, job: Job) -> bool:
        """Give a claimed job back without losing an attempt, because the worker stops; False when the claim is lost."""
        return await runs.release(connection, job, self.clock())

    @writing()
    async def rescue_expired(self, connection: AsyncConnection) -> list[str]:
        """Take back the jobs of workers that are not heard any more, and return their ids.

        What waits for a time that lies too far ahead, since the clock was set back, waits for it no longer.
        """
        return await runs.rescue(connection, self.clock(), self._lease)

    @writing()
    async def rescue_from(self, connection: AsyncConnection, worker_id: str) -> list[str]:
        """Take back the jobs of a worker whose process was seen to end, forget that worker, and return the jobs' ids.

        Nobody has to wait for their leases; the attempts count, as with `rescue_expired`.
        """
        await workers.unregister(connection, worker_id)
        return await runs.rescue_from(connection, worker_id, self.clock())

    @writing()
    async def register_worker(self, connection: AsyncConnection, worker: WorkerInfo) -> None:
        """Make a worker known, alive from now on."""
        await workers.register(connection, worker, self.clock())

    @writing(lasting=False)
    async def worker_heartbeat(
        self,
        connection: AsyncConnection,
        worker_id: str,
        *,
        state: str | None = None,
        memory_mb: float | None = None,
        busy: int | None = None,
        processes: int | None = None,
        documents: int | None = None,
    ) -> bool:
        """Note that a worker lives, and what it does; None leaves a figure as it is.

        Returns:
            False when the worker is not registered (any more): register it again.
        """
        figures: dict[str, Any] = {
            "state": state,
            "memory_mb": memory_mb,
            "busy": busy,
            "processes": processes,
            "documents": documents,
        }
        known = {name: value for name, value in figures.items() if value is not None}
        return await workers.heard(connection, worker_id, self.clock(), known)

    @writing()
    async def unregister_worker(self, connection: AsyncConnection, worker_id: str) -> None:
        """Remove a worker that leaves."""
        await workers.unregister(connection, worker_id)

    @reading
    async def live_workers(self, connection: AsyncConnection, within_s: float | None = None) -> tuple[WorkerInfo, ...]:
        """Return the workers heard within `within_s` seconds (default: the lease), the longest running first."""
        silence = self._lease if within_s is None else timedelta(seconds=within_s)
        return await workers.live(connection, self.clock(), silence)
