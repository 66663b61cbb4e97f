"""The fields and lists that an e-invoice holds, with the Result's names and signs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ocrcore.documents.e_invoice.figures import amount_text, figure_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from ocrcore.documents.e_invoice.invoice import EInvoice, InvoiceLine, TradeParty

MEANS = {
    **dict.fromkeys(("10",), "cash"),
    **dict.fromkeys(("48", "54", "55"), "card"),
    **dict.fromkeys(("30", "31", "42", "49", "57", "58", "59"), "transfer"),
}
"""Codes of UNTDID 4461 by the contract's names for ways of paying; all others are `other`."""
_UNITS = {
    "KGM": "kg", "GRM": "g", "TNE": "t", "LTR": "l", "MLT": "ml", "MTR": "m", "CMT": "cm", "KMT": "km", "MTK": "m²",
    "MTQ": "m³", "KWH": "kWh", "HUR": "h", "P1": "%",
}  # fmt: skip
"""Codes of UN/ECE recommendation 20 whose sign everybody knows."""
_ROMANIAN = re.compile(r"RO(\d{2,10})")
_PIECES = frozenset({"H87", "C62", "EA", "XPP"})


def scalars_of(invoice: EInvoice) -> dict[str, str]:
    """Return the single values by field, those that are there."""
    totals, sign = invoice.totals, _sign(invoice)
    values = {
        "document_type": "invoice",
        "vendor_name": invoice.seller.name,
        "vendor_address": invoice.seller.address,
        "vendor_tax_id": _tax_id(invoice.seller),
        "vendor_phone": invoice.seller.phone,
        "document_number": invoice.number,
        "date": invoice.issue_date.isoformat() if invoice.issue_date else "",
        "due_date": invoice.due_date.isoformat() if invoice.due_date else "",
        "currency": invoice.currency,
        "net_total": _signed(totals.net, sign),
        "tax_total": _signed(totals.tax, sign),
        "total": _signed(totals.gross, sign),
        "amount_due": _signed(totals.payable, sign),
        "discount_total": _signed(totals.allowances or None, sign),
        "charge_total": _signed(totals.charges or None, sign),
        "tax_currency": invoice.tax_currency if totals.tax_in_tax_currency is not None else "",
        "tax_total_in_tax_currency": _signed(totals.tax_in_tax_currency, sign),
        "customer_name": invoice.buyer.name,
        "customer_tax_id": _tax_id(invoice.buyer),
        "iban": next(iter(invoice.payment.ibans), ""),
    }
    return {name: value for name, value in values.items() if value}


def lists_of(invoice: EInvoice) -> dict[str, list[dict[str, str]]]:
    """Return the rows of the lists by name, members that are there; empty lists are left out."""
    sign = _sign(invoice)
    lists = {
        "taxes": [
            {
                "code": _code(invoice, tax.category, tax.rate),
                "rate": figure_text(tax.rate),
                "base": _signed(tax.base, sign),
            }
            | {"amount": _signed(tax.amount, sign)}
            for tax in invoice.taxes
        ],
        "payments": _payments(invoice, sign),
        "items": [_item(invoice, line, sign) for line in invoice.lines],
    }
    shown = {
        name: [{key: value for key, value in row.items() if value} for row in rows] for name, rows in lists.items()
    }
    return {name: rows for name, rows in shown.items() if rows}


def _item(invoice: EInvoice, line: InvoiceLine, sign: int) -> dict[str, str]:
    romanian = invoice.seller.country == "RO"
    quantity = None if line.quantity is None else sign * line.quantity
    unit = ("buc" if romanian else "pcs") if line.unit in _PIECES else _UNITS.get(line.unit, line.unit)
    return {
        "description": line.description,
        "quantity": figure_text(quantity),
        "unit": unit,
        "unit_price": figure_text(line.unit_price),
        "amount": _signed(line.amount, sign),
        "tax_code": _code(invoice, line.category, line.rate),
    }


def _code(invoice: EInvoice, category: str, rate: Decimal | None) -> str:
    """Return what links items to their tax: the category, with the rate when it has several (`S9`, `S21`)."""
    rates = {tax.rate for tax in invoice.taxes if tax.category == category}
    return f"{category}{figure_text(rate)}" if len(rates) > 1 else category


def _payments(invoice: EInvoice, sign: int) -> list[dict[str, str]]:
    """What was prepaid, and what is to be paid in the way that the invoice names; together the total."""
    prepaid, payable, means = invoice.totals.prepaid, invoice.totals.payable, invoice.payment.means_code
    rows = [{"method": "other", "amount": _signed(prepaid, sign)}] if prepaid else []
    if means and payable:
        rows.append({"method": MEANS.get(means, "other"), "amount": _signed(payable, sign)})
    return rows


def _tax_id(party: TradeParty) -> str:
    """Return a tax id as the extraction gives it: a Romanian one without its prefix."""
    found = _ROMANIAN.fullmatch(party.tax_id.upper())
    return found[1] if found else party.tax_id


def tax_ids_printed(invoice: EInvoice) -> dict[str, str]:
    """Return by field the tax ids that the XML gives with Romania's prefix, as it gives them."""
    whole = {"vendor_tax_id": invoice.seller.tax_id.upper(), "customer_tax_id": invoice.buyer.tax_id.upper()}
    return {name: value for name, value in whole.items() if _ROMANIAN.fullmatch(value)}


def _sign(invoice: EInvoice) -> int:
    """A credit note's amounts are negative in a Result, as on receipts of returns."""
    return -1 if invoice.is_credit_note else 1


def _signed(value: Decimal | None, sign: int) -> str:
    return amount_text(None if value is None else sign * value)


def values_of(fields: Mapping[str, Any]) -> dict[str, str]:
    """Return the single values of a Result's fields."""
    return {name: str(found["value"]) for name, found in fields.items() if isinstance(found, dict) and "value" in found}
