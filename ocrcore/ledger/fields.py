"""The plain values in the fields of a result (docs: the Result's schema), as they were read or corrected."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,6})?")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def scalar(fields: Mapping[str, Any], name: str) -> str:
    """Return what a field says; empty when it was not found."""
    found = fields.get(name)
    value = found.get("value") if isinstance(found, dict) else found
    return value if isinstance(value, str) else ""


def printed(fields: Mapping[str, Any], name: str) -> str:
    """Return a tax id with what is printed before its number, such as `RO`; the number alone where nothing is."""
    found = fields.get(name)
    told = found.get("printed") if isinstance(found, dict) else None
    return told if isinstance(told, str) else scalar(fields, name)


def rows(fields: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    """Return the rows of a list; none when there is no such list."""
    found = fields.get(name)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def number(text: object) -> Decimal | None:
    """Return a figure of the result; None for what is none."""
    return Decimal(text) if isinstance(text, str) and _NUMBER.fullmatch(text) else None


def day(text: str) -> date | None:
    """Return a date of the result (ISO 8601); None for what is none."""
    try:
        return date.fromisoformat(text) if _ISO_DATE.fullmatch(text) else None
    except ValueError:
        return None
