"""A document as a review finds it: what was read, and what was said about it so far."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ocrcore.database.job_status import JobStatus
from ocrcore.database.review_tables import job_confirmations, job_corrections
from ocrcore.database.tables import ocr_jobs
from ocrcore.errors import InvalidTransition, JobNotFound
from ocrcore.queue import events
from ocrcore.queue.job import Job
from ocrcore.queue.listing import SUMMARY_COLUMNS
from ocrcore.queue.owner import EVERYONE, owned_by
from ocrcore.queue.steps import Step
from ocrcore.reviews.review import Correction, Review, bare

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.errors import Fact
    from ocrcore.queue.owner import Owner
    from ocrcore.reviews.review import Value


async def completed(connection: AsyncConnection, job_id: str, *, owner: Owner) -> Job:
    """Return a job that has been read, held until the transaction ends, so that two people do not mix their values.

    Raises:
        JobNotFound: There is none, or it belongs to somebody else.
        InvalidTransition: It has not been read.
    """
    query = (
        select(*SUMMARY_COLUMNS, ocr_jobs.c.result_json)
        .where(ocr_jobs.c.id == job_id, *owned_by(owner))
        .with_for_update()
    )
    row = (await connection.execute(query)).mappings().first()
    if row is None:
        raise JobNotFound
    job = Job.from_row(row)
    if job.status is not JobStatus.COMPLETED:
        raise InvalidTransition(case="review", status=job.status)
    return job


def result_of(job: Job) -> dict[str, Any]:
    """Return a job's result as JSON has it."""
    tree: dict[str, Any] = json.loads(job.result_json or "{}")
    return tree


def fields_of(result: Mapping[str, Any]) -> dict[str, Any]:
    """Return a result's fields by name, as they were read; what was only derived from them is left out."""
    fields: dict[str, Any] = result.get("fields", {})
    return {name: found for name, found in fields.items() if not isinstance(found, dict) or "derived_from" not in found}


def said(result: Mapping[str, Any], review: Review) -> dict[str, Value]:
    """Return what a document says by field: as people corrected it, else as it was read."""
    return {name: bare(found) for name, found in fields_of(result).items()} | review.values


async def reviews(connection: AsyncConnection, job_ids: Collection[str], *, owner: Owner) -> dict[str, Review]:
    """Return what was said about each of these documents of this owner; those about which nothing was are left out."""
    if owner is not EVERYONE:
        own = select(ocr_jobs.c.id).where(ocr_jobs.c.id.in_(job_ids), *owned_by(owner))
        job_ids = tuple((await connection.execute(own)).scalars())
    corrections: defaultdict[str, dict[str, Correction]] = defaultdict(dict)
    query = select(job_corrections).where(job_corrections.c.job_id.in_(job_ids)).order_by(job_corrections.c.field)
    for row in await connection.execute(query):
        corrections[row.job_id][row.field] = Correction(
            value=json.loads(row.value_json), raw=json.loads(row.raw_json), at=row.corrected_at, by=row.corrected_by
        )
    confirmed = {
        row.job_id: row
        for row in await connection.execute(select(job_confirmations).where(job_confirmations.c.job_id.in_(job_ids)))
    }
    return {
        job_id: Review(
            corrections=corrections.get(job_id, {}),
            confirmed_at=confirmed[job_id].confirmed_at if job_id in confirmed else None,
            confirmed_by=confirmed[job_id].confirmed_by if job_id in confirmed else None,
            exported_at=confirmed[job_id].exported_at if job_id in confirmed else None,
        )
        for job_id in corrections.keys() | confirmed.keys()
    }


async def record(
    connection: AsyncConnection, job: Job, at: datetime, step: Step, *, by: str | None, **facts: Fact
) -> None:
    """Add a step to the story of a job, with the name of who did it where somebody has signed in."""
    if by:
        await events.record(connection, job.id, at, Step(f"{step}_by"), by=by, **facts)
    else:
        await events.record(connection, job.id, at, step, **facts)
