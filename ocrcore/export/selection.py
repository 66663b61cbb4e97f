"""Which documents an export of "everything that matches" has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocrcore.database.job_status import JobStatus
from ocrcore.queue.listing import MAX_LIMIT

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from ocrcore.database.review_state import ReviewState
    from ocrcore.queue.job_queue import JobQueue
    from ocrcore.queue.owner import Owner


async def matching_ids(
    queue: JobQueue,
    *,
    owner: Owner,
    statuses: Collection[JobStatus] = (),
    engine: str | None = None,
    search: str | None = None,
    created_since: datetime | None = None,
    review_states: Collection[ReviewState] = (),
    month: str | None = None,
    vendor: str | None = None,
) -> list[str]:
    """Return the ids of an owner's documents that have been read and match the filters of `list_jobs`, newest first.

    Raises:
        InvalidRequest: A filter is not valid.
        DatabaseError: The database does not answer.
    """
    if statuses and JobStatus.COMPLETED not in statuses:
        return []
    found: list[str] = []
    cursor = None
    while True:
        page = await queue.list_jobs(
            owner=owner,
            statuses=(JobStatus.COMPLETED,),
            engine=engine,
            search=search,
            created_since=created_since,
            review_states=review_states,
            month=month,
            vendor=vendor,
            limit=MAX_LIMIT,
            cursor=cursor,
        )
        found += [job.id for job in page.jobs]
        cursor = page.next_cursor
        if cursor is None:
            return found
