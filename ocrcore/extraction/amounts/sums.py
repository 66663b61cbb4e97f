"""Amounts by their part in the sum: net, tax, reductions, and what is added or taken off on the way to the total."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ocrcore.extraction.amounts.totals import Sums, Total
from ocrcore.extraction.text.labels import Label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.extraction.amounts.items import ItemList
    from ocrcore.extraction.amounts.payments import Payments
    from ocrcore.extraction.amounts.taxes import Tax
    from ocrcore.extraction.values.labelled_amounts import Amount, LabelledAmount


def sum_up(
    labelled_amounts: Sequence[LabelledAmount],
    items: ItemList,
    taxes: tuple[Tax, ...],
    payments: Payments,
    *,
    after: int,
    in_table: set[int],
) -> Sums:  # fmt: skip
    """Return what the parts of a document say about its total.

    Args:
        labelled_amounts: Labels with their amounts.
        items: The goods.
        taxes: The taxes by rate.
        payments: What was paid.
        after: Index of the first row below the goods.
        in_table: Indices of rows in a table of taxes, whose totals are the table's.
    """

    def values(*labels: Label, rated: bool = False) -> list[Decimal]:
        return [
            entry.amounts[-1].value for entry in labelled_amounts
            if entry.label in labels and entry.amounts and entry.row.index >= after and entry.weight > 0.45
            and (rated or entry.rate is None) and (entry.row.index not in in_table or entry.label is Label.TAX)
        ]  # fmt: skip

    adjustments = [value for value in (*values(Label.ROUNDING), *values(Label.SURCHARGE, rated=True)) if value]
    adjustments += [value for value in values(Label.VOUCHER) if value < 0]
    adjustments += [-abs(value) for value in values(Label.DISCOUNT, rated=True) if value]
    tax_totals = values(Label.TAX_TOTAL, Label.TAX)
    rated = values(Label.TAX, rated=True)
    if len(rated) > 1:  # halves of one tax, of the state and of the country, are alike: `CGST 9%`, `SGST 9%`
        tax_totals.append(sum(rated, Decimal(0)))
    if taxes:
        tax_totals.append(sum((tax.amount for tax in taxes), Decimal(0)))
    return Sums(
        payments=payments, items=items, taxes=taxes, nets=values(Label.NET, Label.SUBTOTAL)[:6],
        tax_totals=list(dict.fromkeys(tax_totals))[:6], pairs=_pairs(labelled_amounts, after),
        subtotals=values(Label.SUBTOTAL, Label.NET, Label.TOTAL)[:6],
        adjustments=adjustments[:6], roundings=[value for value in values(Label.ROUNDING) if 0 < abs(value) < 1],
    )  # fmt: skip


def _pairs(labelled_amounts: Sequence[LabelledAmount], after: int) -> list[tuple[Decimal, Decimal]]:
    """Return net and tax where one total's row prints both side by side."""
    return [
        (entry.amounts[0].value, entry.amounts[1].value) for entry in labelled_amounts
        if entry.label in {Label.TOTAL, Label.SUBTOTAL, Label.NET} and len(entry.amounts) in {2, 3} and entry.row.index >= after
    ]  # fmt: skip


_MAY_BE_NET = {Label.TOTAL, Label.SUBTOTAL, Label.TOTAL_DUE}
"""`NET TOTAL` is what is to be paid on one receipt and what is taxed on another invoice."""


def find_net(
    labelled_amounts: Sequence[LabelledAmount], total: Total | None, tax: Decimal, after: int
) -> Amount | None:
    """Return the printed net total: of several, one that is not more than the total.

    A subtotal, or a column's sum, is the net total where the tax total makes it the total.
    """
    found = [
        entry.amounts[0] for entry in labelled_amounts
        if entry.label is Label.NET and entry.amounts and entry.rate is None and entry.row.index >= after
    ]  # fmt: skip
    pairs = [
        entry for entry in labelled_amounts if entry.label in {Label.TOTAL, Label.SUBTOTAL} and len(entry.amounts) >= 2
    ]
    for entry in pairs:
        if total is not None and entry.amounts[0].value + entry.amounts[1].value == total.value:
            found.insert(0, entry.amounts[0])
    if not found and total is not None:
        sums = [e for e in labelled_amounts if e.label in _MAY_BE_NET and e.amounts and (tax or "NET" in e.row.folded)]
        found = [e.amounts[0] for e in sums if e.amounts[0].value + tax == total.value and e.row.index >= after]
    fitting = [
        amount for amount in found
        if total is None or abs(amount.value) < abs(total.value) or (amount.value == total.value and not tax)
    ]  # fmt: skip
    return fitting[0] if fitting else None


def find_tax_total(
    labelled_amounts: Sequence[LabelledAmount], taxes: Sequence[Tax], total: Total | None, after: int
) -> Amount | None:
    """Return the printed sum of taxes: the one that agrees with the rates, else the best labelled."""
    found = [
        (entry, entry.amounts[-1]) for entry in labelled_amounts
        if entry.label in {Label.TAX_TOTAL, Label.TAX} and entry.amounts and entry.rate is None
        and entry.row.index >= after and entry.weight > 0.45
    ]  # fmt: skip
    summed = sum((tax.amount for tax in taxes), Decimal(0))
    for entry in labelled_amounts:
        if total is not None and entry.label in {Label.TOTAL, Label.SUBTOTAL} and len(entry.amounts) >= 2:
            first, second = entry.amounts[:2]
            if first.value + second.value == total.value:
                found.append((entry, second))
    if total is not None:
        found = [pair for pair in found if abs(pair[1].value) < abs(total.value) or total.value == 0]
    if not found:
        return None
    best = max(found, key=lambda p: (bool(taxes) and p[1].value == summed, p[0].label is Label.TAX_TOTAL, p[0].weight))
    return best[1]


def find_discounts(labelled_amounts: Sequence[LabelledAmount], items: ItemList, total: Total | None) -> list[Amount]:
    """Return the printed sum of all reductions where one agrees with them, else the reductions outside the goods.

    Those among the goods are in `items.discounts`; outside stand reductions of the whole, above the total.
    """
    inside = {row.index for each in items.discounts for row in each.rows}
    last = total.found.row.index if total is not None else -1
    found = [
        e
        for e in labelled_amounts
        if e.label is Label.DISCOUNT and e.amounts and e.weight > 0.5 and e.row.index not in inside
    ]
    whole = [e.amounts[-1] for e in found if items.end <= e.row.index <= last and not _sums_up(e)]
    summed = abs(
        sum((abs(each.value) for each in whole), Decimal(0)) - sum((d.amount for d in items.discounts), Decimal(0))
    )
    summed_up = [e.amounts[-1] for e in found if _sums_up(e) and abs(e.amounts[-1].value) == summed]
    summed_up = summed_up or [e.amounts[-1] for e in found if _sums_up(e) and not summed]
    return summed_up[:1] or whole


def _sums_up(entry: LabelledAmount) -> bool:
    return "TOTAL" in entry.row.folded and "SUBTOTAL" not in entry.row.folded
