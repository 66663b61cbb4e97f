"""Amounts of goods that were misread, put right where the document's total proves it."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from ocrcore.extraction.amounts.totals import MISREAD_LETTERS
from ocrcore.extraction.values.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocrcore.extraction.amounts.items import Item, ItemList
    from ocrcore.extraction.amounts.payments import Payments
    from ocrcore.extraction.amounts.totals import Total

_LITRE_READ_AS_ONE = re.compile(r"\d[mM][1Il|](?P<amount>\d{1,4}[.,]\d\d)(?!\d)")
MOST_WRONG = 4
"""A document with more amounts that may be wrong is left as it was read: their sum would prove little."""


def put_right(items: ItemList, total: Total, total_of: Callable[[ItemList], Total | None]) -> tuple[ItemList, Total]:
    """Return the goods with the amounts that had to be misread put right, and the total that they now support.

    An amount is replaced by quantity × price where that looks much like it, or loses a digit that may be the end of a size, and
    only if the goods then add up to the total that was chosen without them.

    Args:
        items: The goods as read.
        total: The document's total.
        total_of: Chooses the total again, with other goods.
    """
    products = {number: product for number, item in enumerate(items.items) if (product := _misread(item)) is not None}
    if "items" in total.supports or len(products) > MOST_WRONG:
        return items, total
    for count in range(len(products), 0, -1):
        for chosen in combinations(products, count):
            goods = tuple(products[number] if number in chosen else item for number, item in enumerate(items.items))
            mended = replace(items, items=goods)
            again = total_of(mended)
            if again is not None and again.value == total.value and "items" in again.supports:
                return mended, again
    return items, total


def told_once(items: ItemList, total: Total, total_of: Callable[[ItemList], Total | None]) -> tuple[ItemList, Total]:
    """Return the goods without a reduction that a receipt tells under its item and again below them all.

    The later one is the sum of all before it, or repeats one; it goes only if the goods then add up to the total.
    """
    if "items" in total.supports or len(items.discounts) < 2:
        return items, total
    *before, last = items.discounts
    if last.amount not in {sum((each.amount for each in before), Decimal(0)), *(each.amount for each in before)}:
        return items, total
    mended = replace(items, discounts=tuple(before))
    again = total_of(mended)
    fits = again is not None and again.value == total.value and "items" in again.supports
    return (mended, again) if fits and again is not None else (items, total)


def without_total(items: ItemList, payments: Payments) -> ItemList:
    """Return the goods without the last one where that is their total with its label lost: what they cost, and what was paid."""
    if len(items.items) < 2 or items.items[-1].quantity is not None:
        return items
    goods = replace(items, items=items.items[:-1])
    return goods if items.items[-1].amount == goods.total == payments.net else items


def _misread(item: Item) -> Item | None:
    """Return the item with the amount that it may really have, or None."""
    return _multiplied(item) or _without_litre(item)


def _without_litre(item: Item) -> Item | None:
    """Return the item without the digit in front of its amount that may be the `l` of a size: `180m175.00`."""
    for row in item.rows:
        glued = _LITRE_READ_AS_ONE.search(row.text)
        if glued and plain(item.amount) == f"1{glued.group('amount').replace(',', '.')}":
            return replace(
                item,
                description=f"{item.description}l",
                amount=Decimal(plain(item.amount)[1:]),
                printed=item.amount,
            )
    return None


def _multiplied(item: Item) -> Item | None:
    """Return the item with the amount that its quantity and price make, when its own looks like a misreading of that."""
    if item.quantity is None or item.unit_price is None or item.multiplies:
        return None
    product = (item.quantity * item.unit_price).quantize(item.amount, ROUND_HALF_UP)
    if not product or Levenshtein.distance(plain(item.amount), plain(product)) > MISREAD_LETTERS:
        return None
    return replace(item, amount=product, multiplies=True, printed=item.amount)
