"""Whose jobs are meant: every operation on jobs is told, and none takes silence for all of them."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from ocrcore.database.tables import ocr_jobs

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, FromClause


class Everyone(Enum):
    """The type of `EVERYONE`."""

    EVERYONE = "everyone"


EVERYONE: Final = Everyone.EVERYONE
"""All jobs, whoever handed them in: for the command line, the worker, and a desk at which nobody signs in."""

Owner: TypeAlias = str | Literal[Everyone.EVERYONE]
"""A person, who sees and touches their own jobs only, or `EVERYONE`."""


def owned_by(owner: Owner, jobs: FromClause = ocr_jobs) -> list[ColumnElement[bool]]:
    """Return the condition that keeps a person to their own rows of `ocr_jobs` (or of an alias); none for `EVERYONE`."""
    return [] if owner is EVERYONE else [jobs.c.created_by == owner]


def person(owner: Owner) -> str | None:
    """Return whose a new job of this owner is; None, nobody's, for `EVERYONE`."""
    return None if owner is EVERYONE else owner
