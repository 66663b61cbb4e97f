"""When each job will be done, from what the database knows now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Row, bindparam, select

from ocrcore.database.job_status import JobStatus
from ocrcore.database.tables import ocr_jobs, run_measurements
from ocrcore.metrics.measurement import RunOutcome
from ocrcore.queue import stats, workers
from ocrcore.queue.forecast.durations import LEARNED_RUNS, Document, DurationModel
from ocrcore.queue.forecast.eta import Forecast, Running, Waiting, predict
from ocrcore.queue.order.turns import CLAIM_ORDER, IS_PENDING, next_turn, turn_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, timedelta

    from sqlalchemy.ext.asyncio import AsyncConnection

PLAYED_JOBS = 1000
"""Waiting jobs that are played forward one by one; those behind are told by their place."""

_DOCUMENT = (ocr_jobs.c.engine, ocr_jobs.c.pages, ocr_jobs.c.size_bytes, ocr_jobs.c.mime_type)
_RUNNING = select(
    ocr_jobs.c.id, *_DOCUMENT, ocr_jobs.c.page, ocr_jobs.c.started_at, ocr_jobs.c.worker_id, ocr_jobs.c.lease_expires_at
).where(ocr_jobs.c.status == JobStatus.PROCESSING)
_WAITING = (
    select(ocr_jobs.c.id, *_DOCUMENT, ocr_jobs.c.run_after, ocr_jobs.c.priority, ocr_jobs.c.turn)
    .where(IS_PENDING)
    .order_by(*CLAIM_ORDER)
    .limit(PLAYED_JOBS)
)
_WAITING_BEFORE_NEW = _WAITING.add_columns(next_turn("somebody").label("new_turn"))
_WAITING_BEFORE_NEW_OF_NOBODY = _WAITING.add_columns(next_turn(None).label("new_turn"))
_LAST_RUNS = (
    select(
        run_measurements.c.engine,
        run_measurements.c.pages,
        run_measurements.c.size_bytes,
        run_measurements.c.mime_type,
        run_measurements.c.processing_ms,
    )
    .where(run_measurements.c.engine == bindparam("engine"), run_measurements.c.outcome == RunOutcome.COMPLETED)
    .order_by(run_measurements.c.finished_at.desc(), run_measurements.c.id.desc())
    .limit(LEARNED_RUNS)
)


NEW_ID = ""
"""Under which a forecast tells of a document that has no id yet."""


class NewDocument(NamedTuple):
    """A document that is about to come into the queue."""

    document: Document
    person: str | None
    priority: int


async def predict_jobs(
    connection: AsyncConnection, *, now: datetime, heard_within: timedelta, new: NewDocument | None = None
) -> Forecast:
    """Return when each running and waiting job will be done, and `new` if it came now; empty when no worker lives."""
    live = {each.worker_id: each for each in await workers.live(connection, now, heard_within)}
    if not live:
        return Forecast()
    running: list[Running] = []
    waiting: list[Waiting] = []
    for row in await connection.execute(_RUNNING):
        document = Document(row.engine, row.pages, row.size_bytes, row.mime_type)
        if row.worker_id in live:
            elapsed_s = (now - row.started_at).total_seconds()
            running.append(Running(job_id=row.id, document=document, elapsed_s=elapsed_s, page=row.page))
        else:
            # Its worker is not heard any more: it is retried when its lease has ended.
            lease_s = max(0.0, (row.lease_expires_at - now).total_seconds())
            waiting.append(Waiting(job_id=row.id, document=document, ready_in_s=lease_s))
    pending = await _pending(connection, new, now)
    before_new = len(waiting) + _place_of(new, pending) if new is not None else 0
    for next_row in pending:
        job_id, engine, pages, size_bytes, mime_type, run_after, *_ = next_row
        ready_in_s = max(0.0, (run_after - now).total_seconds())
        document = Document(engine, pages, size_bytes, mime_type)
        waiting.append(Waiting(job_id=job_id, document=document, ready_in_s=ready_in_s))
    behind = 0
    if len(pending) == PLAYED_JOBS:
        behind = await stats.count(connection, JobStatus.PENDING) - PLAYED_JOBS
    elif new is not None:
        waiting.insert(before_new, Waiting(job_id=NEW_ID, document=new.document))
    slots = sum(each.processes for each in live.values() if each.state != workers.STOPPING)
    engines = {job.document.engine for job in running} | {job.document.engine for job in waiting}
    models = await _models(connection, engines)
    return replace(predict(running, waiting, slots, models), behind=behind)


async def _pending(
    connection: AsyncConnection, new: NewDocument | None, now: datetime
) -> Sequence[Row[*tuple[Any, ...]]]:
    if new is None:
        return (await connection.execute(_WAITING)).all()
    statement = _WAITING_BEFORE_NEW_OF_NOBODY if new.person is None else _WAITING_BEFORE_NEW
    return (await connection.execute(statement, turn_values(new.person, new.priority, now))).all()


def _place_of(new: NewDocument, pending: Sequence[Row[*tuple[Any, ...]]]) -> int:
    """Return how many of those that wait come before a new document."""
    return sum((-row.priority, row.turn) <= (-new.priority, row.new_turn) for row in pending)


async def _models(connection: AsyncConnection, engines: Iterable[str]) -> dict[str, DurationModel]:
    models = {}
    for engine in engines:
        rows = await connection.execute(_LAST_RUNS, {"engine": engine})
        runs = [
            (Document(row.engine, row.pages, row.size_bytes, row.mime_type), row.processing_ms / 1000) for row in rows
        ]
        models[engine] = DurationModel.learn(runs)
    return models
