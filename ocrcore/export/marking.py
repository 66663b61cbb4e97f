"""What was exported leaves the documents that wait for it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from ocrcore.errors import JobNotFound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocrcore.queue.owner import Owner
    from ocrcore.reviews.review import Review
    from ocrcore.reviews.reviews import Reviews


async def mark_exported(
    reviews: Reviews, exported: Mapping[str, Review], *, owner: Owner, by: str | None = None
) -> None:
    """Mark the confirmed ones of the documents that are in a complete file, each with the review it has there.

    Each in a transaction of its own, so that workers do not wait for a long export.

    Raises:
        DatabaseError: The database does not answer.
    """
    for job_id, review in exported.items():
        if review.confirmed_at is not None and review.exported_at is None:
            with suppress(JobNotFound):  # deleted since
                await reviews.mark_exported(job_id, review.confirmed_at, owner=owner, by=by)
