"""The reviews of all documents that have been read: people look at them, correct and confirm them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocrcore.database.clock import Clock, utc_now
from ocrcore.database.transactions import reading, writing
from ocrcore.queue.steps import Step
from ocrcore.reviews import confirmations, corrections, documents, unconfirmed
from ocrcore.reviews.review import Review

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.database.database import Database
    from ocrcore.queue.owner import Owner
    from ocrcore.reviews.review import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviews:
    """Corrections and confirmations of documents that have been read.

    To an `owner` documents of other people are not visible; `by` is who does it. Every method may raise
    `DatabaseError`.
    """

    database: Database
    clock: Clock = utc_now

    @reading
    async def review(self, connection: AsyncConnection, job_id: str, *, owner: Owner) -> Review:
        """Return what was said about a document; empty when nothing was."""
        return (await documents.reviews(connection, (job_id,), owner=owner)).get(job_id, Review())

    @reading
    async def reviews(
        self, connection: AsyncConnection, job_ids: Collection[str], *, owner: Owner
    ) -> dict[str, Review]:
        """Return what was said about each of these documents; those about which nothing was are left out."""
        return await documents.reviews(connection, job_ids, owner=owner)

    @writing()
    async def correct(
        self,
        connection: AsyncConnection,
        job_id: str,
        values: Mapping[str, Value],
        *,
        owner: Owner,
        by: str | None = None,
    ) -> Review:
        """Keep values by field; one that says what was read takes an earlier correction back.

        A document that was confirmed with other values is not confirmed any more.

        Raises:
            JobNotFound: There is none of this id for this owner.
            InvalidTransition: It has not been read.
            InvalidRequest: A field's name or value cannot be kept.
        """
        job = await documents.completed(connection, job_id, owner=owner)
        return await corrections.correct(connection, job, values, by=by, now=self.clock())

    @writing()
    async def confirm(
        self,
        connection: AsyncConnection,
        job_id: str,
        values: Mapping[str, Value],
        *,
        owner: Owner,
        by: str | None = None,
    ) -> Review:
        """Keep values as `correct` does and say that the document is right now; the metrics learn which fields were.

        Raises:
            JobNotFound: There is none of this id for this owner.
            InvalidTransition: It has not been read.
            InvalidRequest: A field's name or value cannot be kept.
        """
        job, now = await documents.completed(connection, job_id, owner=owner), self.clock()
        review = await corrections.correct(connection, job, values, by=by, now=now)
        if review.is_confirmed:
            return review
        return await confirmations.confirm(connection, job, review, by=by, now=now)

    @writing()
    async def reopen(self, connection: AsyncConnection, job_id: str, *, owner: Owner, by: str | None = None) -> None:
        """Take a confirmation back; corrections stay. Does nothing to a document that is not confirmed.

        Raises:
            JobNotFound: There is none of this id for this owner.
            InvalidTransition: It has not been read.
        """
        job = await documents.completed(connection, job_id, owner=owner)
        if await confirmations.take_back(connection, job.id):
            await documents.record(connection, job, self.clock(), Step.REOPENED, by=by)

    @reading
    async def next_unconfirmed(self, connection: AsyncConnection, job_id: str, *, owner: Owner) -> str | None:
        """Return the document to confirm after this one: the next older, behind the oldest the newest; None for none."""
        return await unconfirmed.following(connection, job_id, owner=owner)

    @reading
    async def count_unconfirmed(self, connection: AsyncConnection, *, owner: Owner) -> int:
        """Return how many documents have been read and not been confirmed."""
        return await unconfirmed.count(connection, owner=owner)
