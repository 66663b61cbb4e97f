"""The queue in figures, as its page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from ocrcore.database.job_status import JobStatus
from ocrcore.database.tables import ocr_jobs
from ocrcore.metrics import measurements
from ocrcore.metrics.measurement import RunOutcome
from ocrcore.queue import workers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta

    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.queue.workers import WorkerInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueStats:
    """How the queue stands now."""

    counts: Mapping[JobStatus, int]
    """Jobs in each state, also those with none."""
    done_today: int
    """Jobs completed since midnight of the server's time zone, also those deleted since."""
    failed_today: int
    """Jobs that failed for good since then."""
    average_s: float
    """Mean seconds a document, of the last 50."""
    workers: tuple[WorkerInfo, ...]
    """The live ones."""

    @property
    def slots(self) -> int:
        """Documents that can be read at the same time."""
        return sum(worker.processes for worker in self.workers)


_COUNTS = select(ocr_jobs.c.status, func.count()).group_by(ocr_jobs.c.status)
_COUNT = select(func.count()).select_from(ocr_jobs).where(ocr_jobs.c.status == bindparam("status"))


async def count(connection: AsyncConnection, status: JobStatus) -> int:
    """Return how many jobs are in a state."""
    return (await connection.execute(_COUNT, {"status": status})).scalar_one()


async def gather(connection: AsyncConnection, *, now: datetime, heard_within: timedelta) -> QueueStats:
    """Return the queue's figures at `now`; a worker lives when it was heard within the given time."""
    counted: dict[JobStatus, int] = {row[0]: row[1] for row in await connection.execute(_COUNTS)}
    today = now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    finished = await measurements.finished_since(connection, today)
    return QueueStats(
        counts={status: counted.get(status, 0) for status in JobStatus},
        done_today=finished[RunOutcome.COMPLETED],
        failed_today=finished[RunOutcome.FAILED],
        average_s=await measurements.average_s(connection, None),
        workers=await workers.live(connection, now, heard_within),
    )
