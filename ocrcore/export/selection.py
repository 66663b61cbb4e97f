"""Which documents an export of "everything that matches" has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ocrcore.database.job_status import JobStatus
from ocrcore.queue.listing import MAX_LIMIT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocrcore.queue.job_queue import JobQueue


async def matching_ids(queue: JobQueue, filters: Mapping[str, Any]) -> list[str]:
    """Return the ids of all documents that have been read and match the filters of `list_jobs`, newest first.

    Raises:
        InvalidRequest: A filter is not valid.
        DatabaseError: The database does not answer.
    """
    wanted = filters.get("statuses", ())
    if wanted and JobStatus.COMPLETED not in wanted:
        return []
    narrowed = dict(filters) | {"statuses": (JobStatus.COMPLETED,)}
    found: list[str] = []
    cursor = None
    while True:
        page = await queue.list_jobs(**narrowed, limit=MAX_LIMIT, cursor=cursor)
        found += [job.id for job in page.jobs]
        cursor = page.next_cursor
        if cursor is None:
            return found
