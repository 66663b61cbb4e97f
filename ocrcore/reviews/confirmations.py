"""What people confirmed, and what is learnt from it: by the metrics about the engine, by the desk about the supplier."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert

from ocrcore.database.review_state import ReviewState
from ocrcore.database.review_tables import confirmed_fields, job_confirmations
from ocrcore.queue.steps import Step
from ocrcore.reviews import documents
from ocrcore.reviews.review import Review, bare
from ocrcore.reviews.same_document import remember
from ocrcore.reviews.states import keep_as
from ocrcore.reviews.suppliers import learn

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.queue.job import Job
    from ocrcore.queue.retention import Retention
    from ocrcore.reviews.review import Value


async def confirm(
    connection: AsyncConnection,
    job: Job,
    review: Review,
    *,
    looked_at: Collection[str],
    by: str | None,
    now: datetime,
    retention: Retention,
) -> Review:
    """Say that a document is right as its review has it now; it must not be confirmed already."""
    measurement_id, result = str(uuid.uuid4()), documents.result_of(job)
    said = documents.said(result, review)
    row = {"job_id": job.id, "confirmed_at": now, "confirmed_by": by, "measurement_id": measurement_id}
    await connection.execute(insert(job_confirmations), row)
    measured = [
        each | {"measurement_id": measurement_id, "confirmed_at": now, "engine": job.engine}
        for each in _measured(documents.fields_of(result), said, {*looked_at, *review.corrections})
    ]
    if measured:
        await connection.execute(insert(confirmed_fields), measured)
    await remember(connection, job.id, said, several=bool(result.get("documents")))
    await learn(connection, job.created_by, said, at=now)
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


def _measured(fields: Mapping[str, Any], said: Mapping[str, Value], looked_at: Collection[str]) -> list[dict[str, Any]]:
    """Return of each field whether the engine showed it and whether it is right so; what was learnt is not its merit."""
    read = {name: _as_read(found) for name, found in fields.items()}
    shown = {name for name, value in read.items() if value is not None}
    names = shown | {name for name, value in said.items() if bare(value) is not None}
    return [
        {"field": name, "shown": name in shown, "unchanged": name in shown and bare(said.get(name)) == read[name]}
        | {"looked_at": name in looked_at}
        for name in sorted(names)
    ]


def _as_read(found: Any) -> Value:  # noqa: ANN401 - a field or a list of the Result
    return found.get("read") if isinstance(found, dict) and found.get("learnt") else bare(found)
