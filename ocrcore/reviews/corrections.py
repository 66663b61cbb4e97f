"""What people corrected: kept beside the reading, which stays as the engine left it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from ocrcore.database.review_tables import job_corrections
from ocrcore.errors import InvalidRequest
from ocrcore.queue.owner import EVERYONE
from ocrcore.queue.steps import Step
from ocrcore.reviews import confirmations, documents
from ocrcore.reviews.booking import book
from ocrcore.reviews.review import Review, bare
from ocrcore.reviews.same_document import remember

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.queue.job import Job
    from ocrcore.queue.retention import Retention
    from ocrcore.reviews.review import Value

MAX_VALUE_CHARACTERS = 1_000_000
"""Longest corrected value as JSON: a list of some thousand items."""

_FIELD_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")


async def correct(
    connection: AsyncConnection,
    job: Job,
    values: Mapping[str, Value],
    *,
    by: str | None,
    now: datetime,
    retention: Retention,
) -> Review:
    """Keep values of a document that has been read; a change takes an earlier confirmation back.

    Raises:
        InvalidRequest: A field's name or value cannot be kept.
    """
    result = documents.result_of(job)
    read = documents.fields_of(result)
    before = (await documents.reviews(connection, (job.id,), owner=EVERYONE)).get(job.id, Review())
    wanted = {name: _storable(name, value) for name, value in values.items()}
    changed = {
        name: value
        for name, value in wanted.items()
        if bare(value) != bare(before.corrections[name].value if name in before.corrections else read.get(name))
    }
    if not changed:
        return before
    kept = {name: value for name, value in changed.items() if bare(value) != bare(read.get(name))}
    await _replace(connection, job.id, changed, _rows(job.id, kept, read, by=by, now=now))
    await confirmations.take_back(connection, job.id, now=now, retention=retention)
    step = Step.CORRECTED if kept else Step.PUT_BACK
    await documents.record(connection, job, now, step, by=by, fields=list(changed))
    after = (await documents.reviews(connection, (job.id,), owner=EVERYONE)).get(job.id, Review())
    await remember(connection, job.id, documents.said(result, after), several=bool(result.get("documents")))
    await book(connection, job, result, after.values)
    return after


async def copy(connection: AsyncConnection, job_id: str, to: str) -> None:
    """Let corrections of one job stand beside another reading of the same file, which need not have been read yet.

    Rows of a list lose the numbers that they had in the first reading. `raw` stays what was read when it was corrected.
    """
    found = await connection.execute(select(job_corrections).where(job_corrections.c.job_id == job_id))
    rows = [dict(row) | {"job_id": to, "value_json": _without_places(row["value_json"])} for row in found.mappings()]
    if rows:
        await connection.execute(insert(job_corrections), rows)


def _without_places(value_json: str) -> str:
    value = json.loads(value_json)
    if isinstance(value, list):
        value = [{name: each for name, each in row.items() if name != "row"} for row in value]
    return json.dumps(value, ensure_ascii=False)


async def _replace(
    connection: AsyncConnection, job_id: str, changed: Mapping[str, Value], rows: list[dict[str, Any]]
) -> None:
    of_job = job_corrections.c.job_id == job_id
    await connection.execute(delete(job_corrections).where(of_job, job_corrections.c.field.in_(changed)))
    if rows:
        await connection.execute(insert(job_corrections), rows)


def _rows(
    job_id: str, kept: Mapping[str, Value], read: Mapping[str, Any], *, by: str | None, now: datetime
) -> list[dict[str, Any]]:
    return [
        {"job_id": job_id, "field": name, "value_json": json.dumps(value, ensure_ascii=False)}
        | {"raw_json": json.dumps(read.get(name), ensure_ascii=False), "corrected_at": now, "corrected_by": by}
        for name, value in kept.items()
    ]


def _storable(name: str, value: Value) -> Value:
    if not _FIELD_NAME.fullmatch(name):
        raise InvalidRequest(case="field_name")
    if bare(value) is None:
        return None
    if len(json.dumps(value)) > MAX_VALUE_CHARACTERS:
        raise InvalidRequest(case="value_too_long")
    return value
