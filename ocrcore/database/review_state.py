"""How far people are with a document that has been read, and how the tables say so."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Self

from sqlalchemy import and_, exists, literal_column, or_

from ocrcore.database.review_tables import job_confirmations
from ocrcore.database.tables import ocr_jobs

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import ColumnElement


IS_READ = ocr_jobs.c.status == literal_column("'completed'")
"""The condition that a document has been read; spelt out, so that SQLite finds the index of such documents."""


class ReviewState(StrEnum):
    """Beside the status of a completed job; a job that has not been read has none."""

    TO_REVIEW = "to_review"
    CONFIRMED = "confirmed"
    """A person has said that it is right; it waits to be exported."""
    EXPORTED = "exported"
    """It was exported after it was confirmed."""

    @classmethod
    def of(cls, confirmed_at: datetime | None, exported_at: datetime | None) -> Self:
        """Return the state of a document that has been read."""
        if confirmed_at is None:
            return cls("to_review")
        return cls("confirmed" if exported_at is None else "exported")


def in_review_state(states: Collection[ReviewState]) -> ColumnElement[bool]:
    """Return the condition that keeps rows of `ocr_jobs` to documents in one of these states."""
    confirmed, exported = exists().where(job_confirmations.c.job_id == ocr_jobs.c.id), job_confirmations.c.exported_at
    conditions = {
        ReviewState.TO_REVIEW: ~confirmed,
        ReviewState.CONFIRMED: confirmed.where(exported.is_(None)),
        ReviewState.EXPORTED: confirmed.where(exported.is_not(None)),
    }
    return and_(IS_READ, or_(*(conditions[state] for state in states)))
