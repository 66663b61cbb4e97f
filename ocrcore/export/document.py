"""One document as exports take it: its job in short, its Result as people corrected it, and what they changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ocrcore.errors import ResultNotReady
from ocrcore.pipeline.corrected import corrected
from ocrcore.pipeline.result import Result
from ocrcore.reviews.review import Review

if TYPE_CHECKING:
    from datetime import datetime

    from ocrcore.queue.job import Job


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportDocument:
    """A document that was read. `name` is what the user calls it; in `result` corrections have won."""

    job_id: str
    name: str
    engine: str
    created_at: datetime
    completed_at: datetime | None
    result: Result
    review: Review = field(default_factory=Review)


def document_of(job: Job, review: Review | None = None) -> ExportDocument:
    """Return the document of a completed job (with its `result_json`) with what people said about it.

    Raises:
        ResultNotReady: The job has no result.
    """
    if job.result_json is None:
        raise ResultNotReady(name=job.original_filename, status=job.status)
    said = review or Review()
    return ExportDocument(
        job_id=job.id,
        name=job.original_filename,
        engine=job.engine,
        created_at=job.created_at,
        completed_at=job.completed_at,
        result=corrected(Result.from_json(job.result_json), said.values),
        review=said,
    )
