"""A job's story in plain words, one row a step."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, insert, select

from ocrcore.database.tables import job_events, ocr_jobs
from ocrcore.queue.owner import owned_by

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.queue.owner import Owner


class EventKind(StrEnum):
    """What happened."""

    CREATED = "created"
    CLAIMED = "claimed"
    PROGRESS = "progress"
    COMPLETED = "completed"
    FAILED = "failed"
    """A run failed; whether another attempt follows is in the detail."""
    RESCUED = "rescued"
    RETRIED = "retried"
    CANCELLED = "cancelled"
    RELEASED = "released"
    CORRECTED = "corrected"
    CONFIRMED = "confirmed"
    REOPENED = "reopened"
    """A confirmation was taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobEvent:
    """One step of a job's story."""

    at: datetime
    event: EventKind
    detail: str
    """One sentence for a person. It holds no text of the document and no file name."""


_RECORD = insert(job_events)
_STORY = (
    select(job_events.c.at, job_events.c.event, job_events.c.detail)
    .join(ocr_jobs, ocr_jobs.c.id == job_events.c.job_id)
    .where(ocr_jobs.c.id == bindparam("job_id"))
    .order_by(job_events.c.id)
)


async def record(connection: AsyncConnection, job_id: str, at: datetime, event: EventKind, detail: str) -> None:
    """Add one step to the story of a job, in the transaction of the change that it tells."""
    await connection.execute(_RECORD, {"job_id": job_id, "at": at, "event": event, "detail": detail})


async def story(connection: AsyncConnection, job_id: str, *, owner: Owner) -> list[JobEvent]:
    """Return the steps of a job, oldest first; none when it belongs to somebody else."""
    rows = await connection.execute(_STORY.where(*owned_by(owner)), {"job_id": job_id})
    return [JobEvent(at=row.at, event=EventKind(row.event), detail=row.detail) for row in rows]
