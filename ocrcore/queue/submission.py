"""How jobs come in, and how the same document is recognised when it comes again."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from ocrcore.database.connections import lock_files
from ocrcore.database.job_status import JobStatus
from ocrcore.database.tables import job_predictions, ocr_jobs
from ocrcore.ledger.search import search_text
from ocrcore.queue import events
from ocrcore.queue.forecast.forecast import NEW_ID
from ocrcore.queue.job import Job
from ocrcore.queue.listing import SUMMARY_COLUMNS, is_served
from ocrcore.queue.order import claim
from ocrcore.queue.order.turns import next_turn, turn_values
from ocrcore.queue.owner import EVERYONE, owned_by
from ocrcore.queue.steps import Step

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.queue.forecast.eta import Eta, Forecast
    from ocrcore.queue.owner import Owner
    from ocrcore.queue.retention import Retention

Keep = Callable[[], Awaitable[None]]
"""Stores the document's file again if it is gone."""

_INSERT = insert(ocr_jobs).values(turn=next_turn("somebody"))
_INSERT_OF_NOBODY = insert(ocr_jobs).values(turn=next_turn(None))
_PREDICT = insert(job_predictions)


async def create(
    connection: AsyncConnection,
    document: Mapping[str, Any],
    *,
    now: datetime,
    retention: Retention,
    max_attempts: int,
    forecast: Forecast,
    keep: Keep | None = None,
) -> Job:
    """Put a document into the queue; `document` holds the columns that describe it, `forecast` what is predicted."""
    expires_at = retention.expires_at(now, own_hours=document["expiry_hours"])
    state = {"id": str(uuid.uuid4()), "status": JobStatus.PENDING, "attempt": 0, "run": 0, "page": 0}
    times = {"created_at": now, "run_after": now, "expires_at": expires_at}
    search = {"search_text": search_text(document["original_filename"])}
    values = {**document, **state, **times, **search, "max_attempts": max_attempts}
    await lock_files(connection, (document["file_path"],))
    person = document["created_by"]
    statement = _INSERT_OF_NOBODY if person is None else _INSERT
    await connection.execute(statement, values | turn_values(person, document["priority"], now))
    if keep is not None:
        await keep()
    job = Job.from_row({column.name: values.get(column.name) for column in SUMMARY_COLUMNS})
    if (eta := await _predicted(connection, job, forecast, now)) is not None:
        predicted = {"eta_ms": eta.middle_s, "eta_low_ms": eta.low_s, "eta_high_ms": eta.high_s}
        milliseconds = {name: round(seconds * 1000) for name, seconds in predicted.items()}
        await connection.execute(_PREDICT, {"job_id": job.id} | milliseconds)
    if job.pages is None:
        await events.record(connection, job.id, now, Step.ACCEPTED, engine=job.engine)
    else:
        step = Step.ACCEPTED_PAGE if job.pages == 1 else Step.ACCEPTED_PAGES
        await events.record(connection, job.id, now, step, pages=job.pages, engine=job.engine)
    return job


async def _predicted(connection: AsyncConnection, job: Job, forecast: Forecast, now: datetime) -> Eta | None:
    if NEW_ID in forecast.etas or not forecast.places:
        return forecast.etas.get(NEW_ID)
    place = await claim.position(connection, job.id, owner=EVERYONE, now=now)
    return None if place is None else forecast.at_place(place)


async def find_duplicate(
    connection: AsyncConnection, sha256: str, *, engine: str | None, owner: Owner, now: datetime
) -> Job | None:
    """Return the newest job of the same content that is not failed or cancelled."""
    query = (
        select(*SUMMARY_COLUMNS)
        .where(
            ocr_jobs.c.sha256 == sha256,
            is_served(now),
            ocr_jobs.c.status.not_in((JobStatus.FAILED, JobStatus.CANCELLED)),
            *owned_by(owner),
        )
        .order_by(ocr_jobs.c.created_at.desc(), ocr_jobs.c.id.desc())
        .limit(1)
    )
    if engine is not None:
        query = query.where(ocr_jobs.c.engine == engine)
    row = (await connection.execute(query)).mappings().first()
    return None if row is None else Job.from_row(row)
