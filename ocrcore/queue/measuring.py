"""What a run of a job leaves behind for the metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from ocrcore.database.tables import job_predictions
from ocrcore.metrics import measurements
from ocrcore.metrics.measurement import RunMeasurement, RunOutcome

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.queue.job import Completed, Job

_PREDICTED = select(job_predictions.c.eta_ms, job_predictions.c.eta_low_ms, job_predictions.c.eta_high_ms).where(
    job_predictions.c.job_id == bindparam("job")
)
_NO_PREDICTION: Mapping[Any, Any] = dict.fromkeys(("eta_ms", "eta_low_ms", "eta_high_ms"))


async def measure(
    connection: AsyncConnection,
    job: Job,
    *,
    outcome: RunOutcome,
    finished_at: datetime,
    processing_ms: int,
    error_code: str | None = None,
    completed: Completed | None = None,
) -> None:
    """Keep the figures of a run of `job`, in the transaction that ends it."""
    predicted = (await connection.execute(_PREDICTED, {"job": job.id})).mappings().first()
    is_judged = predicted is not None and outcome is not RunOutcome.WILL_RETRY
    run = RunMeasurement(
        finished_at=finished_at,
        engine=job.engine,
        outcome=outcome,
        error_code=error_code,
        attempt=job.attempt,
        mime_type=job.mime_type,
        pages=completed.pages if completed and completed.pages is not None else job.pages,
        size_bytes=job.size_bytes,
        wait_ms=job.queue_wait_ms or 0,
        processing_ms=processing_ms,
        ocr_ms=completed.ocr_time_ms if completed else None,
        fast_path=completed.fast_path if completed else None,
        mean_confidence=completed.mean_confidence if completed else None,
        fields_found=completed.fields_found if completed else None,
        checks_passed=completed.checks_passed if completed else None,
        checks_failed=completed.checks_failed if completed else None,
        turnaround_ms=round((finished_at - job.created_at).total_seconds() * 1000) if is_judged else None,
        **(predicted if predicted and is_judged else _NO_PREDICTION),
    )
    await measurements.record(connection, run, completed.tiers if completed else ())
