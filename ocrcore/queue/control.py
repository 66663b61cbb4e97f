"""What a person can do to a job: cancel it, retry it, take it out. And what time does: expiry."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from ocrcore.database.connections import lock_files
from ocrcore.database.job_status import JobStatus
from ocrcore.database.tables import job_predictions, ocr_jobs
from ocrcore.errors import InvalidTransition, JobNotFound
from ocrcore.queue import events, listing
from ocrcore.queue.job import Job, Removed
from ocrcore.queue.listing import SUMMARY_COLUMNS
from ocrcore.queue.order.turns import next_turn, turn_values
from ocrcore.queue.owner import EVERYONE, owned_by
from ocrcore.queue.steps import Step

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.queue.owner import Owner
    from ocrcore.queue.retention import Retention

Follow = Callable[[Removed], Awaitable[None]]
"""Deletes the files of what is removed."""

_EXPIRED_PER_BATCH = 100
"""Short transactions, so that uploads and claims do not wait for a sweep."""


async def cancel(connection: AsyncConnection, job_id: str, *, owner: Owner, now: datetime) -> Job:
    """Stop a job at once; a worker that reads it learns so at its next heartbeat.

    Raises:
        JobNotFound: There is none, or it belongs to somebody else.
        InvalidTransition: It has ended already.
    """
    change = {"status": JobStatus.CANCELLED, "completed_at": now, "lease_expires_at": None}
    stoppable = (JobStatus.PENDING, JobStatus.PROCESSING)
    job = await _change(connection, job_id, change, owner=owner, allowed=stoppable, otherwise="cancel")
    if job.started_at is None:
        await events.record(connection, job.id, now, Step.CANCELLED_WAITING)
    else:
        await events.record(connection, job.id, now, Step.CANCELLED_READING, worker=job.worker_id)
    return job


async def retry(
    connection: AsyncConnection,
    job_id: str,
    *,
    engine: str | None,
    owner: Owner,
    now: datetime,
    retention: Retention,
    max_attempts: int,
) -> Job:
    """Retry a failed or cancelled job, with all its attempts and perhaps another engine.

    It is kept from now for as long as its owner had set, and comes behind what that person has waiting.

    Raises:
        JobNotFound: There is none, or it belongs to somebody else.
        InvalidTransition: It is neither failed nor cancelled.
    """
    of_job = select(ocr_jobs.c.expiry_hours, ocr_jobs.c.created_by, ocr_jobs.c.priority).where(ocr_jobs.c.id == job_id)
    own_hours, person, priority = (await connection.execute(of_job)).one_or_none() or (None, None, 0)
    turn = await connection.scalar(select(next_turn(person)), turn_values(person, priority, now))
    change = {
        "status": JobStatus.PENDING,
        "attempt": 0,
        "max_attempts": max_attempts,
        "page": 0,
        "run_after": now,
        "turn": turn,
        "expires_at": retention.expires_at(now, own_hours=own_hours),
        **dict.fromkeys(("started_at", "completed_at", "worker_id", "processing_time_ms", "ocr_time_ms")),
        **dict.fromkeys(("error_code", "error_message", "error_case", "error_facts")),
    }
    if engine is not None:
        change["engine"] = engine
    repeatable = (JobStatus.FAILED, JobStatus.CANCELLED)
    otherwise = "retry"
    job = await _change(connection, job_id, change, owner=owner, allowed=repeatable, otherwise=otherwise)
    await connection.execute(delete(job_predictions).where(job_predictions.c.job_id == job.id))
    await events.record(connection, job.id, now, Step.RETRIED, engine=job.engine)
    return job


async def _change(
    connection: AsyncConnection,
    job_id: str,
    values: dict[str, Any],
    *,
    owner: Owner,
    allowed: Collection[JobStatus],
    otherwise: str,
) -> Job:
    change = (
        update(ocr_jobs)
        .where(ocr_jobs.c.id == job_id, ocr_jobs.c.status.in_(allowed), *owned_by(owner))
        .values(values)
        .returning(*SUMMARY_COLUMNS)
    )
    row = (await connection.execute(change)).mappings().first()
    if row is None:
        job = await listing.get(connection, job_id, owner=owner)
        raise InvalidTransition(case=otherwise, status=job.status)
    return Job.from_row(row)


async def remove(connection: AsyncConnection, job_id: str, *, owner: Owner, follow: Follow | None = None) -> Removed:
    """Take a job in any state out of the queue, with its story.

    Raises:
        JobNotFound: There is none, or it belongs to somebody else.
    """
    removal = delete(ocr_jobs).where(ocr_jobs.c.id == job_id, *owned_by(owner)).returning(ocr_jobs.c.file_path)
    file_path = (await connection.execute(removal)).scalar()
    if file_path is None:
        raise JobNotFound
    return await _removed(connection, (job_id,), {file_path}, follow)


async def remove_some(connection: AsyncConnection, *, owner: Owner, follow: Follow | None = None) -> Removed:
    """Take a batch of an owner's jobs out of the queue, in whatever state they are."""
    batch = select(ocr_jobs.c.id).where(*owned_by(owner)).limit(_EXPIRED_PER_BATCH)
    removal = delete(ocr_jobs).where(ocr_jobs.c.id.in_(batch)).returning(ocr_jobs.c.id, ocr_jobs.c.file_path)
    rows = (await connection.execute(removal)).all()
    return await _removed(connection, tuple(row.id for row in rows), {row.file_path for row in rows}, follow)


async def expire(connection: AsyncConnection, now: datetime, *, follow: Follow | None = None) -> Removed:
    """Take a batch of expired jobs out of the queue; those being read wait until their run ends."""
    batch = (
        select(ocr_jobs.c.id)
        .where(ocr_jobs.c.expires_at <= now, ocr_jobs.c.status != JobStatus.PROCESSING)
        .order_by(ocr_jobs.c.expires_at)
        .limit(_EXPIRED_PER_BATCH)
        .with_for_update(skip_locked=True)
    )
    removal = delete(ocr_jobs).where(ocr_jobs.c.id.in_(batch)).returning(ocr_jobs.c.id, ocr_jobs.c.file_path)
    rows = (await connection.execute(removal)).all()
    return await _removed(connection, tuple(row.id for row in rows), {row.file_path for row in rows}, follow)


async def _removed(
    connection: AsyncConnection, job_ids: tuple[str, ...], file_paths: Collection[str], follow: Follow | None
) -> Removed:
    # The files go before the commit: whoever creates a job of the same content meanwhile waits, and then looks again
    # whether its file is there; and when this process is killed, the rows are still there to be removed again.
    await lock_files(connection, file_paths)
    removed = Removed(job_ids=job_ids, file_paths=await unreferenced(connection, file_paths))
    if follow is not None and job_ids:
        await follow(removed)
    return removed


async def sweep(
    connection: AsyncConnection, *, file_paths: Collection[str], job_ids: Collection[str], follow: Follow
) -> Removed:
    """Let go of those of these files that no job refers to, and of the pictures of those of these jobs that are gone."""
    there = select(ocr_jobs.c.id).where(ocr_jobs.c.id.in_(job_ids))
    gone = set(job_ids) - set((await connection.execute(there)).scalars()) if job_ids else set()
    await lock_files(connection, file_paths)
    removed = Removed(job_ids=tuple(sorted(gone)), file_paths=await unreferenced(connection, file_paths))
    await follow(removed)
    return removed


async def unreferenced(
    connection: AsyncConnection, file_paths: Collection[str], *, except_job: str = ""
) -> tuple[str, ...]:
    """Return those of `file_paths` that no job (other than `except_job`) refers to, in alphabetical order."""
    if not file_paths:
        return ()
    query = select(ocr_jobs.c.file_path).where(ocr_jobs.c.file_path.in_(file_paths), ocr_jobs.c.id != except_job)
    kept = set((await connection.execute(query)).scalars())
    return tuple(sorted(set(file_paths) - kept))


async def own_file(connection: AsyncConnection, job: Job, *, owner: Owner) -> str | None:
    """Return the storage key of a job's upload when no other job of anybody refers to it, else None.

    Raises:
        JobNotFound: It belongs to somebody else.
    """
    if owner is not EVERYONE and job.created_by != owner:
        raise JobNotFound
    free = await unreferenced(connection, {job.file_path}, except_job=job.id)
    return free[0] if free else None
