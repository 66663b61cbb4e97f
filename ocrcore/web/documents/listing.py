"""What the Documents page shows of a moment, made once for all open pages that show the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from ocrcore.queue.listing import JobFilter
from ocrcore.web.documents.table import documents_table
from ocrcore.web.i18n.formats import visitor_formats
from ocrcore.web.i18n.language import page_language
from ocrcore.web.session import services
from ocrcore.web.shared.listing.pager import ROWS_PER_PAGE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    import pyarrow as pa

    from ocrcore.database.review_state import ReviewState
    from ocrcore.queue.job import Job
    from ocrcore.reviews.overview import Sums
    from ocrcore.web.shared.snapshot import Snapshot

SOON: Final = timedelta(hours=3)
"""What is deleted within this time is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One page of the list, and what there is beside it."""

    jobs: Sequence[Job]
    table: pa.Table
    next_cursor: str | None
    counts: Mapping[ReviewState, int]
    expiring: int
    """Documents of this state that are deleted soon."""
    first_expires_at: datetime | None


def list_documents(now: Snapshot, filters: Mapping[str, Any], state: ReviewState, cursor: str | None) -> Listing:
    """Return a page of the documents in a state that match the filters, as this visitor reads them."""
    seen_as = (tuple(filters.items()), state, cursor, visitor_formats(), page_language())
    return now.once(("documents", *seen_as), lambda: _read(now, filters, state, cursor))


def sums_of(now: Snapshot, filters: Mapping[str, Any], state: ReviewState, ids: Sequence[str] | None) -> Sequence[Sums]:
    """Return what documents add up to: those of `ids`, or without them all in a state that match the filters."""
    shared = services()
    chosen = None if ids is None else tuple(ids)
    wanted = JobFilter(**filters, review_states=(state,), ids=chosen)
    return now.once(("sums", wanted), lambda: shared.call(shared.desk.overview.sums, wanted))


def _read(now: Snapshot, filters: Mapping[str, Any], state: ReviewState, cursor: str | None) -> Listing:
    shared, overview = services(), services().desk.overview
    found = shared.call(
        shared.desk.jobs.list_jobs, **filters, review_states=(state,), limit=ROWS_PER_PAGE, cursor=cursor
    )
    entries = shared.call(overview.entries, [job.id for job in found.jobs])
    expiring, first = shared.call(overview.expiring, JobFilter(**filters, review_states=(state,)), before=now.at + SOON)
    return Listing(
        jobs=found.jobs,
        table=documents_table(found.jobs, entries, state, now.at, visitor_formats()),
        next_cursor=found.next_cursor,
        counts=shared.call(overview.counts, JobFilter(**filters)),
        expiring=expiring,
        first_expires_at=first,
    )
