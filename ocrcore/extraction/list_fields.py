"""The lists of the contract: taxes, payments and items, each row with its place and confidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocrcore.extraction.checks.confidence import calibrated, outcome_of, score
from ocrcore.extraction.fields import ListRow
from ocrcore.extraction.values.numbers import plain

if TYPE_CHECKING:
    from decimal import Decimal

    from ocrcore.extraction.amounts.items import Item
    from ocrcore.extraction.checks.verdict import Outcome
    from ocrcore.extraction.parsed_document import ParsedDocument
    from ocrcore.extraction.text.page_text import Box
    from ocrcore.extraction.text.rows import Row


def list_fields(reading: ParsedDocument, outcome: Outcome) -> dict[str, tuple[ListRow, ...]]:
    """Return the lists by name, empty ones left out."""
    lists = {
        "taxes": _taxes(reading, outcome),
        "payments": _payments(reading, outcome),
        "items": _items(reading, outcome),
    }
    return {name: found for name, found in lists.items() if found}


def _taxes(reading: ParsedDocument, outcome: Outcome) -> tuple[ListRow, ...]:
    summed, fitting = outcome_of(outcome, "taxes_sum_to_tax_total"), outcome_of(outcome, "items_fit_taxes")
    found = []
    for tax in reading.taxes:
        members = {"code": tax.code, "rate": _number(tax.rate), "base": _money(tax.base), "amount": plain(tax.amount)}
        raw = score(0.75, tax.row.confidence_of(*tax.span), passed=(summed, fitting, tax.fits))
        found.append(_list_row("taxes", members, raw, tax.row))
    return tuple(found)


def _payments(reading: ParsedDocument, outcome: Outcome) -> tuple[ListRow, ...]:
    covered = outcome_of(outcome, "payments_cover_total")
    found = []
    for payment in reading.payments.made:
        number, row = payment.found.number, payment.found.row
        raw = score(0.7 * payment.weight + 0.1, row.confidence_of(number.start, number.end), passed=(covered,))
        found.append(_list_row("payments", {"method": payment.method, "amount": plain(payment.amount)}, raw, row))
    return tuple(found)


def _items(reading: ParsedDocument, outcome: Outcome) -> tuple[ListRow, ...]:
    summed = outcome_of(outcome, "items_sum_to_total")
    return tuple(_item(item, summed) for item in reading.items.items)


def _item(item: Item, summed: bool | None) -> ListRow:
    members = {
        "description": item.description, "quantity": _number(item.quantity), "unit": item.unit.lower(),
        "unit_price": "" if item.unit_price is None else f"{item.unit_price:f}", "amount": plain(item.amount),
        "tax_code": item.code,
    }  # fmt: skip
    last = item.rows[-1]
    raw = score(0.65, last.confidence_of(0, len(last.text)), passed=(summed, True if item.multiplies else None))
    return _list_row("items", members, raw, *item.rows)


def _list_row(name: str, members: dict[str, str], raw: float, *rows: Row) -> ListRow:
    page = rows[-1].page
    own = [row for row in rows if row.page == page]
    shown = {key: value for key, value in members.items() if value}
    return ListRow(members=shown, confidence=calibrated(name, raw), page=page, box=_around([row.box for row in own]))


def _around(boxes: list[Box]) -> Box:
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def _number(value: Decimal | None) -> str:
    """A rate or quantity without needless zeros: `21`, `0.456`."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _money(value: Decimal | None) -> str:
    return "" if value is None else plain(value)
