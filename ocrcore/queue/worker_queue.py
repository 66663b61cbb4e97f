"""What workers do with the queue: take jobs, answer for them, and say that they live."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ocrcore.queue import claim, runs, workers
from ocrcore.queue.operations import Operations

if TYPE_CHECKING:
    from ocrcore.queue.job import Completed, Failed, Job
    from ocrcore.queue.workers import WorkerInfo


class WorkerOperations(Operations):
    """The part of `JobQueue` that workers call.

    Claims, heartbeats and progress need not outlive a power cut: the job would run again anyway.
    """

    async def get_next_pending(self, worker_id: str) -> Job | None:
        """Claim the next job for a worker: highest priority first, then the oldest; None when nothing waits.

        The worker must be heard (`heartbeat`, `report_progress`) within the lease, or the job is given to another.
        """
        return await self._database.write(
            lambda connection: claim.claim(connection, worker_id, now=self._now(), lease=self._lease),
            lasting=False,
        )

    async def heartbeat(self, job: Job) -> bool:
        """Renew the lease of a claimed job; False when the claim is lost and the run must be stopped."""
        return await self._database.write(
            lambda connection: runs.write_held(connection, job, {"lease_expires_at": self._now() + self._lease}),
            lasting=False,
        )

    async def report_progress(self, job: Job, *, page: int, pages: int) -> bool:
        """Note that `page` of `pages` is read, and renew the lease; False when the claim is lost."""
        return await self._database.write(
            lambda connection: runs.progress(
                connection, job, page=page, pages=pages, now=self._now(), lease=self._lease
            ),
            lasting=False,
        )

    async def update_status(self, job: Job, outcome: Completed | Failed) -> bool:
        """End a run: completed, failed, or (a retryable error with attempts left) pending again after a back-off.

        Returns:
            False when the claim is lost; nothing is changed then.
        """
        return await self._database.write(lambda connection: runs.end(connection, job, outcome, self._now()))

    async def release(self, job: Job) -> bool:
        """Give a claimed job back without losing an attempt, because the worker stops; False when the claim is lost."""
        return await self._database.write(lambda connection: runs.release(connection, job, self._now()))

    async def rescue_expired(self) -> list[str]:
        """Take back the jobs of workers that are not heard any more, and return their ids."""
        return await self._database.write(lambda connection: runs.rescue(connection, self._now()))

    async def register_worker(self, worker: WorkerInfo) -> None:
        """Make a worker known, alive from now on."""
        await self._database.write(lambda connection: workers.register(connection, worker, self._now()))

    async def worker_heartbeat(
        self,
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
        return await self._database.write(
            lambda connection: workers.heard(connection, worker_id, self._now(), known), lasting=False
        )

    async def unregister_worker(self, worker_id: str) -> None:
        """Remove a worker that leaves."""
        await self._database.write(lambda connection: workers.unregister(connection, worker_id))

    async def live_workers(self, within_s: float | None = None) -> tuple[WorkerInfo, ...]:
        """Return the workers heard within `within_s` seconds (default: the lease), the longest running first."""
        silence = self._lease if within_s is None else timedelta(seconds=within_s)
        return await self._database.read(lambda connection: workers.live(connection, self._now() - silence))
