"""The numbers of a row as its document writes them: blanks between thousands, brackets for a minus, `1.234 lei`."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ocrcore.extraction.values.habit import SPACED, Habit, celled
from ocrcore.extraction.values.numbers import find_numbers
from ocrcore.extraction.values.rounding import product_fits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.extraction.text.rows import Row
    from ocrcore.extraction.values.numbers import Number

_SPACED = re.compile(rf"{SPACED}(?=[.,]\d\d(?!\d)|\s?(?:€|\$|£|LEI|RON|EUR|CHF|PLN|SEK|NOK|DKK|CZK)(?![A-Z]))")
_INDIAN = re.compile(r"(?<![\d.,])\d{1,2}(?:,\d\d)+,\d{3}(?=\.\d\d(?!\d))")
"""Lakhs: `1,25,000.00`."""
_OPENED, _CLOSED = re.compile(r"\([^\w()]{0,3}(?:RM|[A-Z]{3})?\s?$"), re.compile(r"[^\w()]{0,2}\)")
_COUNTED = re.compile(r"\s?(?:[X*/]|[A-Z]*\s?/)")
"""Behind a number: it is a quantity, or a price for a unit."""
_TORN = re.compile(r"(?<!\d)(\d{1,3})[*°\"^~]$")
"""Thousands whose apostrophe was read as another sign: `13*243.87`; only what an equation proves counts."""
_THOUSANDS = 3


def find_amounts(row: Row, taken: Sequence[tuple[int, int]], habit: Habit) -> list[Number]:
    """Return the numbers of a row from left to right.

    Args:
        row: The row.
        taken: Spans that are something else (dates, times).
        habit: How the document writes amounts.
    """
    found = find_numbers(_INDIAN.sub(_together, row.folded), taken)
    if habit.spaced and not _multiply(found):
        masked = "".join(
            "\t" if any(start <= place < end for start, end in taken) else letter
            for place, letter in enumerate(celled(row))
        )
        joined = _SPACED.sub(_together, masked)
        found = find_numbers(joined.replace("\t", " "), taken)
    return [_as_written(row.folded, number, habit) for number in found]


def _together(match: re.Match[str]) -> str:
    """Return the digits of a number without what parts them, zeros in front in their stead: spans stay."""
    return re.sub(r"\D", "", match.group()).zfill(len(match.group()))


def _multiply(found: Sequence[Number]) -> bool:
    """Tell whether the last three numbers, as they stand, are quantity, price and amount."""
    if len(found) < 3 or found[-1].decimals != 2 or found[-3].decimals == 2:
        return False
    quantity, price, amount = (number.value for number in found[-3:])
    return quantity > 0 and price > 0 and product_fits(quantity, price, amount)


def _as_written(folded: str, number: Number, habit: Habit) -> Number:
    if number.currency is not None and number.decimals == _THOUSANDS and number.other is not None:
        number = _whole_thousands(folded, number, number.other, habit)
    torn = _TORN.search(folded, max(0, number.start - 4), number.start) if number.decimals == 2 else None
    if torn and number.end - number.start == len("000.00"):
        number = replace(number, other=abs(number.value) + 1000 * int(torn.group(1)))
    if habit.negative_brackets and number.decimals == 2 and number.value > 0 and not number.percent:
        opened = _OPENED.search(folded, max(0, number.start - 8), number.start)
        closed = _CLOSED.match(folded, number.end)
        if opened and closed:
            return replace(number, value=-number.value, other=None, start=opened.start(), end=closed.end())
    return number


def _whole_thousands(folded: str, number: Number, whole: Decimal, habit: Habit) -> Number:
    """Read three digits behind a sign, beside a currency, as thousands (`$1,234`), unless the sign is that of the cents."""
    text = folded[number.start : number.end]
    if (habit.decimal_sign and habit.decimal_sign in text) or text[0] == "0" or _COUNTED.match(folded, number.end):
        return number
    return replace(number, value=whole.quantize(Decimal("0.01")), decimals=0, other=None)
