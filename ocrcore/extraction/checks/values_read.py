"""The plain values of a document that was just parsed, with what its page proves besides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocrcore.extraction.checks.plain_values import PlainItem, PlainTax, PlainTaxId, PlainValues

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from ocrcore.extraction.amounts.items import Item
    from ocrcore.extraction.parsed_document import ParsedDocument
    from ocrcore.extraction.parties.identifiers import Identifier


def values_read(reading: ParsedDocument, today: date) -> PlainValues:
    """Return what a parsed document says; a date is judged plausible against `today`."""
    total = reading.total
    return PlainValues(
        today=today,
        romanian=reading.romanian,
        currency=reading.currency.code if reading.currency else "",
        date=reading.when.found.value if reading.when else None,
        due_date=_due(reading),
        vendor_tax_id=_tax_id(reading.vendor_id),
        customer_tax_id=_tax_id(reading.customer_id),
        fiscal_id=reading.fiscal_id.value if reading.fiscal_id else "",
        total=total.value if total else None,
        net_total=reading.net.value if reading.net else None,
        tax_total=reading.tax_total.value if reading.tax_total else None,
        items=tuple(_item(item) for item in reading.items.items),
        item_sums=(reading.items.total,) if reading.items.items else (),
        reductions=tuple(_item(item) for item in reading.items.discounts),
        taxes=tuple(PlainTax(code=t.code, rate=t.rate, amount=t.amount, fits=t.fits) for t in reading.taxes),
        paid=_paid(reading),
        change_known=True,
        proofs=total.supports if total else frozenset(),
        rival_total=total.runner_up if total else None,
    )


def _due(reading: ParsedDocument) -> date | None:
    return reading.due[0].value if reading.due is not None and reading.document_type == "invoice" else None


def _tax_id(found: Identifier | None) -> PlainTaxId | None:
    return None if found is None else PlainTaxId(value=found.value, valid=found.valid)


def _item(item: Item) -> PlainItem:
    multiplies = item.multiplies if item.quantity is not None and item.unit_price is not None else None
    return PlainItem(amount=item.amount, tax_code=item.code, multiplies=multiplies, printed=item.printed)


def _paid(reading: ParsedDocument) -> Decimal | None:
    """Return what was paid, unless it is the very print that was taken for the total: that proves nothing."""
    total, paid = reading.total, reading.payments.net
    if total is None:
        return None
    is_same_print = any(payment.found.row.index == total.found.row.index for payment in reading.payments.made)
    return None if is_same_print and paid == total.value and not total.supports else paid
