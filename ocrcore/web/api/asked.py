"""What a request asks for in its address, and how an answer is saved as a file."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar
from urllib.parse import quote

from ocrcore.database.job_status import JobStatus
from ocrcore.database.review_state import ReviewState
from ocrcore.errors import InvalidRequest
from ocrcore.web.api.openapi import DEFAULT_LIMIT

E = TypeVar("E", bound=StrEnum)


def statuses(asked: list[str]) -> tuple[JobStatus, ...]:
    """Return states of jobs; several are parted by commas.

    Raises:
        InvalidRequest: There is no such state.
    """
    return _several(JobStatus, asked, "statuses")


def review_states(asked: list[str]) -> tuple[ReviewState, ...]:
    """Return states of review; several are parted by commas.

    Raises:
        InvalidRequest: There is no such state.
    """
    return _several(ReviewState, asked, "review_states")


def _several(kind: type[E], asked: list[str], blank: str) -> tuple[E, ...]:
    try:
        return tuple(kind(name) for each in asked for name in each.split(",") if name)
    except ValueError as error:
        raise InvalidRequest(**{blank: ", ".join(kind)}) from error


def one_of(kind: type[E], asked: str | None, parameter: str) -> E:
    """Return one of an enumeration's values.

    Raises:
        InvalidRequest: It has no such value.
    """
    try:
        return kind(asked or "")
    except ValueError as error:
        raise InvalidRequest(parameter=parameter, values=", ".join(kind)) from error


def limit(asked: str | None) -> int:
    """Return how many jobs a page of a list may have.

    Raises:
        InvalidRequest: That is no number.
    """
    try:
        return DEFAULT_LIMIT if asked is None else int(asked)
    except ValueError as error:
        raise InvalidRequest(case="limit_number") from error


def attachment(name: str) -> str:
    """Return a `Content-Disposition` that saves a file under `name` (RFC 6266), whatever characters it has."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._- ") else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
