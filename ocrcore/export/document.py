"""One document as exports take it: its job in short, and its Result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocrcore.errors import ResultNotReady
from ocrcore.pipeline.result import Result

if TYPE_CHECKING:
    from datetime import datetime

    from ocrcore.queue.job import Job


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportDocument:
    """A document that was read. `name` is what the user calls it."""

    job_id: str
    name: str
    engine: str
    created_at: datetime
    completed_at: datetime | None
    result: Result


def document_of(job: Job) -> ExportDocument:
    """Return the document of a completed job (with its `result_json`).

    Raises:
        ResultNotReady: The job has no result.
    """
    if job.result_json is None:
        raise ResultNotReady(f"“{job.original_filename}” has no result: it is {job.status}.")
    return ExportDocument(
        job_id=job.id,
        name=job.original_filename,
        engine=job.engine,
        created_at=job.created_at,
        completed_at=job.completed_at,
        result=Result.from_json(job.result_json),
    )
