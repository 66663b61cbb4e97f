"""The plain values of fields as a Result has them, JSON of strings: what a person corrected, without its page."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from ocrcore.extraction.amounts.taxes import tax_fits
from ocrcore.extraction.checks.plain_values import PlainItem, PlainTax, PlainTaxId, PlainValues
from ocrcore.extraction.country import generic, ro
from ocrcore.extraction.values.rounding import product_fits

if TYPE_CHECKING:
    from collections.abc import Mapping


def values_corrected(fields: Mapping[str, Any], today: date) -> PlainValues:
    """Return what fields say; a value that cannot be read as what it should be is left out.

    Args:
        fields: By name a mapping with `value`, or the rows of a list.
        today: The day against which a date is judged plausible.
    """
    items = tuple(
        _item(row, amount) for row in rows_of(fields, "items") if (amount := member_of(row, "amount")) is not None
    )
    discount = number_of(fields, "discount_total")
    return PlainValues(
        today=today,
        romanian=value_of(fields, "currency") == ro.CURRENCY,
        currency=value_of(fields, "currency"),
        date=_day(fields, "date"),
        due_date=_day(fields, "due_date"),
        vendor_tax_id=_tax_id(fields, "vendor_tax_id"),
        customer_tax_id=_tax_id(fields, "customer_tax_id"),
        fiscal_id=value_of(fields, "fiscal_id"),
        total=number_of(fields, "total"),
        net_total=number_of(fields, "net_total"),
        tax_total=number_of(fields, "tax_total"),
        items=items,
        item_sums=_sums(items, discount),
        reductions=None if discount else (),
        taxes=tuple(_tax(row) for row in rows_of(fields, "taxes")),
        paid=_paid(fields),
        change_known=not _has_cash(fields),
    )


def value_of(fields: Mapping[str, Any], name: str) -> str:
    """Return a field's value; empty when there is none."""
    found = fields.get(name)
    return str(found.get("value") or "") if isinstance(found, dict) else ""


def rows_of(fields: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Return a list's rows; none when there is no such list."""
    rows = fields.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _tax_id(fields: Mapping[str, Any], name: str) -> PlainTaxId | None:
    value = "".join(value_of(fields, name).split()).upper()
    return PlainTaxId(value=value, valid=_is_valid_tax_id(value, value_of(fields, "currency"))) if value else None


def _is_valid_tax_id(value: str, currency: str) -> bool | None:
    """Tell whether a tax id's control digit is right; None where no rule is known."""
    digits = value.removeprefix("RO")
    if digits.isdecimal() and digits.isascii() and (value != digits or currency == ro.CURRENCY):
        return ro.is_valid_tax_id(digits)
    return generic.is_valid_tax_id(value)


def _item(row: Mapping[str, Any], amount: Decimal) -> PlainItem:
    quantity, price = member_of(row, "quantity"), member_of(row, "unit_price")
    multiplies = None if quantity is None or price is None else product_fits(quantity, price, amount)
    return PlainItem(amount=amount, tax_code=str(row.get("tax_code", "")), multiplies=multiplies)


def _sums(items: tuple[PlainItem, ...], discount: Decimal | None) -> tuple[Decimal, ...]:
    summed = sum((item.amount for item in items), Decimal(0))
    return () if not items else (summed, summed - abs(discount)) if discount else (summed,)


def _tax(row: Mapping[str, Any]) -> PlainTax:
    rate, base, amount = (member_of(row, name) for name in ("rate", "base", "amount"))
    fits = None if rate is None or amount is None else tax_fits(amount, rate, gross=base, net=base)
    return PlainTax(code=str(row.get("code", "")), rate=rate, amount=amount, fits=fits)


def _paid(fields: Mapping[str, Any]) -> Decimal | None:
    """Return payments less change; None when nothing but change is left."""
    paid = [
        (str(r.get("method", "")), amount)
        for r in rows_of(fields, "payments")
        if (amount := member_of(r, "amount")) is not None
    ]
    if not any(method != "change" for method, _ in paid):
        return None
    return sum((-abs(amount) if method == "change" else amount for method, amount in paid), Decimal(0))


def _has_cash(fields: Mapping[str, Any]) -> bool:
    """Tell whether change may have been given back, which no field holds."""
    return any(row.get("method") in {"cash", "other"} for row in rows_of(fields, "payments"))


def number_of(fields: Mapping[str, Any], name: str) -> Decimal | None:
    """Return a field as a number; None where there is none."""
    return _decimal(value_of(fields, name))


def member_of(row: Mapping[str, Any], name: str) -> Decimal | None:
    """Return the member of a list's row as a number; None where there is none."""
    return _decimal(str(row.get(name) or ""))


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _day(fields: Mapping[str, Any], name: str) -> date | None:
    try:
        return date.fromisoformat(value_of(fields, name))
    except ValueError:
        return None
