"""The reviews of all documents that have been read: people look at them, correct and confirm them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ocrcore.database.clock import Clock, utc_now
from ocrcore.database.transactions import reading, writing
from ocrcore.queue.steps import Step
from ocrcore.reviews import confirmations, corrections, documents, drafts, same_document, states, unconfirmed
from ocrcore.reviews.booking import book_some, is_any_unbooked
from ocrcore.reviews.review import Review, version

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.database.database import Database
    from ocrcore.database.review_state import ReviewState
    from ocrcore.queue.owner import Owner
    from ocrcore.queue.retention import Retention
    from ocrcore.reviews.review import Value
    from ocrcore.reviews.same_document import SameDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviews:
    """Corrections and confirmations of documents that have been read.

    To an `owner` documents of other people are not visible; `by` is who does it. Every method may raise
    `DatabaseError`.
    """

    database: Database
    retention: Retention
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
        await drafts.forget(connection, job.id, owner=owner)
        return await corrections.correct(connection, job, values, by=by, now=self.clock(), retention=self.retention)

    @writing()
    async def confirm(
        self,
        connection: AsyncConnection,
        job_id: str,
        values: Mapping[str, Value],
        *,
        owner: Owner,
        by: str | None = None,
        looked_at: Collection[str] = (),
    ) -> Review:
        """Keep values as `correct` does and say that the document is right now.

        The metrics learn which fields were, and the desk what the document says of its supplier.

        `looked_at` are the fields that the person came to on the way, by cursor or by an enlarged crop; those whose values they
        changed count anyway. A field that nobody looked at proves nothing about the engine.

        Raises:
            JobNotFound: There is none of this id for this owner.
            InvalidTransition: It has not been read.
            InvalidRequest: A field's name or value cannot be kept.
        """
        job, now = await documents.completed(connection, job_id, owner=owner), self.clock()
        await drafts.forget(connection, job.id, owner=owner)
        review = await corrections.correct(connection, job, values, by=by, now=now, retention=self.retention)
        if review.is_confirmed:
            return review
        return await confirmations.confirm(
            connection, job, review, looked_at=looked_at, by=by, now=now, retention=self.retention
        )

    @writing()
    async def reopen(self, connection: AsyncConnection, job_id: str, *, owner: Owner, by: str | None = None) -> None:
        """Take a confirmation back; corrections stay. Does nothing to a document that is not confirmed.

        Raises:
            JobNotFound: There is none of this id for this owner.
            InvalidTransition: It has not been read.
        """
        job, now = await documents.completed(connection, job_id, owner=owner), self.clock()
        if await confirmations.take_back(connection, job.id, now=now, retention=self.retention):
            await documents.record(connection, job, now, Step.REOPENED, by=by)

    @writing()
    async def copy_corrections(self, connection: AsyncConnection, job_id: str, *, to: str, owner: Owner) -> None:
        """Let the corrections of a document stand beside another reading of its file; the new one is not confirmed.

        Raises:
            JobNotFound: There is none of this id for this owner.
            InvalidTransition: It has not been read.
        """
        job = await documents.completed(connection, job_id, owner=owner)
        await corrections.copy(connection, job.id, to)

    @reading
    async def draft(self, connection: AsyncConnection, job_id: str, *, owner: Owner) -> dict[str, Any]:
        """Return what this person has typed about a document and not sent; empty when there is nothing."""
        return await drafts.of(connection, job_id, owner=owner)

    @writing()
    async def keep_draft(
        self, connection: AsyncConnection, job_id: str, draft: Mapping[str, Any], *, base: str, owner: Owner
    ) -> bool:
        """Keep what this person has typed about a document, until they correct or confirm it.

        Args:
            connection: Given by the decorator.
            job_id: The document.
            draft: What their form makes of it; an empty one takes the draft away.
            base: `version` of the document that the form was filled in with.
            owner: The person.

        Returns:
            False when the document is another by now, so that a draft that was on its way does not come after its own
            confirmation; nothing is kept then.

        Raises:
            JobNotFound: There is none of this id for this owner.
            InvalidTransition: It has not been read.
            InvalidRequest: The draft is too long.
        """
        job = await documents.completed(connection, job_id, owner=owner)
        review = (await documents.reviews(connection, (job.id,), owner=owner)).get(job.id, Review())
        if version(job, review) != base:
            return False
        await drafts.keep(connection, job.id, draft, owner=owner, now=self.clock())
        return True

    @writing()
    async def mark_exported(
        self, connection: AsyncConnection, job_id: str, confirmed_at: datetime, *, owner: Owner, by: str | None = None
    ) -> bool:
        """Note that a document was exported as it was confirmed at `confirmed_at`; from now its usual time runs.

        Returns:
            False when it was marked before, or is not confirmed as it was exported any more; nothing is changed then.

        Raises:
            JobNotFound: There is none of this id for this owner.
            InvalidTransition: It has not been read.
        """
        job, now = await documents.completed(connection, job_id, owner=owner), self.clock()
        return await states.mark_exported(connection, job, confirmed_at, by=by, now=now, retention=self.retention)

    @reading
    async def states(
        self, connection: AsyncConnection, job_ids: Collection[str], *, owner: Owner
    ) -> dict[str, ReviewState]:
        """Return how far people are with each of these documents; those that have not been read are left out."""
        return await states.states(connection, job_ids, owner=owner)

    async def book(self) -> None:
        """Bring documents that an earlier version read into the ledger."""
        while await self.database.read(is_any_unbooked):
            if not await self.database.write(book_some):
                return

    @reading
    async def same_documents(
        self, connection: AsyncConnection, job_ids: Collection[str], *, owner: Owner
    ) -> dict[str, SameDocument]:
        """Return for each of these documents another reading of the same one; those that have none are left out."""
        return await same_document.same_documents(connection, job_ids, owner=owner)

    @reading
    async def next_unconfirmed(self, connection: AsyncConnection, job_id: str, *, owner: Owner) -> str | None:
        """Return the document to confirm after this one: the next older, behind the oldest the newest; None for none."""
        return await unconfirmed.following(connection, job_id, owner=owner)

    @reading
    async def count_unconfirmed(self, connection: AsyncConnection, *, owner: Owner) -> int:
        """Return how many documents have been read and not been confirmed."""
        return await unconfirmed.count(connection, owner=owner)
