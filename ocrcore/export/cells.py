"""The value of one cell: typed when it is what its column promises, and harmless text when it is not."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from enum import StrEnum

CellValue = str | int | Decimal | date | None

_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,6})?")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_FORMULA_STARTS = frozenset("=+-@＝＋－＠")
"""A spreadsheet takes a cell that begins so for a formula; the wide forms count in East Asian settings.

Source: OWASP, CSV Injection.
"""


class CellKind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"


def typed(value: object, kind: CellKind) -> CellValue:
    """Return a value as its column's type; as text when it is not of that type, None when there is none."""
    if value is None or value == "":
        return None
    if isinstance(value, int | Decimal | date):
        return value
    text = str(value)
    if kind in {CellKind.NUMBER, CellKind.MONEY} and _NUMBER.fullmatch(text):
        return Decimal(text)
    if kind is CellKind.DATE and _ISO_DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return printable(text)
    return printable(text)


def printable(text: str) -> str:
    """Return text on one line, without control characters."""
    return " ".join("".join(" " if unicodedata.category(c) in {"Cc", "Cs"} else c for c in text).split())


def harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe stands before what could be one."""
    return f"'{text}" if text[:1] in _FORMULA_STARTS else text
