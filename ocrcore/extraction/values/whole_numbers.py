"""Amounts of a currency without decimals: `12.345`, `12 345` and `474 Ft` are all whole numbers.

Which numbers are amounts, two decimals tell elsewhere; here it is told by the thousands, the currency, the tax letter
behind, the label in front, or a rate on the same row.
"""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ocrcore.extraction.text.labels import Label
from ocrcore.extraction.values.numbers import find_numbers
from ocrcore.extraction.values.rounding import product_fits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.extraction.text.label_match import Labelled
    from ocrcore.extraction.values.numbers import Number

LABEL_COVERAGE = 0.5
"""A row whose letters labels explain to this share says what its number is."""
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:(?P<group>[. ])\d{3})(?:(?P=group)\d{3})*(?![\d.,]|\s?%)")
_GROUPED_BY_COMMAS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d.,]|\s?%)")
_TAX_CODE = re.compile(r"(?<![A-Z0-9])[A-E]\d\d(?![A-Z0-9])")
"""A tax letter with digits, as Hungarian tills print it: `204 A00`."""
_CODE_BEHIND = re.compile(r"\s{1,3}[A-E](?:\d\d)?\W{0,2}$")
_NO_AMOUNT = frozenset({Label.COUNT, Label.TABLE_HEAD, Label.TAX_TABLE})


def find_whole_numbers(
    folded: str, taken: Sequence[tuple[int, int]], labelled: Labelled, *, commas: bool = False
) -> list[Number]:
    """Return the numbers of a folded row from left to right, the amounts among them marked as `whole`.

    Args:
        folded: The row.
        taken: Spans that are something else (dates, times).
        labelled: The row's labels.
        commas: Whether a comma parts thousands (yen, won), where else a point or a blank does (forint).
    """
    pattern = _GROUPED_BY_COMMAS if commas else _GROUPED
    grouped = {match.span() for match in pattern.finditer(folded) if not _overlaps(match.span(), taken)}
    joined = pattern.sub(lambda match: re.sub(r"\D", "", match.group()).zfill(len(match.group())), folded)
    codes = [match.span() for match in _TAX_CODE.finditer(folded)]
    found = find_numbers(joined, [*taken, *codes])
    explained = labelled.coverage >= LABEL_COVERAGE and any(hit.label not in _NO_AMOUNT for hit in labelled.hits)
    rate = min((number.end for number in found if number.percent), default=len(folded))
    last = max((number.start for number in found if not number.percent), default=-1)
    product = _product_start(found)
    return [_whole(number) if number.decimals == 0 and not number.percent and not number.measure and (
        (number.start, number.end) in grouped or number.currency is not None or number.start >= min(rate, product)
        or (number.start == last and (explained or _CODE_BEHIND.match(folded, number.end)))
    ) else number for number in found]  # fmt: skip


def _product_start(found: Sequence[Number]) -> int:
    """Return where a row's price begins if its quantity, price and amount stand side by side and multiply."""
    for quantity, price, amount in zip(found, found[1:], found[2:], strict=False):
        fits = amount.decimals == 0 and product_fits(quantity.value, price.value, amount.value)
        if fits and quantity.value > 0 and price.value > 1:
            return price.start
    return sys.maxsize


def _whole(number: Number) -> Number:
    return replace(number, value=number.value.quantize(Decimal(1)), other=None, whole=True)


def _overlaps(span: tuple[int, int], taken: Sequence[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)
