"""A job's story, one row a step: which step it was, its facts, and both in an English sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, insert, select

from ocrcore.database.tables import job_events, ocr_jobs
from ocrcore.errors import in_english
from ocrcore.queue.owner import owned_by
from ocrcore.queue.steps import STEPS, EventKind, Step

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.errors import Fact, Facts
    from ocrcore.queue.owner import Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class JobEvent:
    """One step of a job's story. It holds no text of the document and no file name."""

    at: datetime
    event: EventKind
    detail: str
    """One English sentence for a person."""
    step: str | None = None
    """A `Step`, to say it in another language; None in rows of a version that kept the sentence alone."""
    facts: Facts = field(default_factory=dict)


_RECORD = insert(job_events)
_STORY = (
    select(job_events.c.at, job_events.c.event, job_events.c.detail, job_events.c.step, job_events.c.facts)
    .join(ocr_jobs, ocr_jobs.c.id == job_events.c.job_id)
    .where(ocr_jobs.c.id == bindparam("job_id"))
    .order_by(job_events.c.id)
)


async def record(connection: AsyncConnection, job_id: str, at: datetime, step: Step, **facts: Fact) -> None:
    """Add one step to the story of a job, in the transaction of the change that it tells.

    Args:
        connection: A connection in a transaction.
        job_id: Whose story it is.
        at: When it happened.
        step: What happened.
        facts: What fills the blanks of the step's sentence.
    """
    kind, sentence = STEPS[step]
    told = {"event": kind, "detail": in_english(sentence, facts), "step": step, "facts": facts}
    await connection.execute(_RECORD, {"job_id": job_id, "at": at} | told)


async def story(connection: AsyncConnection, job_id: str, *, owner: Owner) -> list[JobEvent]:
    """Return the steps of a job, oldest first; none when it belongs to somebody else."""
    rows = await connection.execute(_STORY.where(*owned_by(owner)), {"job_id": job_id})
    return [
        JobEvent(at=row.at, event=EventKind(row.event), detail=row.detail, step=row.step, facts=row.facts or {})
        for row in rows
    ]
