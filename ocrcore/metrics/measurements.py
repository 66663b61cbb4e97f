"""What is kept of every run after its job is gone: figures, no names and no text."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam, case, func, insert, select

from ocrcore.database.tables import UtcDateTime, confirmed_fields, job_predictions, run_measurements, tier_measurements

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.queue.job import Completed, Job

NO_DATA_AVERAGE_S = 7.0
"""Assumed seconds a document before the first one is read."""
AVERAGED_RUNS = 50


class RunOutcome(StrEnum):
    """How a run ended. Cancelled and released runs are not measured: they tell nothing about the engine."""

    COMPLETED = "completed"
    FAILED = "failed"
    """The last one of a job that failed for good."""
    WILL_RETRY = "will_retry"


@dataclass(frozen=True, slots=True, kw_only=True)
class TierFigures:
    """One pass of preparing and reading a document, in figures."""

    name: str
    ocr_ms: int
    score: float
    """Judgement of the reading, 0 to 1."""
    accepted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RunMeasurement:
    """One run in figures."""

    finished_at: datetime
    engine: str
    outcome: RunOutcome
    error_code: str | None
    """None exactly for a completed run."""
    attempt: int
    mime_type: str
    pages: int | None
    size_bytes: int
    wait_ms: int
    """From claimable to claimed."""
    processing_ms: int
    """From claimed to finished."""
    ocr_ms: int | None
    """Inside the engine."""
    fast_path: bool | None
    mean_confidence: float | None
    fields_found: int | None
    checks_passed: int | None
    checks_failed: int | None
    turnaround_ms: int | None
    """From the upload to the end; None for a run that is followed by another, and after a retry by hand."""
    eta_ms: int | None
    """What was predicted at the upload for the turnaround; None when no worker was there."""
    eta_low_ms: int | None
    eta_high_ms: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TierMeasurement:
    """One pass of one run."""

    engine: str
    tier: TierFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedFields:
    """What people said about one engine's fields, in documents that they confirmed."""

    documents: int
    fields: int
    """Also those that had to be added."""
    unchanged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunTotals:
    """Sums over all runs ever measured of one engine that ended in one way."""

    engine: str
    outcome: RunOutcome
    error_code: str | None
    runs: int
    pages: int
    wait_ms: int
    processing_ms: int
    ocr_ms: int
    checks_passed: int
    checks_failed: int


_COLUMNS = [run_measurements.c[field.name] for field in fields(RunMeasurement)]
_INSERT = insert(run_measurements).returning(run_measurements.c.id)
_PREDICTION = select(job_predictions.c.eta_ms, job_predictions.c.eta_low_ms, job_predictions.c.eta_high_ms).where(
    job_predictions.c.job_id == bindparam("job")
)
_FIGURES_OF_A_READING = (
    "fast_path",
    "mean_confidence",
    "fields_found",
    "checks_passed",
    "checks_failed",
)


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
    pages = completed.pages if completed and completed.pages is not None else job.pages
    predicted = (await connection.execute(_PREDICTION, {"job": job.id})).mappings().first()
    told: Mapping[Any, Any] = predicted if predicted and outcome is not RunOutcome.WILL_RETRY else {}
    run_id = await connection.scalar(
        _INSERT,
        {
            "finished_at": finished_at,
            "engine": job.engine,
            "outcome": outcome,
            "error_code": error_code,
            "attempt": job.attempt,
            "mime_type": job.mime_type,
            "pages": pages,
            "size_bytes": job.size_bytes,
            "wait_ms": job.queue_wait_ms or 0,
            "processing_ms": processing_ms,
            "ocr_ms": completed.ocr_time_ms if completed else None,
            **{name: getattr(completed, name, None) for name in _FIGURES_OF_A_READING},
            "turnaround_ms": round((finished_at - job.created_at).total_seconds() * 1000) if told else None,
            **{name: told.get(name) for name in ("eta_ms", "eta_low_ms", "eta_high_ms")},
        },
    )
    if completed and completed.tiers:
        tiers = [{"run_id": run_id, "number": number} | asdict(tier) for number, tier in enumerate(completed.tiers)]
        await connection.execute(insert(tier_measurements), tiers)


def _average_query(*, of_one_engine: bool) -> Select[Any]:
    last = (
        select(run_measurements.c.processing_ms)
        .where(run_measurements.c.outcome == RunOutcome.COMPLETED)
        .order_by(run_measurements.c.finished_at.desc(), run_measurements.c.id.desc())
        .limit(AVERAGED_RUNS)
    )
    if of_one_engine:
        last = last.where(run_measurements.c.engine == bindparam("engine"))
    return select(func.avg(last.subquery().c.processing_ms))


_AVERAGE = _average_query(of_one_engine=False)
_AVERAGE_OF_ENGINE = _average_query(of_one_engine=True)


async def average_s(connection: AsyncConnection, engine: str | None) -> float:
    """Return the mean seconds of the last 50 completed runs (of one engine, or of all); 7.0 with no data."""
    query, values = (_AVERAGE, {}) if engine is None else (_AVERAGE_OF_ENGINE, {"engine": engine})
    mean_ms = (await connection.execute(query, values)).scalar()
    return NO_DATA_AVERAGE_S if mean_ms is None else float(mean_ms) / 1000


async def since(connection: AsyncConnection, moment: datetime | None, engine: str | None) -> list[RunMeasurement]:
    """Return the runs that finished at or after `moment`, oldest first."""
    query = select(*_COLUMNS).order_by(run_measurements.c.finished_at, run_measurements.c.id)
    if moment is not None:
        query = query.where(run_measurements.c.outcome.in_(tuple(RunOutcome)), run_measurements.c.finished_at >= moment)
    if engine is not None:
        query = query.where(run_measurements.c.engine == engine)
    rows = (await connection.execute(query)).mappings()
    return [RunMeasurement(**(dict(row) | {"outcome": RunOutcome(row["outcome"])})) for row in rows]


async def tiers_since(
    connection: AsyncConnection, moment: datetime | None, engine: str | None
) -> list[TierMeasurement]:
    """Return the passes of the runs that finished at or after `moment`."""
    query = select(run_measurements.c.engine, *(tier_measurements.c[field.name] for field in fields(TierFigures))).join(
        tier_measurements, tier_measurements.c.run_id == run_measurements.c.id
    )
    if moment is not None:
        query = query.where(run_measurements.c.outcome.in_(tuple(RunOutcome)), run_measurements.c.finished_at >= moment)
    if engine is not None:
        query = query.where(run_measurements.c.engine == engine)
    return [
        TierMeasurement(engine=row.pop("engine"), tier=TierFigures(**row))
        for row in map(dict, (await connection.execute(query)).mappings())
    ]


async def confirmed_since(
    connection: AsyncConnection, moment: datetime | None, engine: str | None
) -> dict[str, ConfirmedFields]:
    """Return how many fields people left as they were read, by engine, in documents confirmed at or after `moment`."""
    query = select(
        confirmed_fields.c.engine,
        func.count(confirmed_fields.c.measurement_id.distinct()),
        func.count(),
        func.sum(case((confirmed_fields.c.unchanged, 1), else_=0)),
    ).group_by(confirmed_fields.c.engine)
    if moment is not None:
        query = query.where(confirmed_fields.c.confirmed_at >= moment)
    if engine is not None:
        query = query.where(confirmed_fields.c.engine == engine)
    return {
        name: ConfirmedFields(documents=documents, fields=count, unchanged=int(unchanged))
        for name, documents, count, unchanged in await connection.execute(query)
    }


_GROUPS = (run_measurements.c.engine, run_measurements.c.outcome, run_measurements.c.error_code)
_SUMMED = ("pages", "wait_ms", "processing_ms", "ocr_ms", "checks_passed", "checks_failed")
_TOTALS = (
    select(
        *_GROUPS,
        func.count().label("runs"),
        *(func.coalesce(func.sum(run_measurements.c[name]), 0).label(name) for name in _SUMMED),
    )
    .group_by(*_GROUPS)
    .order_by(*_GROUPS)
)


async def totals(connection: AsyncConnection) -> list[RunTotals]:
    """Return what all runs add up to, by engine, outcome and error."""
    rows = [dict(row) for row in (await connection.execute(_TOTALS)).mappings()]
    sums = [{name: int(row[name]) for name in _SUMMED} for row in rows]
    return [
        RunTotals(**(row | {"outcome": RunOutcome(row["outcome"])} | sum_))
        for row, sum_ in zip(rows, sums, strict=True)
    ]


_COUNT_SINCE = (
    select(run_measurements.c.outcome, func.count())
    .where(
        run_measurements.c.outcome.in_((RunOutcome.COMPLETED, RunOutcome.FAILED)),
        run_measurements.c.finished_at >= bindparam("moment", type_=UtcDateTime),
    )
    .group_by(run_measurements.c.outcome)
)


async def finished_since(connection: AsyncConnection, moment: datetime) -> dict[RunOutcome, int]:
    """Return how many jobs ended at or after `moment`, as completed and as failed for good."""
    counts = {
        RunOutcome(outcome): count for outcome, count in await connection.execute(_COUNT_SINCE, {"moment": moment})
    }
    return {outcome: counts.get(outcome, 0) for outcome in (RunOutcome.COMPLETED, RunOutcome.FAILED)}
