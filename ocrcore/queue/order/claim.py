"""The claim order: who is next, and which place a job has in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, bindparam, case, func, or_, select, update

from ocrcore.database.columns import UtcDateTime
from ocrcore.database.job_status import JobStatus
from ocrcore.database.tables import ocr_jobs, pending_counts
from ocrcore.queue import events
from ocrcore.queue.job import Job
from ocrcore.queue.listing import SUMMARY_COLUMNS
from ocrcore.queue.order.turns import CLAIM_ORDER, IS_PENDING
from ocrcore.queue.owner import EVERYONE, owned_by
from ocrcore.queue.steps import Step

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime, timedelta

    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.errors import Fact
    from ocrcore.queue.owner import Owner

_NOW = bindparam("now", type_=UtcDateTime)

_NEXT = (
    select(ocr_jobs.c.id)
    .where(IS_PENDING, ocr_jobs.c.run_after <= _NOW)
    .order_by(*CLAIM_ORDER)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_CLAIM = (
    update(ocr_jobs)
    .where(ocr_jobs.c.id == _NEXT.scalar_subquery())
    .values(
        status=JobStatus.PROCESSING,
        attempt=ocr_jobs.c.attempt + 1,
        run=ocr_jobs.c.run + 1,
        worker_id=bindparam("worker"),
        started_at=_NOW,
        lease_expires_at=bindparam("lease", type_=UtcDateTime),
        page=0,
        error_code=None,
        error_message=None,
        error_case=None,
        error_facts=None,
    )
    .returning(*SUMMARY_COLUMNS)
)

_me = ocr_jobs.alias("me")
_same_priority = and_(IS_PENDING, ocr_jobs.c.priority == _me.c.priority)
_same_turn = and_(_same_priority, ocr_jobs.c.turn == _me.c.turn)
_first_by_priority = and_(IS_PENDING, ocr_jobs.c.priority > _me.c.priority)
_first_by_turn = and_(_same_priority, ocr_jobs.c.turn < _me.c.turn)
_first_by_age = and_(_same_turn, ocr_jobs.c.created_at < _me.c.created_at)
_first_by_id = and_(_same_turn, ocr_jobs.c.created_at == _me.c.created_at, ocr_jobs.c.id < _me.c.id)

_my_stretch = _me.c.turn.bitwise_rshift(8)
_same_stretch = ocr_jobs.c.turn >= _my_stretch.bitwise_lshift(8)


def _count(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(ocr_jobs).where(*conditions).correlate(_me).scalar_subquery()


def _counted(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    pending = func.coalesce(func.sum(pending_counts.c.pending), 0)
    return select(pending).where(*conditions).correlate(_me).scalar_subquery()


def _position(ahead: ColumnElement[int]) -> Select[int]:
    # The jobs that wait out a back-off are few, have an index of their own, and are taken off again.
    first = or_(_first_by_priority, _first_by_turn, _first_by_age, _first_by_id)
    return (
        select(ahead + 1 - _count(IS_PENDING, ocr_jobs.c.run_after > _NOW, first))
        .select_from(_me)
        .where(_me.c.id == bindparam("job_id"), _me.c.status == JobStatus.PENDING)
    )


# Each count walks one range of an index, which an OR over them would not.
_of_my_turn = _count(_first_by_age) + _count(_first_by_id)
_POSITION = _position(_count(_first_by_priority) + _count(_first_by_turn) + _of_my_turn)
_POSITION_ON_SQLITE = _position(
    _counted(pending_counts.c.priority > _me.c.priority)
    + _counted(pending_counts.c.priority == _me.c.priority, pending_counts.c.stretch < _my_stretch)
    + _count(_first_by_turn, _same_stretch)
    + _of_my_turn
)
_CLAIMABLE = case((ocr_jobs.c.run_after <= _NOW, 1), else_=0)
_PLACES = (
    select(
        ocr_jobs.c.id,
        (1 + func.coalesce(func.sum(_CLAIMABLE).over(order_by=CLAIM_ORDER, rows=(None, -1)), 0)).label("position"),
    )
    .where(IS_PENDING)
    .subquery()
)
_POSITIONS = select(_PLACES).where(_PLACES.c.id.in_(bindparam("job_ids", expanding=True)))
_IDS_PER_QUERY = 10_000


async def claim(connection: AsyncConnection, worker_id: str, *, now: datetime, lease: timedelta) -> Job | None:
    """Give the next pending job to a worker, in one statement; None when nothing waits."""
    row = (await connection.execute(_CLAIM, {"now": now, "worker": worker_id, "lease": now + lease})).mappings().first()
    if row is None:
        return None
    job = Job.from_row(row)
    facts: dict[str, Fact] = {"worker": worker_id, "attempt": job.attempt, "attempts": job.max_attempts}
    await events.record(connection, job.id, now, Step.CLAIMED, **facts)
    return job


async def position(connection: AsyncConnection, job_id: str, *, owner: Owner, now: datetime) -> int | None:
    """Return the 1-based place of a pending job of this owner among all that can be claimed now; None for any other.

    A job that waits out a back-off has the place that it would take now.
    """
    statement = _POSITION_ON_SQLITE if connection.dialect.name == "sqlite" else _POSITION
    # Without a condition the statement stays the one that SQLAlchemy has compiled: a copy is keyed anew at each call.
    own = statement if owner is EVERYONE else statement.where(*owned_by(owner, _me))
    place: int | None = (await connection.execute(own, {"job_id": job_id, "now": now})).scalar()
    return place


async def positions(
    connection: AsyncConnection, job_ids: Collection[str], *, owner: Owner, now: datetime
) -> dict[str, int]:
    """Return the places of many jobs at once; jobs that are not pending, or not this owner's, are left out."""
    # Beside the window, not in it: it walks an index that does not know the owners.
    statement = _POSITIONS
    if owner is not EVERYONE:
        statement = statement.where(_PLACES.c.id.in_(select(ocr_jobs.c.id).where(*owned_by(owner))))
    wanted = list(job_ids)
    found: dict[str, int] = {}
    for start in range(0, len(wanted), _IDS_PER_QUERY):
        part = {"job_ids": wanted[start : start + _IDS_PER_QUERY], "now": now}
        found |= {row.id: row.position for row in await connection.execute(statement, part)}
    return found
