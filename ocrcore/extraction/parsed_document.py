"""Everything found on a document before it is judged: what the checks compare and the fields are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ocrcore.extraction.amounts.credit_note import Credit, credit_of
from ocrcore.extraction.amounts.currency import Currency, find_currency
from ocrcore.extraction.amounts.item_lines import read_item_line
from ocrcore.extraction.amounts.item_repair import put_right, told_once, without_total
from ocrcore.extraction.amounts.items import ItemList, find_items
from ocrcore.extraction.amounts.payments import Payments, find_payments, is_card_slip, slip_below
from ocrcore.extraction.amounts.sums import find_discounts, find_net, find_tax_total, sum_up
from ocrcore.extraction.amounts.taxes import Tax, find_taxes, repair_rates, tax_of_total
from ocrcore.extraction.amounts.totals import Total, choose_total, paid_by_slip, table_totals
from ocrcore.extraction.country import hu, ro
from ocrcore.extraction.document_date import When, choose_date, choose_due_date, choose_time
from ocrcore.extraction.document_type import DocumentType, classify
from ocrcore.extraction.parties.columns import part_columns
from ocrcore.extraction.parties.customer import find_customer
from ocrcore.extraction.parties.document_number import find_number
from ocrcore.extraction.parties.identifiers import (
    Identifier,
    choose_tax_id,
    find_fiscal_id,
    find_phone,
    find_tax_ids,
    find_z_number,
)
from ocrcore.extraction.parties.letterhead import implied_headings
from ocrcore.extraction.parties.parties import Party, find_headings
from ocrcore.extraction.parties.party_words import ADDRESS
from ocrcore.extraction.parties.vendor import Name, find_address, find_vendor
from ocrcore.extraction.text.labels import Label
from ocrcore.extraction.values.labelled_amounts import Amount, LabelledAmount, ReadRow, find_labelled_amounts, read_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from ocrcore.extraction.text.rows import Row
    from ocrcore.extraction.values.dates import DateFound, TimeFound
    from ocrcore.extraction.values.habit import Habit
    from ocrcore.extraction.values.numbers import Number

MARKED = {ro.CURRENCY: (ro.MARKERS, 2), hu.CURRENCY: (hu.MARKERS, 3)}
"""By currency, the words that tell a country's documents, and how many different ones are needed."""
WHOLE = frozenset({hu.CURRENCY})
"""Currencies whose amounts are printed without decimals."""

_OF_THE_HEAD = re.compile(
    r"C\.?[I1]\.?F(?![A-Z])|(?<![A-Z])(?:TEL|JUD|JUDETUL|STR|STRADA|COD|REG|GST|BON|DATA|DATE|LEI|RON|RM|SRL|S\.R\.L|INVOICE|"
    r"OPERATOR|CASIER|NR\.|STATIA|CASA|TAX|CUI)(?![A-Z])"
)
"""Words of a document's head, which no row that names goods has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDocument:
    """All that was found. `ReadRow`s and labelled amounts are kept for what else wants to look."""

    read: tuple[ReadRow, ...]
    labelled_amounts: tuple[LabelledAmount, ...]
    romanian: bool
    document_type: DocumentType
    credit: Credit
    slip: range
    """The rows of a card's slip under the receipt; empty where there is none."""
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


def parse_document(rows: Sequence[Row], today: date, habit: Habit) -> ParsedDocument:
    """Find everything on a document's rows, read the way the document writes amounts and dates (`habit`)."""
    home = _home(rows)
    romanian, whole = home == ro.CURRENCY, home in WHOLE or habit.in_units
    read = read_rows(rows, habit, whole=whole)
    parted = part_columns(read)
    read = read if parted is None else read_rows(parted.rows, habit, whole=whole)
    labelled_amounts = find_labelled_amounts(read)
    body = _body(read, labelled_amounts)
    headings = (*find_headings(read), *(parted.implied if parted is not None else ()))
    headings += implied_headings(read, headings)
    items = find_items(read, body)
    first = read[items.end].row.index if items.end < len(read) else (read[body].row.index if body < len(read) else 0)
    after = first if items.items else (read[body].row.index if body < len(read) else 0)
    payments = find_payments(labelled_amounts, after)
    items = without_total(items, payments)
    taxes = find_taxes(read, labelled_amounts, after)
    sums = sum_up(labelled_amounts, items, taxes, payments, after=after, in_table=table_totals(read))
    total = choose_total(read, labelled_amounts, sums)
    if total is not None:
        items, total = _repaired(
            items, total, lambda mended: choose_total(read, labelled_amounts, replace(sums, items=mended))
        )
    if total is not None and not payments.made and not items.items and is_card_slip(read):
        payments = paid_by_slip(total)
    if total is not None and not taxes:
        taxes = tax_of_total(read, total.value, after)
    slip = slip_below(read, total.found.row.index if total is not None else len(read))
    when = choose_date(read, today, slip)
    if romanian:
        taxes = repair_rates(
            taxes, ro.rates_on(when.found.value if when else None), total.value if total else None, items.by_code
        )
    tax_total = find_tax_total(labelled_amounts, taxes, total, after)
    ids = find_tax_ids(read, headings, romanian=romanian)
    vendor = find_vendor(read, headings, body)
    return ParsedDocument(
        read=read, labelled_amounts=labelled_amounts, romanian=romanian,
        document_type=classify(read, total, payments, len(ids)), credit=credit_of(read), slip=slip,
        currency=find_currency(read, total, home=home), when=when, time=choose_time(read, when, slip),
        due=choose_due_date(read), vendor=vendor, address=find_address(read, headings, vendor, body),
        customer=find_customer(read, headings), vendor_id=choose_tax_id(ids, Party.VENDOR),
        customer_id=choose_tax_id(ids, Party.CUSTOMER), phone=find_phone(read[: max(body, 25)], headings),
        number=find_number(read, romanian=romanian), fiscal_id=find_fiscal_id(read) if romanian else None,
        z_number=find_z_number(read) if romanian else None, items=items, taxes=taxes, payments=payments, total=total,
        net=find_net(labelled_amounts, total, _tax_of(tax_total, taxes), after), tax_total=tax_total,
        discounts=find_discounts(labelled_amounts, items, total),
    )  # fmt: skip


def _repaired(items: ItemList, total: Total, total_of: Callable[[ItemList], Total | None]) -> tuple[ItemList, Total]:
    items, total = told_once(items, total, total_of)
    return put_right(items, total, total_of)


def _tax_of(printed: Amount | None, taxes: Sequence[Tax]) -> Decimal:
    """Return the whole tax: as printed, or the sum of the taxes by rate."""
    return printed.value if printed is not None else sum((tax.amount for tax in taxes), Decimal(0))


def _home(rows: Sequence[Row]) -> str | None:
    """Return the currency of the country whose words the document has most of, or None for any other country."""
    text = "\n".join(row.folded for row in rows[:300])
    found = {code: len(set(markers.findall(text))) for code, (markers, _) in MARKED.items()}
    best = max(found, key=lambda code: found[code])
    return best if found[best] >= MARKED[best][1] else None


def _body(read: Sequence[ReadRow], labelled_amounts: Sequence[LabelledAmount]) -> int:
    """Return the index of the first row of goods: the first with an amount or a quantity, less the names above it."""
    balances = {entry.row.index for entry in labelled_amounts if entry.label is Label.BALANCE}
    for index, each in enumerate(read):
        main = each.labelled.main
        if (
            main is not None
            and main.label is Label.TABLE_HEAD
            and each.labelled.coverage >= 0.75
            and len(each.labelled.hits) > 1
        ):
            return index
        counted = any(n.decimals == 3 for n in each.numbers) and " X " in f" {each.row.folded} "
        priced = any(not _is_house_number(each, number) for number in each.amounts)
        if (priced and each.row.index not in balances and not each.dates) or counted:
            return _above(read, index)
    return len(read)


def _is_house_number(each: ReadRow, number: Number) -> bool:
    """Tell whether what could be an amount with a blank in it is two numbers of an address: `Str. 1 Decembrie 1918, 88`."""
    return " " in each.row.text[number.start : number.end] and bool(ADDRESS.search(each.row.folded))


def _above(read: Sequence[ReadRow], index: int) -> int:
    """Go up over the rows that name the first goods: no identifiers, dates, or words of the head among them."""
    each = read[index]
    named = read_item_line(each).named
    top = index
    while top > 0 and index - top < 3 and not named and _may_name_goods(read[top - 1]):
        top -= 1
    return top


def _may_name_goods(each: ReadRow) -> bool:
    return each.letters >= 3 and not each.dates and not each.times and not _OF_THE_HEAD.search(each.row.folded)
