"""One job, or a page of jobs: filters, search, and a cursor that stays true while jobs come and go."""

from __future__ import annotations

import base64
import binascii
import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, literal, or_, select, tuple_

from ocrcore.database.columns import UtcDateTime
from ocrcore.database.job_status import JobStatus
from ocrcore.database.review_state import ReviewState, in_review_state
from ocrcore.database.review_tables import ledger_entries
from ocrcore.database.tables import ocr_jobs
from ocrcore.errors import InvalidRequest, JobNotFound
from ocrcore.ledger.search import folded, search_words
from ocrcore.queue.job import Job, JobPage
from ocrcore.queue.owner import owned_by

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.queue.owner import Owner

SUMMARY_COLUMNS = tuple(
    column for column in ocr_jobs.c if column.name not in {"search_text", "result_json", "expiry_hours", "turn"}
)
"""What a list shows of a job: all but its result and what only the queue needs."""

MAX_LIMIT = 5000
UNDATED = "none"
_MONTH = re.compile(r"(?!0000)\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFilter:
    """Which jobs a list shows: whose, and what is empty or None does not filter."""

    owner: Owner
    statuses: Collection[JobStatus] = ()
    engine: str | None = None
    search: str | None = None
    """Words from the file's or the vendor's name, the document's number or its total, or the beginning of a job's id."""
    created_since: datetime | None = None
    review_states: Collection[ReviewState] = ()
    month: str | None = None
    """The month of the document's own date, such as `2026-03`; `UNDATED` for documents without a date."""
    vendor: str | None = None
    """The vendor's name; case and diacritics do not matter."""
    ids: Collection[str] | None = None
    """Only these jobs."""

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the filter as SQL conditions."""
        conditions = owned_by(self.owner)
        if self.statuses:
            conditions.append(ocr_jobs.c.status.in_(tuple(self.statuses)))
        if self.engine is not None:
            conditions.append(ocr_jobs.c.engine == self.engine)
        if self.created_since is not None:
            conditions.append(ocr_jobs.c.created_at >= self.created_since)
        if self.review_states:
            conditions.append(in_review_state(self.review_states))
        if self.search and self.search.strip():
            conditions.append(_found(self.search))
        if self.month is not None or self.vendor is not None:
            booked = [] if self.month is None else [_in_month(self.month)]
            booked += [] if self.vendor is None else [ledger_entries.c.vendor_key == folded(self.vendor)]
            conditions.append(ocr_jobs.c.id.in_(select(ledger_entries.c.job_id).where(*booked)))
        if self.ids is not None:
            conditions.append(ocr_jobs.c.id.in_(tuple(self.ids)))
        return conditions


def _found(asked: str) -> ColumnElement[bool]:
    words = [
        or_(*(ocr_jobs.c.search_text.contains(each, autoescape=True) for each in readings))
        for readings in search_words(asked)
    ]
    return or_(and_(*words), ocr_jobs.c.id.startswith(asked.strip().lower(), autoescape=True))


def _in_month(month: str) -> ColumnElement[bool]:
    if month == UNDATED:
        return ledger_entries.c.document_date.is_(None)
    first = date.fromisoformat(f"{month}-01")
    return ledger_entries.c.document_date.between(first, first.replace(day=monthrange(first.year, first.month)[1]))


def require_month(month: str | None) -> None:
    """Pass what a filter by month may be.

    Raises:
        InvalidRequest: It is neither a month nor `UNDATED`.
    """
    if month is not None and month != UNDATED and not _MONTH.fullmatch(month):
        raise InvalidRequest(case="month")


async def owners(connection: AsyncConnection, *, owner: Owner) -> list[str]:
    """Return the people who own jobs that this owner sees, in order."""
    query = select(ocr_jobs.c.created_by).where(ocr_jobs.c.created_by.is_not(None), *owned_by(owner)).distinct()
    return sorted((await connection.execute(query)).scalars())


async def stored_files(connection: AsyncConnection) -> dict[str, str]:
    """Return the storage key of every job's upload, by the job's id."""
    rows = await connection.execute(select(ocr_jobs.c.id, ocr_jobs.c.file_path))
    return {row.id: row.file_path for row in rows}


async def active_ids(connection: AsyncConnection, *, owner: Owner) -> frozenset[str]:
    """Return the ids of this owner's jobs that wait or are being read."""
    active = ocr_jobs.c.status.in_((JobStatus.PENDING, JobStatus.PROCESSING))
    return frozenset((await connection.execute(select(ocr_jobs.c.id).where(active, *owned_by(owner)))).scalars())


def is_served(now: datetime) -> ColumnElement[bool]:
    """Return the condition of what has not expired, whether or not it was deleted since; what is read is kept till its end."""
    return or_(ocr_jobs.c.expires_at > now, ocr_jobs.c.status == JobStatus.PROCESSING)


async def get(connection: AsyncConnection, job_id: str, *, owner: Owner, now: datetime | None = None) -> Job:
    """Return one job with its result; with `now`, not when it has expired by then.

    Raises:
        JobNotFound: There is none, or it belongs to somebody else.
    """
    query = select(*SUMMARY_COLUMNS, ocr_jobs.c.result_json).where(ocr_jobs.c.id == job_id, *owned_by(owner))
    if now is not None:
        query = query.where(is_served(now))
    row = (await connection.execute(query)).mappings().first()
    if row is None:
        raise JobNotFound
    return Job.from_row(row)


async def page(
    connection: AsyncConnection, wanted: JobFilter, *, limit: int, cursor: str | None, now: datetime
) -> JobPage:
    """Return a page of jobs without their results, newest first, and without what has expired.

    Raises:
        InvalidRequest: The limit is out of range or the cursor is not one of ours.
    """
    if not 1 <= limit <= MAX_LIMIT:
        raise InvalidRequest(case="limit", most=MAX_LIMIT)
    query = select(*SUMMARY_COLUMNS).where(is_served(now), *wanted.conditions())
    if cursor is not None:
        created_at, job_id = _decode(cursor)
        place = tuple_(ocr_jobs.c.created_at, ocr_jobs.c.id)
        query = query.where(place < tuple_(literal(created_at, UtcDateTime), literal(job_id)))
    query = query.order_by(ocr_jobs.c.created_at.desc(), ocr_jobs.c.id.desc()).limit(limit + 1)
    jobs = [Job.from_row(row) for row in (await connection.execute(query)).mappings()]
    more = len(jobs) > limit
    return JobPage(jobs=tuple(jobs[:limit]), next_cursor=_encode(jobs[limit - 1]) if more else None)


def _encode(job: Job) -> str:
    return base64.urlsafe_b64encode(f"{job.created_at.isoformat()} {job.id}".encode()).decode().rstrip("=")


def _decode(cursor: str) -> tuple[datetime, str]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        created_at, job_id = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii").split(" ")
        return datetime.fromisoformat(created_at).astimezone(UTC), job_id
    except (ValueError, OverflowError, binascii.Error) as error:
        raise InvalidRequest(case="cursor") from error
