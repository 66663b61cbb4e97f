"""A document that has been read, with what people said about it, as the Result page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ocrcore.pipeline.corrected import corrected
from ocrcore.pipeline.result import Result
from ocrcore.reviews.review import version
from ocrcore.web.result.form.field_layout import rows_of
from ocrcore.web.session import current_owner, services

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocrcore.queue.job import Job
    from ocrcore.reviews.review import Review


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """The job, its reading, and the review."""

    job: Job
    read: Result
    """As the engine left it."""
    review: Review

    @cached_property
    def result(self) -> Result:
        """The Result as corrected, with the checks made on it."""
        return corrected(self.read, self.review.values)

    @property
    def fields(self) -> Mapping[str, Any]:
        """The fields as they are now."""
        return self.result.fields

    @property
    def stamp(self) -> str:
        """Letters and digits that change when the job is read again or somebody changes its review."""
        return version(self.job, self.review)

    def scalar(self, name: str) -> dict[str, Any] | None:
        """Return a field with one value, or None."""
        found = self.fields.get(name)
        return found if isinstance(found, dict) and "value" in found else None

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Return the rows of a list, each with its number as read in `row`, if it was read."""
        value = self.review.values.get(name)
        if isinstance(value, list):
            return [shown | row for shown, row in zip(rows_of(self.fields, name), value, strict=True)]
        return [row | {"row": number} for number, row in enumerate(rows_of(self.fields, name))]


def reviewed(job: Job) -> Reviewed:
    """Return a completed job with its review."""
    shared = services()
    review = shared.call(shared.desk.reviews.review, job.id, owner=current_owner())
    return Reviewed(job=job, read=Result.from_json(job.result_json or ""), review=review)
