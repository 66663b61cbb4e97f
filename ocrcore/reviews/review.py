"""What people have said about one document: corrected values, and whether it is right as it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ocrcore.database.review_state import ReviewState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ocrcore.queue.job import Job

Value = str | list[dict[str, Any]] | None
"""What a field says: a string, or the rows of a list; None when the document does not say it."""

_PLACE = frozenset({"confidence", "page", "box", "row", "source", "derived"})


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
    exported_at: datetime | None = None
    """When it was first exported as it was confirmed."""

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody has said that everything is right as it stands."""
        return self.confirmed_at is not None

    @property
    def state(self) -> ReviewState:
        """How far people are with the document, which has been read."""
        return ReviewState.of(self.confirmed_at, self.exported_at)

    @property
    def values(self) -> dict[str, Value]:
        """The corrected values by field."""
        return {name: each.value for name, each in self.corrections.items()}


def version(job: Job, review: Review) -> str:
    """Return letters and digits that change when the job is read again or somebody changes its review."""
    moments = [each.at for each in review.corrections.values()]
    latest = max(moments).timestamp() if moments else 0
    confirmed = review.confirmed_at.timestamp() if review.confirmed_at else 0
    return f"{job.id}-{job.run}-{len(moments)}-{latest:.6f}-{confirmed:.6f}".replace(".", "-")


def bare(found: object) -> Value:
    """Return what a field says, read or corrected, without its place and confidence; of a row no derived members."""
    if isinstance(found, dict):
        found = found.get("value")
    if isinstance(found, list):
        rows = [
            {
                name: each
                for name, each in row.items()
                if each and name not in _PLACE and name not in row.get("derived", ())
            }
            for row in found
        ]
        return [row for row in rows if row] or None
    return str(found) if found else None
