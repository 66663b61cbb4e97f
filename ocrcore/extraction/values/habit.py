"""How a document writes its amounts and dates, found from all of its rows before any of them is read.

`2 150,50` is one amount on a French invoice and a quantity with its price on a receipt; `(4.87)` is a refund or a remark;
`03/10/2025` is October in Europe and March in the United States. One row alone does not tell; the others do. What they
leave open is read both ways, and the reading whose checks hold is kept (see `extract`).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ocrcore.extraction.values.dates import find_dates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.extraction.text.rows import Row

MAX_ROWS = 600
"""Rows that are looked at: a document shows its habit on its first pages."""
CLEARLY = 2
"""Signs of one order of day and month beyond those of the other, from which on it is settled."""
MOSTLY = 0.75
"""Share of the amounts that have a sign for the decimals, from which on it is the document's."""

SPACED = r"(?<![\d.,/:'-])\d{1,3}(?: \d{3})+"
"""Whole thousands parted by blanks."""
_SPACED_AMOUNT = re.compile(rf"(?<![A-Z]){SPACED}[.,]\d\d(?!\d)")
_ALONE = re.compile(
    rf"(?:[^\d]*[^\d\s.,]\W{{0,3}})?(?:\d{{1,2}}(?:[.,]\d{{1,2}})? ?%\W{{0,3}})?[-+(]?{SPACED}[.,]\d\d(?!\d)\D{{0,6}}$"
)
"""A cell that holds one amount and at most words or a rate in front."""
_HARD_BLANK = re.compile("\\d[\u00a0\u2007\u2009\u202f]\\d{3}(?!\\d)")
"""A blank at which no line may be broken parts no two numbers."""
_TOGETHER = re.compile(r"(?<![\d.,])(?:\d{4,}|\d{1,3}(?:[.,']\d{3})+)[.,]\d\d(?![\d.,])")
_DECIMALS = re.compile(r"\d([.,])\d\d(?![\d.,/:-])")
_BRACKETED = re.compile(r"\([^\w()]{0,3}(?:RM|[A-Z]{3})?\s?\d[\d.,' ]{0,14}[.,]\d\d\s?\)")
_GIVEN_BACK = re.compile(
    r"(?<![A-Z])(?:REFUND|RETURNS?(?! POLICY)|CREDIT (?:NOTE|MEMO)|STORNO|RETUR|GUTSCHRIFT|AVOIR|RUCKGABE|RESTITUIRE|"
    r"REMBOURSEMENT)(?![A-Z])"
)
_UNITS = re.compile(r"[¥₩円]\s?\d|\d\s?(?:円|₩|JPY|KRW)|(?<![A-Z])(?:JPY|KRW)\s?\d")
_OPEN_DATE = re.compile(r"(?<!\d)(?<!\d[/-])(?:0?[1-9]|1[0-2])([/-])(?:0?[1-9]|1[0-2])\1(?:20)?\d\d(?!\d)")
"""A date with strokes whose day and month may change places; with points the day comes first everywhere."""
_MONTH_FIRST = re.compile(
    r"\$\s?\d|(?<![A-Z])USD(?![A-Z])|(?<![A-Z])(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|"
    r"PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]),? \d{5}(?:-\d{4})?(?!\d)|(?<![A-Z])SALES TAX|\(\d{3}\) \d{3}-\d{4}|"
    r"(?<!\d)(?:0?[1-9]|1[0-2])/(?:1[3-9]|2\d|3[01])/(?:20)?\d\d(?!\d)"
)
"""The dollar, a state with its ZIP code, the tax and the telephone numbers of the United States, a day that is no month."""
_DAY_FIRST = re.compile(
    r"€|£|(?<![A-Z])(?:EUR|EURO|GBP|LEI|RON|RM|MYR|CHF|SGD|INR|AUD|NZD|A\$|S\$|TVA|VAT|GST|SST|MWST|UST|PVN|BTW|IVA|KM|TTC|SDN|"
    r"BHD|LTD|LIMITED|GMBH|SRL|S\.R\.L|SARL|ABN|GSTIN|C\.?I\.?F|C\.?U\.?I)(?![A-Z])|(?<![A-Z])[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?![A-Z])|"
    r"(?<!\d)(?:1[3-9]|2\d|3[01])[/-](?:0?[1-9]|1[0-2])[/-](?:20)?\d\d(?!\d)"
)
"""Currencies, taxes and kinds of company of the other countries, the United Kingdom's postcodes, a day that is no month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """How amounts and dates are written on one document.

    Attributes:
        decimal_sign: The sign before cents on most amounts, empty where none leads.
        spaced: Whether a blank parts thousands.
        negative_brackets: Whether brackets around an amount are a minus.
        month_first: Whether `03/10/2025` is the tenth of March.
        in_units: Whether amounts have no decimals, for the currency has none (yen, won).
        open: Names of the attributes above that the rows do not settle.
    """

    decimal_sign: str = ""
    spaced: bool = False
    negative_brackets: bool = False
    month_first: bool = False
    in_units: bool = False
    open: tuple[str, ...] = ()

    def turned(self, name: str) -> Habit:
        """Return the same habit with one open attribute the other way round."""
        turned: dict[str, Any] = {name: not getattr(self, name)}
        return replace(self, **turned)


def find_habit(rows: Sequence[Row]) -> Habit:
    """Return the likeliest habit of a document, and which parts of it are open."""
    rows = rows[:MAX_ROWS]
    text = "\n".join(celled(row) for row in rows)
    spaced, spaced_open = _spaced(rows, text)
    bracketed = len(_BRACKETED.findall(text))
    remark = bracketed * 2 < len(_DECIMALS.findall(text)) and not _GIVEN_BACK.search(text)
    month_first, order_open = _date_order(rows, text)
    questions = {"spaced": spaced_open, "negative_brackets": bool(bracketed) and remark, "month_first": order_open}
    return Habit(
        decimal_sign=_decimal_sign(text), spaced=spaced, negative_brackets=bool(bracketed), month_first=month_first,
        in_units=bool(_UNITS.search(text)) and not _DECIMALS.search(text),
        open=tuple(name for name, is_open in questions.items() if is_open),
    )  # fmt: skip


def celled(row: Row) -> str:
    """Return the folded row with a tab between its columns, so that two amounts side by side are not taken for one."""
    letters = list(row.folded)
    for start, _ in row.cells()[1:]:
        letters[start - 1] = "\t"
    return "".join(letters)


def _spaced(rows: Sequence[Row], text: str) -> tuple[bool, bool]:
    if not _SPACED_AMOUNT.search(text):
        return False, False
    if any(_HARD_BLANK.search(row.text) for row in rows):
        return True, False
    if _TOGETHER.search(text):
        return False, False
    alone = any(_ALONE.fullmatch(cell) for cell in re.split(r"[\t\n]", text))
    return alone, True


def _decimal_sign(text: str) -> str:
    found = Counter(_DECIMALS.findall(text))
    sign, count = found.most_common(1)[0] if found else ("", 0)
    return sign if count and count >= MOSTLY * found.total() else ""


def _date_order(rows: Sequence[Row], text: str) -> tuple[bool, bool]:
    """Return whether the month comes first, and whether that is open."""
    if not any(
        _OPEN_DATE.search(row.folded) and find_dates(row.folded)
        for row in rows
        if "/" in row.folded or "-" in row.folded
    ):
        return False, False
    month, day = (len(set(pattern.findall(text))) for pattern in (_MONTH_FIRST, _DAY_FIRST))
    return month > day, bool(month) == bool(day) and abs(month - day) < CLEARLY
