"""What is kept of every run after its job is gone: figures, no names and no text."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam, case, func, insert, select

from ocrcore.database.columns import UtcDateTime
from ocrcore.database.review_tables import confirmed_fields
from ocrcore.database.tables import run_measurements, tier_measurements
from ocrcore.database.transactions import reading
from ocrcore.metrics.measurement import (
    ConfirmedFields,
    RunMeasurement,
    RunOutcome,
    RunTotals,
    TierFigures,
    TierMeasurement,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.database.database import Database

NO_DATA_AVERAGE_S = 7.0
"""Assumed seconds a document before the first one is read."""
AVERAGED_RUNS = 50

_COLUMNS = [run_measurements.c[field.name] for field in fields(RunMeasurement)]
_INSERT = insert(run_measurements).returning(run_measurements.c.id)

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
_COUNT_SINCE = (
    select(run_measurements.c.outcome, func.count())
    .where(
        run_measurements.c.outcome.in_((RunOutcome.COMPLETED, RunOutcome.FAILED)),
        run_measurements.c.finished_at >= bindparam("moment", type_=UtcDateTime),
    )
    .group_by(run_measurements.c.outcome)
)


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


async def record(connection: AsyncConnection, run: RunMeasurement, tiers: Iterable[TierFigures]) -> None:
    """Keep the figures of a run and of its passes, in the transaction that ends it."""
    run_id = await connection.scalar(_INSERT, asdict(run))
    rows = [{"run_id": run_id, "number": number} | asdict(tier) for number, tier in enumerate(tiers)]
    if rows:
        await connection.execute(insert(tier_measurements), rows)


async def average_s(connection: AsyncConnection, engine: str | None) -> float:
    """Return the mean seconds of the last 50 completed runs (of one engine, or of all); 7.0 with no data."""
    query, values = (_AVERAGE, {}) if engine is None else (_AVERAGE_OF_ENGINE, {"engine": engine})
    mean_ms = (await connection.execute(query, values)).scalar()
    return NO_DATA_AVERAGE_S if mean_ms is None else float(mean_ms) / 1000


async def finished_since(connection: AsyncConnection, moment: datetime) -> dict[RunOutcome, int]:
    """Return how many jobs ended at or after `moment`, as completed and as failed for good."""
    counts = {
        RunOutcome(outcome): count for outcome, count in await connection.execute(_COUNT_SINCE, {"moment": moment})
    }
    return {outcome: counts.get(outcome, 0) for outcome in (RunOutcome.COMPLETED, RunOutcome.FAILED)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurements:
    """What was measured. It is nobody's: it holds nothing of a document but its size.

    Every method may raise `DatabaseError`.
    """

    database: Database

    @reading
    async def runs(
        self, connection: AsyncConnection, *, since: datetime | None = None, engine: str | None = None
    ) -> list[RunMeasurement]:
        """Return the runs that finished at or after `since`, oldest first."""
        query = select(*_COLUMNS).order_by(run_measurements.c.finished_at, run_measurements.c.id)
        rows = (await connection.execute(_narrowed(query, since, engine))).mappings()
        return [RunMeasurement(**(dict(row) | {"outcome": RunOutcome(row["outcome"])})) for row in rows]

    @reading
    async def tiers(
        self, connection: AsyncConnection, *, since: datetime | None = None, engine: str | None = None
    ) -> list[TierMeasurement]:
        """Return the passes of the runs that finished at or after `since`."""
        columns = (run_measurements.c.engine, *(tier_measurements.c[field.name] for field in fields(TierFigures)))
        query = select(*columns).join(tier_measurements, tier_measurements.c.run_id == run_measurements.c.id)
        rows = (await connection.execute(_narrowed(query, since, engine))).mappings()
        return [TierMeasurement(engine=row.pop("engine"), tier=TierFigures(**row)) for row in map(dict, rows)]

    @reading
    async def confirmed_fields(
        self,
        connection: AsyncConnection,
        *,
        since: datetime | None = None,
        engine: str | None = None,
        looked_at: bool = False,
    ) -> dict[str, ConfirmedFields]:
        """Return by engine how many fields people left as they were read, in documents confirmed since.

        With `looked_at` only of fields that somebody looked at before confirming: others were left as they are unseen.
        """
        query = select(
            confirmed_fields.c.engine,
            func.count(confirmed_fields.c.measurement_id.distinct()),
            func.count(),
            func.sum(case((confirmed_fields.c.unchanged, 1), else_=0)),
        ).group_by(confirmed_fields.c.engine)
        if looked_at:
            query = query.where(confirmed_fields.c.looked_at)
        if since is not None:
            query = query.where(confirmed_fields.c.confirmed_at >= since)
        if engine is not None:
            query = query.where(confirmed_fields.c.engine == engine)
        return {
            name: ConfirmedFields(documents=documents, fields=count, unchanged=int(unchanged))
            for name, documents, count, unchanged in await connection.execute(query)
        }

    @reading
    async def totals(self, connection: AsyncConnection) -> list[RunTotals]:
        """Return what all runs ever measured add up to, by engine, outcome and error."""
        rows = [dict(row) for row in (await connection.execute(_TOTALS)).mappings()]
        sums = [{name: int(row[name]) for name in _SUMMED} for row in rows]
        return [
            RunTotals(**(row | {"outcome": RunOutcome(row["outcome"])} | sum_))
            for row, sum_ in zip(rows, sums, strict=True)
        ]

    @reading
    async def count_finished(self, connection: AsyncConnection, since: datetime) -> dict[RunOutcome, int]:
        """Return how many jobs ended at or after `since`, as completed and as failed for good, also those deleted since."""
        return await finished_since(connection, since)


def _narrowed(query: Select[Any], since: datetime | None, engine: str | None) -> Select[Any]:
    """Return a query of runs that is kept to those that finished at or after `since`, and to one engine."""
    if since is not None:
        # All outcomes, so that the index over outcome and time is of use.
        query = query.where(run_measurements.c.outcome.in_(tuple(RunOutcome)), run_measurements.c.finished_at >= since)
    return query if engine is None else query.where(run_measurements.c.engine == engine)
