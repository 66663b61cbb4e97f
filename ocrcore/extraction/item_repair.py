"""Amounts of goods that were misread, put right where quantity × price and the document's total both prove it."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP
from itertools import combinations
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from ocrcore.extraction.numbers import plain
from ocrcore.extraction.totals import MISREAD_LETTERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocrcore.extraction.items import Item, ItemList
    from ocrcore.extraction.totals import Total

MOST_WRONG = 4
"""A document with more amounts that may be wrong is left as it was read: their sum would prove little."""


def put_right(items: ItemList, total: Total, total_of: Callable[[ItemList], Total | None]) -> tuple[ItemList, Total]:
    """Return the goods with the amounts that had to be misread put right, and the total that they now support.

    An amount is replaced by quantity × price where that looks much like it, and only if the goods then add up to the
    total that was chosen without them.

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


def _misread(item: Item) -> Item | None:
    """Return the item with the amount that its quantity and price make, when its own looks like a misreading of that."""
    if item.quantity is None or item.unit_price is None or item.multiplies:
        return None
    product = (item.quantity * item.unit_price).quantize(item.amount, ROUND_HALF_UP)
    if not product or OSA.distance(plain(item.amount), plain(product)) > MISREAD_LETTERS:
        return None
    return replace(item, amount=product, multiplies=True, printed=item.amount)
