"""The queue in figures: counts, averages, and what was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocrcore.database.job_status import JobStatus
from ocrcore.metrics import measurements
from ocrcore.queue import stats
from ocrcore.queue.operations import Operations

if TYPE_CHECKING:
    from datetime import datetime

    from ocrcore.metrics.measurements import ConfirmedFields, RunMeasurement, RunOutcome, RunTotals, TierMeasurement
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

    async def count_finished(self, since: datetime) -> dict[RunOutcome, int]:
        """Return how many jobs ended at or after `since`, as completed and as failed for good, also those deleted since."""
        return await self._database.read(lambda connection: measurements.finished_since(connection, since))

    async def list_measurements(
        self, *, since: datetime | None = None, engine: str | None = None
    ) -> list[RunMeasurement]:
        """Return what was measured on the runs that finished at or after `since`, oldest first."""
        return await self._database.read(lambda connection: measurements.since(connection, since, engine))

    async def list_tier_measurements(
        self, *, since: datetime | None = None, engine: str | None = None
    ) -> list[TierMeasurement]:
        """Return the passes of the runs that finished at or after `since`."""
        return await self._database.read(lambda connection: measurements.tiers_since(connection, since, engine))

    async def confirmed_fields(
        self, *, since: datetime | None = None, engine: str | None = None
    ) -> dict[str, ConfirmedFields]:
        """Return by engine how many fields people left as they were read, in documents confirmed since."""
        return await self._database.read(lambda connection: measurements.confirmed_since(connection, since, engine))

    async def get_run_totals(self) -> list[RunTotals]:
        """Return what all runs ever measured add up to, by engine, outcome and error."""
        return await self._database.read(measurements.totals)
