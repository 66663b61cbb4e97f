"""The claim order: people are served by turns within a priority, each with their oldest document first.

A waiting job has a number, its turn. That of a person's next document is one more than that of their last one which
waits; who has none waiting joins at the turn that is being served. So one person's five hundred documents hold another's
single one back by one document a person, and the order is one walk through an index.
Source: start-time fair queueing (Goyal, Vin, Cheng, 1996), with every document taken as equally long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, ColumnElement, Integer, bindparam, func, literal_column, text

from ocrcore.database.columns import UtcDateTime
from ocrcore.database.job_status import JobStatus
from ocrcore.database.tables import ocr_jobs

if TYPE_CHECKING:
    from datetime import datetime

CLAIM_ORDER = (ocr_jobs.c.priority.desc(), ocr_jobs.c.turn, ocr_jobs.c.created_at, ocr_jobs.c.id)
"""Who is next. Equal turns are different people's, or documents of one moment."""
IS_PENDING: ColumnElement[bool] = ocr_jobs.c.status == literal_column(f"'{JobStatus.PENDING}'")
"""As a literal, without which the partial index is not used."""

# As texts: a statement is looked up by all its parts whenever it is executed, and these would be many.
_BEHIND_MINE = """(
    SELECT CASE WHEN created_at = :turn_now THEN turn ELSE turn + 1 END FROM ocr_jobs
    WHERE status = 'pending' AND {mine} AND priority = :turn_priority ORDER BY turn DESC LIMIT 1
)"""
"""Documents of one moment share a turn, in which the id decides, as it always did."""
_SERVED_NOW = """coalesce(
    (SELECT turn FROM ocr_jobs WHERE status = 'pending' AND priority = :turn_priority AND run_after <= :turn_now
        ORDER BY turn, created_at, id LIMIT 1),
    (SELECT max(turn) FROM ocr_jobs WHERE status = 'processing' AND priority = :turn_priority),
    (SELECT max(turn) FROM ocr_jobs WHERE status = 'pending' AND priority = :turn_priority),
    0
)"""


def _next(mine: str) -> ColumnElement[int]:
    now, priority = bindparam("turn_now", type_=UtcDateTime), bindparam("turn_priority", type_=Integer)
    parts = (_BEHIND_MINE.format(mine=mine), _SERVED_NOW)
    return func.coalesce(*(text(part).bindparams(now, priority) for part in parts), type_=BigInteger)


_NEXT = _next("created_by = :turn_owner")
_NEXT_OF_NOBODY = _next("created_by IS NULL")
"""Apart, for PostgreSQL finds what IS NOT DISTINCT FROM says in no index."""


def next_turn(person: str | None) -> ColumnElement[int]:
    """Return the turn of a person's next document, as SQL; None is everybody at a desk without sign-in."""
    return _NEXT_OF_NOBODY if person is None else _NEXT


def turn_values(person: str | None, priority: int, now: datetime) -> dict[str, Any]:
    """Return what fills the parameters of `next_turn`."""
    return {"turn_owner": person, "turn_priority": priority, "turn_now": now}
