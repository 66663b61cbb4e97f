"""What people corrected and confirmed: kept beside the reading, which stays as the engine left it."""

from __future__ import annotations

import json
import re
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, exists, func, insert, literal, select, tuple_, update

from ocrcore.database.job_status import JobStatus
from ocrcore.database.tables import UtcDateTime, confirmed_fields, job_confirmations, job_corrections, ocr_jobs
from ocrcore.errors import InvalidRequest, InvalidTransition, JobNotFound
from ocrcore.queue import events
from ocrcore.queue.events import EventKind
from ocrcore.queue.job import Job
from ocrcore.queue.listing import SUMMARY_COLUMNS, owned_by
from ocrcore.queue.submission import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.database.database import Database

MAX_VALUE_CHARACTERS = 1_000_000
"""Longest corrected value as JSON: a list of some thousand items."""
Value = str | list[dict[str, Any]] | None
"""What a field says: a string, or the rows of a list; None when the document does not say it."""

_FIELD_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_PLACE = frozenset({"confidence", "page", "box", "row"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One field as a person left it."""

    value: Value
    raw: Any
    """The field as it was read; None when it was not found."""
    at: datetime
    by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What people have said about one document."""

    corrections: Mapping[str, Correction] = field(default_factory=dict)
    confirmed_at: datetime | None = None
    confirmed_by: str | None = None

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody has said that everything is right as it stands."""
        return self.confirmed_at is not None

    @property
    def values(self) -> dict[str, Value]:
        """The corrected values by field."""
        return {name: each.value for name, each in self.corrections.items()}


def bare(found: object) -> Value:
    """Return what a field says, read or corrected, without its place and confidence."""
    if isinstance(found, dict):
        found = found.get("value")
    if isinstance(found, list):
        rows = [{name: each for name, each in row.items() if name not in _PLACE and each} for row in found]
        return [row for row in rows if row] or None
    return str(found) if found else None


class Corrections:
    """Corrections and confirmations of documents that have been read.

    Where an `owner` is given, documents of other people are as good as not there; `by` is who does it. Every method
    may raise `DatabaseError`.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._now = clock

    async def review(self, job_id: str) -> Review:
        """Return what was said about a document; empty when nothing was."""
        return (await self.reviews((job_id,))).get(job_id, Review())

    async def reviews(self, job_ids: Collection[str]) -> dict[str, Review]:
        """Return what was said about each of these documents; those about which nothing was are left out."""
        return await self._database.read(lambda connection: _reviews(connection, job_ids))

    async def correct(
        self, job_id: str, values: Mapping[str, Value], *, owner: str | None = None, by: str | None = None
    ) -> Review:
        """Keep values by field; one that says what was read takes an earlier correction back.

        A document that was confirmed with other values is not confirmed any more.

        Raises:
            JobNotFound: There is none of this id for this owner.
            InvalidTransition: It has not been read.
            InvalidRequest: A field's name or value cannot be kept.
        """
        return await self._database.write(lambda connection: self._correct(connection, job_id, values, owner, by))

    async def confirm(
        self, job_id: str, values: Mapping[str, Value], *, owner: str | None = None, by: str | None = None
    ) -> Review:
        """Keep values as `correct` does and say that the document is right now; the metrics learn which fields were.

        Raises:
            JobNotFound: There is none of this id for this owner.
            InvalidTransition: It has not been read.
            InvalidRequest: A field's name or value cannot be kept.
        """

        async def write(connection: AsyncConnection) -> Review:
            review = await self._correct(connection, job_id, values, owner, by)
            if review.is_confirmed:
                return review
            now, measurement_id = self._now(), str(uuid.uuid4())
            row = {"job_id": job_id, "confirmed_at": now, "confirmed_by": by, "measurement_id": measurement_id}
            await connection.execute(insert(job_confirmations), row)
            job = await _completed(connection, job_id, owner)
            measured = [
                each | {"measurement_id": measurement_id, "confirmed_at": now, "engine": job.engine}
                for each in _measured(_fields(job), review)
            ]
            if measured:
                await connection.execute(insert(confirmed_fields), measured)
            await events.record(connection, job_id, now, EventKind.CONFIRMED, f"Confirmed{_by(by)}.")
            return Review(corrections=review.corrections, confirmed_at=now, confirmed_by=by)

        return await self._database.write(write)

    async def reopen(self, job_id: str, *, owner: str | None = None, by: str | None = None) -> None:
        """Take a confirmation back; corrections stay. Does nothing to a document that is not confirmed.

        Raises:
            JobNotFound: There is none of this id for this owner.
            InvalidTransition: It has not been read.
        """

        async def write(connection: AsyncConnection) -> None:
            await _completed(connection, job_id, owner)
            if await _unconfirm(connection, job_id):
                detail = f"Opened again{_by(by)}: no longer confirmed."
                await events.record(connection, job_id, self._now(), EventKind.REOPENED, detail)

        await self._database.write(write)

    async def next_unconfirmed(self, job_id: str, *, owner: str | None = None) -> str | None:
        """Return the document to confirm after this one: the next older, behind the oldest the newest; None for none."""
        return await self._database.read(lambda connection: _next_unconfirmed(connection, job_id, owner))

    async def count_unconfirmed(self, *, owner: str | None = None) -> int:
        """Return how many documents have been read and not been confirmed."""
        query = select(func.count()).select_from(ocr_jobs).where(*_unconfirmed(owner))
        return await self._database.read(lambda connection: connection.scalar(query)) or 0

    async def _correct(
        self, connection: AsyncConnection, job_id: str, values: Mapping[str, Value], owner: str | None, by: str | None
    ) -> Review:
        job = await _completed(connection, job_id, owner)
        read, now = _fields(job), self._now()
        before = (await _reviews(connection, (job_id,))).get(job_id, Review())
        wanted = {name: _storable(name, value) for name, value in values.items()}
        changed = {
            name: value
            for name, value in wanted.items()
            if bare(value) != bare(before.corrections[name].value if name in before.corrections else read.get(name))
        }
        if not changed:
            return before
        of_job = job_corrections.c.job_id == job_id
        await connection.execute(delete(job_corrections).where(of_job, job_corrections.c.field.in_(changed)))
        rows: list[dict[str, Any]] = [
            {"job_id": job_id, "field": name, "value_json": json.dumps(value, ensure_ascii=False)}
            | {"raw_json": json.dumps(read.get(name), ensure_ascii=False), "corrected_at": now, "corrected_by": by}
            for name, value in changed.items()
            if bare(value) != bare(read.get(name))
        ]
        if rows:
            await connection.execute(insert(job_corrections), rows)
        if "vendor_name" in changed:
            found = f"{folded(job.original_filename)} {folded(str(changed['vendor_name'] or ''))}".rstrip()
            await connection.execute(update(ocr_jobs).where(ocr_jobs.c.id == job_id).values(search_text=found))
        await _unconfirm(connection, job_id)
        await events.record(connection, job_id, now, EventKind.CORRECTED, _told(changed, rows, by))
        return (await _reviews(connection, (job_id,))).get(job_id, Review())


def _storable(name: str, value: Value) -> Value:
    if not _FIELD_NAME.fullmatch(name):
        raise InvalidRequest("A field's name consists of small letters, digits and underscores.")
    if bare(value) is None:
        return None
    if len(json.dumps(value)) > MAX_VALUE_CHARACTERS:
        raise InvalidRequest("The value is too long to be kept.")
    return value


def _told(changed: Mapping[str, Value], kept: list[dict[str, Any]], by: str | None) -> str:
    names = [name.replace("_", " ") for name in changed]
    verb = "Corrected" if kept else "Put back as read"
    return f"{verb}{_by(by)}: {', '.join(names)}."


def _by(by: str | None) -> str:
    return f" by {by}" if by else ""


def _fields(job: Job) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(job.result_json or "{}").get("fields", {})
    return tree


def _measured(read: Mapping[str, Any], review: Review) -> list[dict[str, Any]]:
    shown = {name for name, found in read.items() if bare(found) is not None}
    return [
        {"field": name, "shown": name in shown, "unchanged": name in shown and name not in review.corrections}
        for name in sorted(shown | review.corrections.keys())
    ]


async def _completed(connection: AsyncConnection, job_id: str, owner: str | None) -> Job:
    """Return a job that has been read, held until the transaction ends, so that two people do not mix their values."""
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
        raise InvalidTransition(f"The document is {job.status}. Only what has been read can be corrected or confirmed.")
    return job


async def _reviews(connection: AsyncConnection, job_ids: Collection[str]) -> dict[str, Review]:
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
        )
        for job_id in corrections.keys() | confirmed.keys()
    }


async def _unconfirm(connection: AsyncConnection, job_id: str) -> bool:
    """Take a confirmation back, and what the metrics learned from it; False when there was none."""
    removal = delete(job_confirmations).where(job_confirmations.c.job_id == job_id)
    measurement_id = await connection.scalar(removal.returning(job_confirmations.c.measurement_id))
    if measurement_id is None:
        return False
    await connection.execute(delete(confirmed_fields).where(confirmed_fields.c.measurement_id == measurement_id))
    return True


def _unconfirmed(owner: str | None) -> list[Any]:
    confirmed = exists().where(job_confirmations.c.job_id == ocr_jobs.c.id)
    return [ocr_jobs.c.status == JobStatus.COMPLETED, ~confirmed, *owned_by(owner)]


async def _next_unconfirmed(connection: AsyncConnection, job_id: str, owner: str | None) -> str | None:
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
