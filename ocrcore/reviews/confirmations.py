"""What people confirmed, and what the metrics learn from it about the engine."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert

from ocrcore.database.review_state import ReviewState
from ocrcore.database.tables import confirmed_fields, job_confirmations
from ocrcore.queue.steps import Step
from ocrcore.reviews import documents
from ocrcore.reviews.review import Review, bare
from ocrcore.reviews.states import keep_as

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.queue.job import Job
    from ocrcore.queue.retention import Retention


async def confirm(
    connection: AsyncConnection, job: Job, review: Review, *, by: str | None, now: datetime, retention: Retention
) -> Review:
    """Say that a document is right as its review has it now; it must not be confirmed already."""
    measurement_id = str(uuid.uuid4())
    row = {"job_id": job.id, "confirmed_at": now, "confirmed_by": by, "measurement_id": measurement_id}
    await connection.execute(insert(job_confirmations), row)
    measured = [
        each | {"measurement_id": measurement_id, "confirmed_at": now, "engine": job.engine}
        for each in _measured(documents.fields_of(job), review)
    ]
    if measured:
        await connection.execute(insert(confirmed_fields), measured)
    await keep_as(connection, job.id, ReviewState.CONFIRMED, now=now, retention=retention)
    await documents.record(connection, job, now, Step.CONFIRMED, by=by)
    return Review(corrections=review.corrections, confirmed_at=now, confirmed_by=by)


async def take_back(connection: AsyncConnection, job_id: str, *, now: datetime, retention: Retention) -> bool:
    """Take a confirmation back, and what the metrics learned from it; False when there was none."""
    removal = delete(job_confirmations).where(job_confirmations.c.job_id == job_id)
    measurement_id = await connection.scalar(removal.returning(job_confirmations.c.measurement_id))
    if measurement_id is None:
        return False
    await connection.execute(delete(confirmed_fields).where(confirmed_fields.c.measurement_id == measurement_id))
    await keep_as(connection, job_id, ReviewState.TO_REVIEW, now=now, retention=retention)
    return True


def _measured(read: Mapping[str, Any], review: Review) -> list[dict[str, Any]]:
    shown = {name for name, found in read.items() if bare(found) is not None}
    return [
        {"field": name, "shown": name in shown, "unchanged": name in shown and name not in review.corrections}
        for name in sorted(shown | review.corrections.keys())
    ]
