"""Everything found on a document before it is judged: what the checks compare and the fields are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from ocrcore.extraction.country import ro
from ocrcore.extraction.document_type import DocumentType, classify
from ocrcore.extraction.entries import Amount, Entry, ReadRow, build_entries, read_rows
from ocrcore.extraction.identifiers import (
    Identifier, choose_tax_id, find_fiscal_id, find_number, find_phone, find_tax_ids, find_z_number,
)  # fmt: skip
from ocrcore.extraction.item_lines import read_item_line
from ocrcore.extraction.items import ItemList, find_items
from ocrcore.extraction.labels import Label
from ocrcore.extraction.parties import Party, find_headings
from ocrcore.extraction.payments import Payments, find_payments
from ocrcore.extraction.taxes import Tax, find_taxes, repair_rates
from ocrcore.extraction.totals import Sums, Total, choose_total, table_totals
from ocrcore.extraction.vendor import Name, find_address, find_customer, find_vendor
from ocrcore.extraction.when import When, choose_date, choose_due_date, choose_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.extraction.dates import DateFound, TimeFound
    from ocrcore.extraction.rows import Row

ROMANIAN_MARKERS = 2
"""So many different words of `ro.MARKERS` make a document Romanian."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that was found. `ReadRow`s and entries are kept for what else wants to look."""

    read: tuple[ReadRow, ...]
    entries: tuple[Entry, ...]
    romanian: bool
    document_type: DocumentType
    currency: Currency | None
    when: When | None
    time: tuple[TimeFound, Row] | None
    due: tuple[DateFound, Row] | None
    vendor: Name | None
    address: Name | None
    customer: Name | None
    vendor_id: Identifier | None
    customer_id: Identifier | None
    phone: Identifier | None
    number: Identifier | None
    fiscal_id: Identifier | None
    z_number: Identifier | None
    items: ItemList
    taxes: tuple[Tax, ...]
    payments: Payments
    total: Total | None
    net: Amount | None
    tax_total: Amount | None
    discounts: Sequence[Amount]
    """The printed sum of all reductions, or else every reduction on its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency:
    """The document's currency and where it is printed; `row` is None when the country alone tells it."""

    code: str
    row: Row
    span: tuple[int, int]
    printed: bool


def take_in(rows: Sequence[Row], today: date) -> Reading:
    """Find everything on a document's rows."""
    read = read_rows(rows)
    entries = build_entries(read)
    romanian = _is_romanian(read)
    body = _body(read, entries)
    headings = find_headings(read)
    items = find_items(read, body)
    first = read[items.end].row.index if items.end < len(read) else (read[body].row.index if body < len(read) else 0)
    after = first if items.items else (read[body].row.index if body < len(read) else 0)
    payments = find_payments(entries, after)
    taxes = find_taxes(read, entries, after)
    sums = _sums(entries, items, taxes, payments, after, table_totals(read))
    total = choose_total(read, entries, sums)
    when = choose_date(read, today)
    if romanian:
        taxes = repair_rates(taxes, ro.rates_on(when.found.value if when else None), total.value if total else None)
    ids = find_tax_ids(read, headings, romanian=romanian)
    vendor = find_vendor(read, headings, body)
    return Reading(
        read=read, entries=entries, romanian=romanian,
        document_type=classify(read, total, payments, len(ids)),
        currency=_currency(read, total, romanian=romanian), when=when, time=choose_time(read, when),
        due=choose_due_date(read), vendor=vendor, address=find_address(read, headings, vendor, body),
        customer=find_customer(read, headings), vendor_id=choose_tax_id(ids, Party.VENDOR),
        customer_id=choose_tax_id(ids, Party.CUSTOMER), phone=find_phone(read[: max(body, 25)], headings),
        number=find_number(read, romanian=romanian), fiscal_id=find_fiscal_id(read) if romanian else None,
        z_number=find_z_number(read) if romanian else None, items=items, taxes=taxes, payments=payments, total=total,
        net=_net(entries, total, after), tax_total=_tax_total(entries, taxes, total, after),
        discounts=_discounts(entries, items, total),
    )  # fmt: skip


def _is_romanian(read: Sequence[ReadRow]) -> bool:
    found: set[str] = set()
    for each in read[:300]:
        found.update(ro.MARKERS.findall(each.row.folded))
        if len(found) > ROMANIAN_MARKERS + 1:
            break
    return len(found) >= ROMANIAN_MARKERS


def _body(read: Sequence[ReadRow], entries: Sequence[Entry]) -> int:
    """Return the index of the first row of goods: the first with an amount or a quantity, less the names above it."""
    balances = {entry.row.index for entry in entries if entry.label is Label.BALANCE}
    for index, each in enumerate(read):
        main = each.labelled.main
        if main is not None and main.label is Label.TABLE_HEAD and each.labelled.coverage >= 0.75 and len(each.labelled.hits) > 1:
            return index
        counted = any(n.decimals == 3 for n in each.numbers) and " X " in f" {each.row.folded} "
        if (each.amounts and each.row.index not in balances and not each.dates) or counted:
            return _above(read, index)
    return len(read)


def _above(read: Sequence[ReadRow], index: int) -> int:
    """Go up over the rows that name the first goods: no identifiers, dates, or words of the head among them."""
    each = read[index]
    named = read_item_line(each).named
    top = index
    while top > 0 and index - top < 3 and not named and _may_name_goods(read[top - 1]):
        top -= 1
    return top


def _may_name_goods(each: ReadRow) -> bool:
    folded = each.row.folded
    head = ("CIF", "C.I.F", "TEL", "JUD", "STR", "COD", "REG", "GST", "BON", "DATA", "DATE", "LEI", "RM", "SRL", "S.R.L", "INVOICE", "OPERATOR", "CASIER", "NR.", "STATIA", "CASA:", "TAX ")
    return each.letters >= 3 and not each.dates and not each.times and not any(word in folded for word in head)


def _sums(
    entries: Sequence[Entry], items: ItemList, taxes: tuple[Tax, ...], payments: Payments, after: int, in_table: set[int]
) -> Sums:  # fmt: skip
    def values(*labels: Label, rated: bool = False) -> list[Decimal]:
        return [
            entry.amounts[-1].value for entry in entries
            if entry.label in labels and entry.amounts and entry.row.index >= after and entry.weight > 0.45
            and (rated or entry.rate is None) and (entry.row.index not in in_table or entry.label is Label.TAX)
        ]  # fmt: skip

    adjustments = [value for value in values(Label.ROUNDING, Label.SURCHARGE) if value]
    adjustments += [-abs(value) for value in values(Label.DISCOUNT, rated=True) if value]
    tax_totals = values(Label.TAX_TOTAL, Label.TAX)
    if taxes:
        tax_totals.append(sum((tax.amount for tax in taxes), Decimal(0)))
    return Sums(
        payments=payments, items=items, taxes=taxes, nets=values(Label.NET, Label.SUBTOTAL)[:6],
        tax_totals=list(dict.fromkeys(tax_totals))[:6], pairs=_pairs(entries, after), subtotals=values(Label.SUBTOTAL, Label.NET, Label.TOTAL)[:6],
        adjustments=adjustments[:6], roundings=[value for value in values(Label.ROUNDING) if 0 < abs(value) < 1],
    )  # fmt: skip


def _pairs(entries: Sequence[Entry], after: int) -> list[tuple[Decimal, Decimal]]:
    """Return net and tax where one total's row prints both side by side."""
    return [
        (entry.amounts[0].value, entry.amounts[1].value) for entry in entries
        if entry.label in {Label.TOTAL, Label.SUBTOTAL, Label.NET} and len(entry.amounts) in {2, 3} and entry.row.index >= after
    ]  # fmt: skip


def _net(entries: Sequence[Entry], total: Total | None, after: int) -> Amount | None:
    """Return the printed net total: of several, one that is not more than the total."""
    found = [
        entry.amounts[0] for entry in entries
        if entry.label is Label.NET and entry.amounts and entry.rate is None and entry.row.index >= after
    ]  # fmt: skip
    pairs = [entry for entry in entries if entry.label in {Label.TOTAL, Label.SUBTOTAL} and len(entry.amounts) >= 2]
    for entry in pairs:
        if total is not None and entry.amounts[0].value + entry.amounts[1].value == total.value:
            found.insert(0, entry.amounts[0])
    fitting = [amount for amount in found if total is None or abs(amount.value) <= abs(total.value)]
    return fitting[0] if fitting else None


def _tax_total(entries: Sequence[Entry], taxes: Sequence[Tax], total: Total | None, after: int) -> Amount | None:
    """Return the printed sum of taxes: the one that agrees with the rates, else the best labelled."""
    found = [
        (entry, entry.amounts[-1]) for entry in entries
        if entry.label in {Label.TAX_TOTAL, Label.TAX} and entry.amounts and entry.rate is None
        and entry.row.index >= after and entry.weight > 0.45
    ]  # fmt: skip
    summed = sum((tax.amount for tax in taxes), Decimal(0))
    for entry in entries:
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


def _discounts(entries: Sequence[Entry], items: ItemList, total: Total | None) -> list[Amount]:
    """Return the printed sum of all reductions where one agrees with them, else the reductions outside the goods.

    Those among the goods are in `items.discounts`; outside stand reductions of the whole, above the total.
    """
    inside = {row.index for each in items.discounts for row in each.rows}
    last = total.found.row.index if total is not None else -1
    found = [e for e in entries if e.label is Label.DISCOUNT and e.amounts and e.weight > 0.5 and e.row.index not in inside]
    whole = [e.amounts[-1] for e in found if items.end <= e.row.index <= last and not _sums_up(e)]
    summed = abs(sum((abs(each.value) for each in whole), Decimal(0)) - sum((d.amount for d in items.discounts), Decimal(0)))
    told = [e.amounts[-1] for e in found if _sums_up(e) and abs(e.amounts[-1].value) == summed]
    told = told or [e.amounts[-1] for e in found if _sums_up(e) and not summed]
    return told[:1] or whole


def _sums_up(entry: Entry) -> bool:
    return "TOTAL" in entry.row.folded and "SUBTOTAL" not in entry.row.folded


def _currency(read: Sequence[ReadRow], total: Total | None, *, romanian: bool) -> Currency | None:
    votes: dict[str, tuple[int, ReadRow, tuple[int, int]]] = {}
    for each in read[:600]:
        for number in each.numbers:
            if number.currency:
                count, first, span = votes.get(number.currency, (0, each, (number.start, number.end)))
                near = total is not None and each.row.index == total.found.row.index
                votes[number.currency] = (count + (5 if near else 1), first, span)
    if romanian and total is not None and not ({"EUR", "USD"} & votes.keys() and "RON" not in votes):
        _, row, span = votes.get("RON", (0, read[0], (0, 0)))
        return Currency(code="RON", row=row.row if span != (0, 0) else total.found.row, span=span, printed=span != (0, 0))
    if not votes:
        return _currency_word(read)
    if "MYR" in votes or _is_malaysian(read):
        code = "MYR" if _is_malaysian(read) else max(votes, key=lambda c: votes[c][0])
    else:
        code = max(votes, key=lambda c: votes[c][0])
    _, row, span = votes.get(code, next(iter(votes.values())))
    return Currency(code=code, row=row.row, span=span, printed=code in votes)


def _is_malaysian(read: Sequence[ReadRow]) -> bool:
    words = ("SDN BHD", "SELANGOR", "KUALA LUMPUR", "JALAN", "JOHOR", "MALAYSIA", "(RM)", "PETALING", "TAMAN")
    return sum(any(word in each.row.folded for each in read[:300]) for word in words) >= 2


def _currency_word(read: Sequence[ReadRow]) -> Currency | None:
    for word, code in (("RM", "MYR"), ("EUR", "EUR"), ("€", "EUR"), ("LEI", "RON"), ("USD", "USD"), ("US DOLLARS", "USD"), ("CHF", "CHF")):
        for each in read[:400]:
            at = f" {each.row.folded} ".find(f" {word} ")
            at = at if at >= 0 else each.row.folded.find(f"({word})")
            if at >= 0:
                return Currency(code=code, row=each.row, span=(at, at + len(word)), printed=True)
    first = read[0] if read else None
    return Currency(code="MYR", row=first.row, span=(0, 0), printed=False) if first and _is_malaysian(read) else None
