"""A job as the REST API and the command line show it: exactly these keys, wherever a job is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ocrcore.database.job_status import JobStatus
from ocrcore.queue.forecast.eta import Forecast

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ocrcore.database.review_state import ReviewState
    from ocrcore.desk.desk import Desk
    from ocrcore.queue.forecast.eta import Eta
    from ocrcore.queue.job import Job
    from ocrcore.queue.owner import Owner
    from ocrcore.reviews.same_document import SameDocument


async def describe(desk: Desk, jobs: Sequence[Job], *, owner: Owner) -> list[dict[str, Any]]:
    """Return jobs as JSON-able data, with places in the queue, predicted ends and states of review.

    Raises:
        DatabaseError: The database does not answer.
    """
    active = [job.id for job in jobs if not job.is_final]
    positions = await desk.jobs.get_queue_positions(active, owner=owner) if active else {}
    forecast = await desk.jobs.get_forecast(owner=owner) if active else Forecast()
    read = [job.id for job in jobs if job.status is JobStatus.COMPLETED]
    states = await desk.reviews.states(read, owner=owner) if read else {}
    same = await desk.reviews.same_documents(read, owner=owner) if read else {}
    places = {job.id: positions.get(job.id) for job in jobs}
    return [
        job_json(
            job,
            position=places[job.id],
            eta=forecast.eta(job.id, places[job.id]),
            review_state=states.get(job.id),
            same=same.get(job.id),
        )
        for job in jobs
    ]


async def describe_one(desk: Desk, job: Job, *, owner: Owner) -> dict[str, Any]:
    """Return one job as `describe` does."""
    return (await describe(desk, [job], owner=owner))[0]


def job_json(
    job: Job, *, position: int | None, eta: Eta | None, review_state: ReviewState | None, same: SameDocument | None
) -> dict[str, Any]:
    """Return a job as JSON-able data.

    `position` and `eta` are None when it does not wait, or no worker lives; `review_state` when it was not read; `same`
    when no other reading of the same document is there.
    """
    error = {"code": job.error_code, "message": job.error_message} if job.error_code is not None else None
    return {
        "id": job.id,
        "status": job.status.value,
        "engine": job.engine,
        "original_filename": job.original_filename,
        "mime_type": job.mime_type,
        "position": position,
        "eta_seconds": None if eta is None else round(eta.middle_s, 1),
        "eta_range_seconds": None if eta is None else [round(eta.low_s, 1), round(eta.high_s, 1)],
        "progress": {"page": job.page, "pages": job.pages},
        "attempt": job.attempt,
        "created_at": job.created_at.isoformat(),
        "started_at": _iso(job.started_at),
        "completed_at": _iso(job.completed_at),
        "queue_wait_ms": job.queue_wait_ms,
        "processing_time_ms": job.processing_time_ms,
        "ocr_time_ms": job.ocr_time_ms,
        "review_state": None if review_state is None else review_state.value,
        "same_document_as": None if same is None else same.job_id,
        "error": error,
    }


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
