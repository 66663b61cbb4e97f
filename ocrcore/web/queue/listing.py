"""What the Queue page shows of a moment, made once for all open pages that show the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ocrcore.database.job_status import JobStatus
from ocrcore.web.i18n.formats import visitor_formats
from ocrcore.web.i18n.language import page_language
from ocrcore.web.queue.table import queue_table
from ocrcore.web.session import services
from ocrcore.web.shared.listing.pager import ROWS_PER_PAGE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from ocrcore.metrics.measurement import RunOutcome
    from ocrcore.queue.job import Job
    from ocrcore.web.i18n.formats import Formats
    from ocrcore.web.shared.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One page of the list."""

    jobs: Sequence[Job]
    table: pa.Table
    next_cursor: str | None


def list_queue(now: Snapshot, filters: Mapping[str, Any], cursor: str | None) -> Listing:
    """Return a page of the jobs that match the filters of `list_jobs`, as this visitor reads them."""
    formats = visitor_formats()
    seen_as = (tuple(filters.items()), cursor, formats, page_language())
    return now.once(("listing", *seen_as), lambda: _read(now, filters, cursor, formats))


def finished_today(now: Snapshot) -> Mapping[RunOutcome, int]:
    """Return how many jobs were completed, and how many failed for good, since this visitor's midnight."""
    midnight, shared = visitor_formats().midnight(now.at), services()
    return now.once(("finished", midnight), lambda: shared.call(shared.desk.measurements.count_finished, midnight))


def _read(now: Snapshot, filters: Mapping[str, Any], cursor: str | None, formats: Formats) -> Listing:
    shared = services()
    found = shared.call(shared.desk.jobs.list_jobs, **filters, limit=ROWS_PER_PAGE, cursor=cursor)
    waiting = [job.id for job in found.jobs if job.status is JobStatus.PENDING]
    places = shared.call(shared.desk.jobs.get_queue_positions, waiting, owner=filters["owner"]) if waiting else {}
    table = queue_table(found.jobs, places, now, formats)
    return Listing(jobs=found.jobs, table=table, next_cursor=found.next_cursor)
