"""When each job will be done, from what the database knows now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from ocrcore.database.job_status import JobStatus
from ocrcore.database.tables import ocr_jobs, run_measurements
from ocrcore.metrics.measurement import RunOutcome
from ocrcore.queue import stats, workers
from ocrcore.queue.forecast.durations import LEARNED_RUNS, Document, DurationModel
from ocrcore.queue.forecast.eta import Forecast, Running, Waiting, predict

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, timedelta

    from sqlalchemy.ext.asyncio import AsyncConnection

PLAYED_JOBS = 1000
"""Waiting jobs that are played forward one by one; those behind are told by their place."""

_DOCUMENT = (ocr_jobs.c.engine, ocr_jobs.c.pages, ocr_jobs.c.size_bytes, ocr_jobs.c.mime_type)
_RUNNING = select(
    ocr_jobs.c.id, *_DOCUMENT, ocr_jobs.c.page, ocr_jobs.c.started_at, ocr_jobs.c.worker_id, ocr_jobs.c.lease_expires_at
).where(ocr_jobs.c.status == JobStatus.PROCESSING)
_WAITING = (
    select(ocr_jobs.c.id, *_DOCUMENT, ocr_jobs.c.run_after)
    .where(ocr_jobs.c.status == JobStatus.PENDING)
    .order_by(ocr_jobs.c.priority.desc(), ocr_jobs.c.created_at, ocr_jobs.c.id)
    .limit(PLAYED_JOBS)
)
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


async def predict_jobs(
    connection: AsyncConnection, *, now: datetime, heard_within: timedelta, new: Waiting | None = None
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
    pending = (await connection.execute(_WAITING)).all()
    for next_row in pending:
        job_id, engine, pages, size_bytes, mime_type, run_after = next_row
        ready_in_s = max(0.0, (run_after - now).total_seconds())
        document = Document(engine, pages, size_bytes, mime_type)
        waiting.append(Waiting(job_id=job_id, document=document, ready_in_s=ready_in_s))
    behind = 0
    if len(pending) == PLAYED_JOBS:
        behind = await stats.count(connection, JobStatus.PENDING) - PLAYED_JOBS
    elif new is not None:
        waiting.append(new)
    slots = sum(each.processes for each in live.values() if each.state != workers.STOPPING)
    engines = {job.document.engine for job in running} | {job.document.engine for job in waiting}
    models = await _models(connection, engines)
    return replace(predict(running, waiting, slots, models), behind=behind)


async def _models(connection: AsyncConnection, engines: Iterable[str]) -> dict[str, DurationModel]:
    models = {}
    for engine in engines:
        rows = await connection.execute(_LAST_RUNS, {"engine": engine})
        runs = [
            (Document(row.engine, row.pages, row.size_bytes, row.mime_type), row.processing_ms / 1000) for row in rows
        ]
        models[engine] = DurationModel.learn(runs)
    return models
