"""How far people are with documents: to review, confirmed, exported; and how long each is kept from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from ocrcore.database.job_status import JobStatus
from ocrcore.database.review_state import ReviewState
from ocrcore.database.review_tables import job_confirmations
from ocrcore.database.tables import ocr_jobs
from ocrcore.queue.owner import owned_by
from ocrcore.queue.steps import Step
from ocrcore.reviews import documents

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.queue.job import Job
    from ocrcore.queue.owner import Owner
    from ocrcore.queue.retention import Retention


async def states(connection: AsyncConnection, job_ids: Collection[str], *, owner: Owner) -> dict[str, ReviewState]:
    """Return the state of each of these documents of this owner; those that have not been read are left out."""
    query = (
        select(ocr_jobs.c.id, job_confirmations.c.confirmed_at, job_confirmations.c.exported_at)
        .outerjoin(job_confirmations, job_confirmations.c.job_id == ocr_jobs.c.id)
        .where(ocr_jobs.c.id.in_(job_ids), ocr_jobs.c.status == JobStatus.COMPLETED, *owned_by(owner))
    )
    rows = await connection.execute(query)
    return {row.id: ReviewState.of(row.confirmed_at, row.exported_at) for row in rows}


async def keep_as(
    connection: AsyncConnection, job_id: str, state: ReviewState, *, now: datetime, retention: Retention
) -> None:
    """Let the time of a document that came into this state now run anew."""
    this = ocr_jobs.c.id == job_id
    own_hours = await connection.scalar(select(ocr_jobs.c.expiry_hours).where(this))
    expires_at = retention.expires_at(now, own_hours=own_hours, state=state)
    await connection.execute(update(ocr_jobs).where(this).values(expires_at=expires_at))


async def mark_exported(
    connection: AsyncConnection,
    job: Job,
    confirmed_at: datetime,
    *,
    by: str | None,
    now: datetime,
    retention: Retention,
) -> bool:
    """Note that a document was exported as it was confirmed at that time; False when that is not how it stands."""
    confirmation = (
        job_confirmations.c.job_id == job.id,
        job_confirmations.c.confirmed_at == confirmed_at,
        job_confirmations.c.exported_at.is_(None),
    )
    marked = await connection.execute(update(job_confirmations).where(*confirmation).values(exported_at=now))
    if not marked.rowcount:
        return False
    await keep_as(connection, job.id, ReviewState.EXPORTED, now=now, retention=retention)
    await documents.record(connection, job, now, Step.EXPORTED, by=by)
    return True
