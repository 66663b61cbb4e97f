"""The queue in figures: counts and averages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocrcore.database.job_status import JobStatus
from ocrcore.metrics import measurements
from ocrcore.queue import stats
from ocrcore.queue.operations import Operations

if TYPE_CHECKING:
    from ocrcore.queue.stats import QueueStats


class FigureOperations(Operations):
    """The part of `JobQueue` that counts."""

    async def get_average_processing_time(self, engine: str | None = None) -> float:
        """Return the mean seconds of the last 50 completed runs (of one engine); 7.0 with no data."""
        return await self._database.read(lambda connection: measurements.average_s(connection, engine))

    async def count_pending(self) -> int:
        """Return how many jobs wait, also those in a back-off."""
        return await self._database.read(lambda connection: stats.count(connection, JobStatus.PENDING))

    async def count_processing(self) -> int:
        """Return how many jobs are being read."""
        return await self._database.read(lambda connection: stats.count(connection, JobStatus.PROCESSING))

    async def get_queue_stats(self) -> QueueStats:
        """Return counts by state, today's figures, the average and the live workers."""
        return await self._database.read(
            lambda connection: stats.gather(connection, now=self._now(), heard_within=self._lease)
        )
