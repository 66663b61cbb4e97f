"""Where the goods of a document end: at the first total or way of paying that is no name of goods."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocrcore.extraction.amounts.item_lines import read_item_line
from ocrcore.extraction.text.labels import Label
from ocrcore.extraction.values.rounding import product_fits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.extraction.values.labelled_amounts import ReadRow

SURELY_READ = 0.9
"""A label guessed from misread letters is less exact than this."""
_COUNTED = re.compile(r"\d{1,3}(?:[.,]\d{3})?\s?[X*]\s?[A-Z]")
"""How a row of goods begins that has its quantity in front."""

ENDS = {
    Label.SUBTOTAL,
    Label.TOTAL,
    Label.TOTAL_DUE,
    Label.NET,
    Label.TAX_TOTAL,
    Label.TAX_TABLE,
    Label.TAX,
    Label.ROUNDING,
}
_ENDS_WITH_AMOUNT = {Label.CASH, Label.CARD, Label.PAID, Label.CHANGE, Label.COUNT}


def end_of_goods(read: Sequence[ReadRow], start: int) -> int:
    """Return the index of the first row that is a total, once goods were seen."""
    seen = False
    for index in range(start, len(read)):
        each = read[index]
        main = each.labelled.main
        covered = each.labelled.coverage >= 0.6
        if seen and main is not None and covered:
            if main.label in ENDS and not _continues(read, index):
                return index
            if (
                main.label in _ENDS_WITH_AMOUNT
                and each.amounts
                and not _names_goods(each, main.exactness)
                and not read_item_line(each).multiplies
                and not (index and _is_counted_above(read[index - 1], each))
            ):
                return index
        if each.amounts and (
            not (main is not None and main.label in ENDS | _ENDS_WITH_AMOUNT | {Label.BALANCE} and covered)
            or (main.label is Label.COUNT and read_item_line(each).multiplies)
        ):
            seen = True
    return len(read)


def _names_goods(each: ReadRow, exactness: float) -> bool:
    """Tell whether a row that resembles a way of paying is one of goods: `1,000 X CRELIT CARNE 21,49 B`."""
    return exactness < SURELY_READ and bool(_COUNTED.match(each.row.folded))


def _is_counted_above(above: ReadRow, each: ReadRow) -> bool:
    """Tell whether the row above prints the quantity and price of this row's amount: `1 BUC x 61,54`, `Carte 61,54`."""
    line = read_item_line(above)
    if line.amount is not None or line.quantity is None or line.unit_price is None:
        return False
    return product_fits(line.quantity, line.unit_price, each.amounts[-1].value)


def _continues(read: Sequence[ReadRow], index: int) -> bool:
    """Tell whether the total of a page is followed by goods on the next page."""
    page = read[index].row.page
    later = [each for each in read[index + 1 :] if each.row.page > page]
    return sum(read_item_line(each).multiplies for each in later[:200]) >= 1
