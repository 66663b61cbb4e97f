"""The documents that have been read and that nobody has confirmed: how many, and the way from one to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, func, literal, select, tuple_

from ocrcore.database.columns import UtcDateTime
from ocrcore.database.review_state import ReviewState, in_review_state
from ocrcore.database.tables import ocr_jobs
from ocrcore.queue.owner import owned_by

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.queue.owner import Owner


async def count(connection: AsyncConnection, *, owner: Owner) -> int:
    """Return how many there are."""
    query = select(func.count()).select_from(ocr_jobs).where(*_unconfirmed(owner))
    return await connection.scalar(query) or 0


async def following(connection: AsyncConnection, job_id: str, *, owner: Owner) -> str | None:
    """Return the id of the next older one than this document, behind the oldest that of the newest; None for none."""
    here = select(ocr_jobs.c.created_at).where(ocr_jobs.c.id == job_id, *owned_by(owner))
    created_at = await connection.scalar(here)
    newest_first = (
        select(ocr_jobs.c.id)
        .where(*_unconfirmed(owner), ocr_jobs.c.id != job_id)
        .order_by(ocr_jobs.c.created_at.desc(), ocr_jobs.c.id.desc())
        .limit(1)
    )
    if created_at is not None:
        place = tuple_(literal(created_at, UtcDateTime), literal(job_id))
        older = newest_first.where(tuple_(ocr_jobs.c.created_at, ocr_jobs.c.id) < place)
        found: str | None = await connection.scalar(older)
        if found is not None:
            return found
    newest: str | None = await connection.scalar(newest_first)
    return newest


def _unconfirmed(owner: Owner) -> list[ColumnElement[bool]]:
    return [in_review_state((ReviewState.TO_REVIEW,)), *owned_by(owner)]
