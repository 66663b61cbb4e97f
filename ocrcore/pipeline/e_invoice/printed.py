"""Where a value stands on the sender's own picture, in whatever way it is printed there."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from ocrcore.extraction.text.rows import fold
from ocrcore.extraction.values.dates import find_dates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocrcore.layout.page import Box, Line, OcrPage

_AMOUNT = re.compile(
    r"(?<![\w.,])[-−(]?\d{1,3}(?:[ .,'’\u00a0\u2009\u202f]\d{3})*[.,]\d{2}(?!\d)|(?<![\w.,])[-−]?\d{1,15}[.,]\d{2}(?!\d)"
)
AMOUNTS = frozenset({"total", "net_total", "tax_total", "amount_due", "discount_total", "charge_total"})
DATES = frozenset({"date", "due_date"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """One printed row, ready to be searched."""

    page: int
    line: Line
    letters: str
    """Its letters and digits alone, in capitals without marks."""
    amounts: frozenset[Decimal]
    days: frozenset[date]


def prints_of(pages: Sequence[OcrPage]) -> list[Print]:
    """Return the printed rows of all pages."""
    return [
        Print(
            page=page.number, line=line, letters=bare_letters(line.text), amounts=frozenset(_amounts(line.text)),
            days=frozenset(found.value for found in find_dates(fold(line.text))),
        )
        for page in pages
        for line in page.lines
    ]  # fmt: skip


def rows_with(prints: Sequence[Print], name: str, value: str) -> list[Print]:
    """Return the rows on which a field's value is printed."""
    if name in AMOUNTS:
        amount = abs(Decimal(value))
        return [each for each in prints if amount in each.amounts]
    if name in DATES:
        day = date.fromisoformat(value)
        return [each for each in prints if day in each.days]
    letters = bare_letters(value)
    return [each for each in prints if letters in each.letters] if len(letters) > 1 else []


def box_on(found: Print, name: str, value: str) -> Box:
    """Return the box of the words of a row that hold a value; that of the row when no word does alone."""
    for word in found.line.words:
        if (name in AMOUNTS and abs(Decimal(value)) in set(_amounts(word.text))) or (
            name not in AMOUNTS and bare_letters(value) == bare_letters(word.text)
        ):
            return word.box
    return found.line.box


def bare_letters(text: str) -> str:
    """Return a text's letters and digits in capitals, without marks."""
    parts = unicodedata.normalize("NFKD", text.upper())
    return "".join(each for each in parts if each.isalnum())


def _amounts(text: str) -> Iterator[Decimal]:
    for match in _AMOUNT.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        try:
            yield Decimal(digits[:-2] + "." + digits[-2:])
        except InvalidOperation:
            continue
