"""What the worker that holds a claim may write; a run that lost its claim changes nothing."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, or_, select, update

from ocrcore.database.columns import UtcDateTime
from ocrcore.database.job_status import JobStatus
from ocrcore.database.review_tables import document_fingerprints
from ocrcore.database.tables import ocr_jobs
from ocrcore.errors import OcrDeskError, WorkerLost
from ocrcore.ledger import entries
from ocrcore.ledger.entry import entry_of
from ocrcore.ledger.search import search_text
from ocrcore.metrics.measurement import RunOutcome
from ocrcore.queue import events
from ocrcore.queue.job import Completed, Failed, Job
from ocrcore.queue.listing import SUMMARY_COLUMNS
from ocrcore.queue.measuring import measure
from ocrcore.queue.order.turns import IS_PENDING
from ocrcore.queue.steps import Step

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.errors import Fact

FIRST_BACKOFF_S = 2.0
MAX_BACKOFF_S = 300.0

_HELD = update(ocr_jobs).where(
    ocr_jobs.c.id == bindparam("held_id"),
    ocr_jobs.c.status == JobStatus.PROCESSING,
    ocr_jobs.c.worker_id == bindparam("held_by"),
    ocr_jobs.c.attempt == bindparam("held_attempt"),
    ocr_jobs.c.run == bindparam("held_run"),
)
_RUNNING = select(*SUMMARY_COLUMNS).where(ocr_jobs.c.status == JobStatus.PROCESSING)
# What no clock that ran on could have written: it was set back since. A lease goes at most its length ahead, a back-off at
# most its longest, and what was not tried yet waits for nothing.
_LEASE_AHEAD = (
    update(ocr_jobs)
    .where(
        ocr_jobs.c.status == JobStatus.PROCESSING, ocr_jobs.c.lease_expires_at > bindparam("latest", type_=UtcDateTime)
    )
    .values(lease_expires_at=bindparam("latest", type_=UtcDateTime))
)
_RUN_AFTER_AHEAD = (
    update(ocr_jobs)
    .where(
        IS_PENDING,
        ocr_jobs.c.run_after > bindparam("now", type_=UtcDateTime),
        or_(ocr_jobs.c.attempt == 0, ocr_jobs.c.run_after > bindparam("latest", type_=UtcDateTime)),
    )
    .values(run_after=bindparam("now", type_=UtcDateTime))
)
_LAPSED = _RUNNING.where(ocr_jobs.c.lease_expires_at < bindparam("now", type_=UtcDateTime)).with_for_update(
    skip_locked=True
)
_OF_WORKER = _RUNNING.where(ocr_jobs.c.worker_id == bindparam("worker")).with_for_update(skip_locked=True)

_FINGERPRINT = insert(document_fingerprints)


def backoff(attempt: int) -> timedelta:
    """Return how long a job waits after its failed `attempt` (from 1): 2 s, 8 s, 32 s, … up to five minutes."""
    return timedelta(seconds=min(FIRST_BACKOFF_S * 4 ** (attempt - 1), MAX_BACKOFF_S))


async def write_held(connection: AsyncConnection, job: Job, values: dict[str, Any]) -> bool:
    """Change a job whose claim `job` holds; False when the claim is lost."""
    fence = {"held_id": job.id, "held_by": job.worker_id, "held_attempt": job.attempt, "held_run": job.run}
    return (await connection.execute(_HELD, values | fence)).rowcount == 1


async def progress(
    connection: AsyncConnection, job: Job, *, page: int, pages: int, now: datetime, lease: timedelta
) -> bool:
    """Note that `page` of `pages` is read, which also renews the lease; False when the claim is lost."""
    if not await write_held(connection, job, {"page": page, "pages": pages, "lease_expires_at": now + lease}):
        return False
    await events.record(connection, job.id, now, Step.PAGE_READ, page=page, pages=pages)
    return True


async def end(
    connection: AsyncConnection, job: Job, outcome: Completed | Failed, now: datetime, took_s: float | None = None
) -> bool:
    """End a run in either way, which took so many seconds; False when the claim is lost."""
    took_ms = _elapsed_ms(job, now) if took_s is None else round(took_s * 1000)
    if isinstance(outcome, Completed):
        return await _complete(connection, job, outcome, now, took_ms)
    return await _fail(connection, job, outcome.error, now, took_ms)


async def _complete(
    connection: AsyncConnection, job: Job, outcome: Completed, now: datetime, processing_ms: int
) -> bool:
    pages = outcome.pages if outcome.pages is not None else job.pages
    change = {
        "status": JobStatus.COMPLETED,
        "completed_at": now,
        "lease_expires_at": None,
        "result_json": outcome.result_json,
        "processing_time_ms": processing_ms,
        "ocr_time_ms": outcome.ocr_time_ms,
        "pages": pages,
    }
    entry = outcome.entry or entry_of(json.loads(outcome.result_json).get("fields", {}))
    change["search_text"] = search_text(job.original_filename, entry, outcome.keywords)
    held = await write_held(connection, job, change)
    if held:
        await entries.keep(connection, job.id, entry)
        if outcome.fingerprint:
            await connection.execute(_FINGERPRINT, {"job_id": job.id, "fingerprint": outcome.fingerprint})
        await events.record(connection, job.id, now, Step.COMPLETED, seconds=round(processing_ms / 1000, 1))
        await measure(
            connection,
            job,
            outcome=RunOutcome.COMPLETED,
            finished_at=now,
            processing_ms=processing_ms,
            completed=outcome,
        )
    return held


async def _fail(connection: AsyncConnection, job: Job, error: OcrDeskError, now: datetime, took_ms: int) -> bool:
    wait = backoff(job.attempt)
    retry = error.retryable and job.attempt < job.max_attempts
    change = _back_to_pending(now + wait) | _reason(error) if retry else _failed_for_good(error, now, took_ms)
    if not await write_held(connection, job, change):
        return False
    facts: dict[str, Fact] = {"error": error.record()}
    if retry:
        facts |= {"attempt": job.attempt, "attempts": job.max_attempts, "wait_s": round(wait.total_seconds())}
    await events.record(connection, job.id, now, Step.ATTEMPT_FAILED if retry else Step.FAILED, **facts)
    await _measure_failure(connection, job, error, now, took_ms, retry=retry)
    return True


async def release(connection: AsyncConnection, job: Job, now: datetime) -> bool:
    """Give a job back, as if it had not been claimed, because its worker stops; False when the claim is lost."""
    if not await write_held(connection, job, _back_to_pending(now) | {"attempt": job.attempt - 1}):
        return False
    await events.record(connection, job.id, now, Step.RELEASED, worker=job.worker_id)
    return True


async def rescue(connection: AsyncConnection, now: datetime, lease: timedelta) -> list[str]:
    """Take back every job whose worker has let its lease lapse; return their ids.

    Times that lie further ahead than they can are put right: after the clock was set back nothing waits for them.
    """
    await connection.execute(_LEASE_AHEAD, {"latest": now + lease})
    await connection.execute(_RUN_AFTER_AHEAD, {"now": now, "latest": now + timedelta(seconds=MAX_BACKOFF_S)})
    rows = await connection.execute(_LAPSED, {"now": now})
    return await _take_back(connection, [Job.from_row(row) for row in rows.mappings()], now)


async def rescue_from(connection: AsyncConnection, worker_id: str, now: datetime) -> list[str]:
    """Take back every job of a worker that has ended, whatever its leases say; return their ids."""
    rows = await connection.execute(_OF_WORKER, {"worker": worker_id})
    return await _take_back(connection, [Job.from_row(row) for row in rows.mappings()], now)


async def _take_back(connection: AsyncConnection, lost: list[Job], now: datetime) -> list[str]:
    for job in lost:
        error = WorkerLost()
        retry = job.attempt < job.max_attempts
        took_ms = _elapsed_ms(job, now)
        change = _back_to_pending(now) | _reason(error) if retry else _failed_for_good(error, now, took_ms)
        await write_held(connection, job, change)
        facts: dict[str, Fact] = {"worker": job.worker_id}
        if not retry:
            facts |= {"attempt": job.attempt, "attempts": job.max_attempts}
        await events.record(connection, job.id, now, Step.RESCUED if retry else Step.LOST, **facts)
        await _measure_failure(connection, job, error, now, took_ms, retry=retry)
    return [job.id for job in lost]


def _elapsed_ms(job: Job, now: datetime) -> int:
    return max(0, round((now - (job.started_at or now)).total_seconds() * 1000))


def _reason(error: OcrDeskError) -> dict[str, Any]:
    said = {"error_case": error.case, "error_facts": error.facts} if not error.is_foreign else {}
    return {"error_code": error.code, "error_message": error.message} | said


def _back_to_pending(run_after: datetime) -> dict[str, Any]:
    return {
        "status": JobStatus.PENDING,
        "run_after": run_after,
        "started_at": None,
        "lease_expires_at": None,
        "worker_id": None,
        "page": 0,
    }


def _failed_for_good(error: OcrDeskError, now: datetime, took_ms: int) -> dict[str, Any]:
    ended = {"completed_at": now, "lease_expires_at": None, "processing_time_ms": took_ms}
    return {"status": JobStatus.FAILED} | ended | _reason(error)


async def _measure_failure(
    connection: AsyncConnection, job: Job, error: OcrDeskError, now: datetime, took_ms: int, *, retry: bool
) -> None:
    await measure(
        connection,
        job,
        outcome=RunOutcome.WILL_RETRY if retry else RunOutcome.FAILED,
        finished_at=now,
        processing_ms=took_ms,
        error_code=error.code,
    )
