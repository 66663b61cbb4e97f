"""The claim order: people are served by turns within a priority, each with their oldest document first.

A waiting job has a number, its turn. That of a person's next document is one more than that of their last one which
waits; who has none waiting joins at the turn that is being served. So one person's five hundred documents hold another's
single one back by one document a person, and the order is one walk through an index.
Source: start-time fair queueing (Goyal, Vin, Cheng, 1996), with every document taken as equally long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, ColumnElement, ScalarSelect, bindparam, case, func, literal_column, select

from ocrcore.database.job_status import JobStatus
from ocrcore.database.tables import UtcDateTime, ocr_jobs

if TYPE_CHECKING:
    from datetime import datetime

CLAIM_ORDER = (ocr_jobs.c.priority.desc(), ocr_jobs.c.turn, ocr_jobs.c.created_at, ocr_jobs.c.id)
"""Who is next. Equal turns are different people's, or documents of one moment."""
IS_PENDING: ColumnElement[bool] = ocr_jobs.c.status == literal_column(f"'{JobStatus.PENDING}'")
"""As a literal, without which the partial index is not used."""

_NOW = bindparam("turn_now", type_=UtcDateTime)
_PRIORITY: BindParameter[int] = bindparam("turn_priority")
_SAME_PRIORITY = ocr_jobs.c.priority == _PRIORITY


def _behind_mine(mine: ColumnElement[bool]) -> ScalarSelect[int]:
    # Documents of one moment share a turn, in which the id decides, as it always did.
    behind = case((ocr_jobs.c.created_at == _NOW, ocr_jobs.c.turn), else_=ocr_jobs.c.turn + 1)
    last = select(behind).where(IS_PENDING, mine, _SAME_PRIORITY).order_by(ocr_jobs.c.turn.desc()).limit(1)
    return last.scalar_subquery()


def _latest(status: JobStatus) -> ScalarSelect[int]:
    return select(func.max(ocr_jobs.c.turn)).where(ocr_jobs.c.status == status, _SAME_PRIORITY).scalar_subquery()


_SERVED_NOW = (
    select(ocr_jobs.c.turn)
    .where(IS_PENDING, _SAME_PRIORITY, ocr_jobs.c.run_after <= _NOW)
    .order_by(*CLAIM_ORDER)
    .limit(1)
    .scalar_subquery()
)
_JOINED: tuple[ColumnElement[int], ...] = (
    _SERVED_NOW,
    _latest(JobStatus.PROCESSING),
    _latest(JobStatus.PENDING),
    literal_column("0"),
)
_NEXT = func.coalesce(_behind_mine(ocr_jobs.c.created_by == bindparam("turn_owner")), *_JOINED)
# Apart, for PostgreSQL finds what IS NOT DISTINCT FROM says in no index.
_NEXT_OF_NOBODY = func.coalesce(_behind_mine(ocr_jobs.c.created_by.is_(None)), *_JOINED)


def next_turn(person: str | None) -> ColumnElement[int]:
    """Return the turn of a person's next document, as SQL; None is everybody at a desk without sign-in."""
    return _NEXT_OF_NOBODY if person is None else _NEXT


def turn_values(person: str | None, priority: int, now: datetime) -> dict[str, Any]:
    """Return what fills the parameters of `next_turn`."""
    return {"turn_owner": person, "turn_priority": priority, "turn_now": now}
