"""The checks once more, on values that a person corrected: from the fields alone, without the page they came from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from ocrcore.extraction.amounts.taxes import TOLERANCE, added_tax, included_tax
from ocrcore.extraction.checks.checks import CENTS_A_LINE
from ocrcore.extraction.checks.sentences import SENTENCES
from ocrcore.extraction.country import generic, ro
from ocrcore.extraction.document_date import is_plausible
from ocrcore.extraction.values.rounding import product_fits, slack_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

CHECKED_FIELDS: dict[str, tuple[str, ...]] = {
    "vendor_tax_id_checksum": ("vendor_tax_id",),
    "customer_tax_id_checksum": ("customer_tax_id",),
    "items_sum_to_total": ("items", "total"),
    "quantity_times_price": ("items",),
    "payments_cover_total": ("payments", "total"),
    "net_and_tax_make_total": ("net_total", "tax_total", "total"),
    "taxes_sum_to_tax_total": ("taxes", "tax_total"),
    "tax_fits_rate": ("taxes",),
    "rate_valid_on_date": ("taxes", "date"),
    "items_fit_taxes": ("items", "taxes"),
    "date_plausible": ("date",),
    "totals_agree": ("total",),
    "qr_agrees": ("total", "date", "vendor_tax_id", "fiscal_id"),
}
"""By code of a check: the fields on which it throws doubt when it fails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rechecked:
    """One check with the figures it compared, as plain strings: amounts `59.37`, dates ISO 8601."""

    code: str
    passed: bool
    facts: Mapping[str, str]

    def to_json(self) -> dict[str, Any]:
        """Return the check as the Result's contract has it."""
        return {"code": self.code, "passed": self.passed, "message": self.message}

    @property
    def message(self) -> str:
        """The check in a sentence."""
        return SENTENCES[self.code][0 if self.passed else 1].format(**self.facts)


def check_fields(fields: Mapping[str, Any], today: date) -> list[Rechecked]:
    """Return every check that these fields (as a Result has them) give something to check with."""
    return [each for check in _CHECKS for each in check(fields, today)]


def checks_after(
    checks: Sequence[Mapping[str, Any]], read: Mapping[str, Any], corrected: Mapping[str, Any], today: date
) -> list[Mapping[str, Any]]:
    """Return a document's checks as they are after its fields were corrected.

    A check of the reading stands where the correction does not touch what it compares: it has seen the whole page. A
    check that cannot be made on the fields alone is null once one of them was changed.

    Args:
        checks: The checks of the reading.
        read: Its fields.
        corrected: The fields now.
        today: The day against which a date is judged plausible.
    """
    before, after = check_fields(read, today), check_fields(corrected, today)
    codes = dict.fromkeys([*(str(check["code"]) for check in checks), *(each.code for each in after)])
    found: list[Mapping[str, Any]] = []
    for code in codes:
        own = [check for check in checks if check["code"] == code]
        now = [each for each in after if each.code == code]
        if code in SENTENCES:
            touched = now != [each for each in before if each.code == code]
        else:
            touched = any(_value(read, name) != _value(corrected, name) for name in _compared(code, own))
        if not touched:
            found += own
        else:
            found += [each.to_json() for each in now] or [{"code": code, "passed": None, "message": ""}]
    return found


def _compared(code: str, own: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    """Return the fields that a check of the page compared; one between readings names them in its sentence."""
    if code in CHECKED_FIELDS:
        return CHECKED_FIELDS[code]
    return {name for check in own for name in re.findall(r"[a-z_]+", str(check.get("message", "")))}


def _tax_ids(fields: Mapping[str, Any], _today: date) -> Iterator[Rechecked]:
    for name in ("vendor_tax_id", "customer_tax_id"):
        value = "".join(_value(fields, name).split()).upper()
        valid = _is_valid_tax_id(value, _value(fields, "currency"))
        if valid is not None:
            yield Rechecked(code=f"{name}_checksum", passed=valid, facts={"id": value})


def _is_valid_tax_id(value: str, currency: str) -> bool | None:
    """Tell whether a tax id's checksum is right; None where no checksum is known."""
    digits = value.removeprefix("RO")
    if digits.isdecimal() and digits.isascii() and (value != digits or currency == ro.CURRENCY):
        return ro.is_valid_tax_id(digits)
    return generic.is_valid_tax_id(value)


def _items(fields: Mapping[str, Any], _today: date) -> Iterator[Rechecked]:
    amounts, total = [_member(row, "amount") for row in _rows(fields, "items")], _number(fields, "total")
    known = [amount for amount in amounts if amount is not None]
    if total is None or not known:
        return
    summed = sum(known, Decimal(0))
    discount, tax, net = (_number(fields, name) for name in ("discount_total", "tax_total", "net_total"))
    sums = [summed, *([summed - abs(discount)] if discount else [])]
    fits = any(each in {total, net} or (tax and abs(each + tax - total) <= slack_of(total, TOLERANCE)) for each in sums)
    shown = sums[-1] if discount and abs(sums[-1] - total) < abs(summed - total) else summed
    yield Rechecked(code="items_sum_to_total", passed=fits, facts={"sum": f"{shown:f}", "total": f"{total:f}"})


def _quantities(fields: Mapping[str, Any], _today: date) -> Iterator[Rechecked]:
    told = [
        product_fits(quantity, price, amount)
        for row in _rows(fields, "items")
        for quantity, price, amount in [tuple(_member(row, name) for name in ("quantity", "unit_price", "amount"))]
        if quantity is not None and price is not None and amount is not None
    ]
    if told:
        facts = {"fitting": str(sum(told)), "count": str(len(told))}
        yield Rechecked(code="quantity_times_price", passed=all(told), facts=facts)


def _payments(fields: Mapping[str, Any], _today: date) -> Iterator[Rechecked]:
    rows, total = _rows(fields, "payments"), _number(fields, "total")
    paid = [(str(row.get("method", "")), amount) for row in rows if (amount := _member(row, "amount")) is not None]
    if total is None or not any(method != "change" for method, _ in paid):
        return
    net = sum((-abs(amount) if method == "change" else amount for method, amount in paid), Decimal(0))
    fits = abs(net - total) <= Decimal("0.05") or (total < 0 and abs(net) == abs(total))
    # Fields do not hold the change that was given back: more cash than the total may be quite right.
    if fits or net < total or not any(method in {"cash", "other"} for method, _ in paid):
        yield Rechecked(code="payments_cover_total", passed=fits, facts={"sum": f"{net:f}", "total": f"{total:f}"})


def _net_and_tax(fields: Mapping[str, Any], _today: date) -> Iterator[Rechecked]:
    net, tax, total = (_number(fields, name) for name in ("net_total", "tax_total", "total"))
    if net is not None and tax is not None and total is not None:
        facts = {"sum": f"{net + tax:f}", "total": f"{total:f}"}
        yield Rechecked(
            code="net_and_tax_make_total",
            passed=abs(net + tax - total) <= slack_of(total, TOLERANCE * 2),
            facts=facts,
        )


def _taxes(fields: Mapping[str, Any], _today: date) -> Iterator[Rechecked]:
    rows, printed = _rows(fields, "taxes"), _number(fields, "tax_total")
    amounts = [amount for row in rows if (amount := _member(row, "amount")) is not None]
    if amounts and printed is not None:
        summed = sum(amounts, Decimal(0))
        facts = {"sum": f"{summed:f}", "total": f"{printed:f}"}
        yield Rechecked(
            code="taxes_sum_to_tax_total",
            passed=abs(summed - printed) <= slack_of(printed, TOLERANCE),
            facts=facts,
        )
    for row in rows:
        rate, base, amount = (_member(row, name) for name in ("rate", "base", "amount"))
        if rate is None or amount is None:
            continue
        of_total = base is None and len(rows) == 1
        gross, net = (_number(fields, name) if of_total else base for name in ("total", "net_total"))
        expected = [included_tax(gross, rate)] if gross is not None else []
        expected += [added_tax(net, rate)] if net is not None else []
        if expected:
            fits = any(abs(each - amount) <= slack_of(amount, TOLERANCE) for each in expected)
            yield Rechecked(code="tax_fits_rate", passed=fits, facts={"amount": f"{amount:f}", "rate": f"{rate:f}"})


def _rates(fields: Mapping[str, Any], _today: date) -> Iterator[Rechecked]:
    rates = {rate for row in _rows(fields, "taxes") if (rate := _member(row, "rate")) is not None}
    currency, day = _value(fields, "currency"), _day(fields)
    valid = (ro.rates_on(day) if day else None) if currency == ro.CURRENCY else generic.RATES.get(currency)
    if rates and valid:
        wrong = ", ".join(f"{rate:f}" for rate in sorted(rates) if rate not in valid)
        yield Rechecked(code="rate_valid_on_date", passed=not wrong, facts={"rates": wrong})


def _items_taxes(fields: Mapping[str, Any], _today: date) -> Iterator[Rechecked]:
    items = [(str(row.get("tax_code", "")), _member(row, "amount")) for row in _rows(fields, "items")]
    taxes = [(str(r.get("code", "")), _member(r, "rate"), _member(r, "amount")) for r in _rows(fields, "taxes")]
    # Which rate a discount belongs to is not among the fields.
    if not taxes or not items or not all(code for code, _ in items) or _number(fields, "discount_total"):
        return
    wrong, compared = [], False
    for code, rate, amount in taxes:
        own = [each for letter, each in items if letter == code and each is not None]
        if code and rate and amount is not None:
            compared, slack = True, slack_of(amount, TOLERANCE + CENTS_A_LINE * len(own))
            if abs(included_tax(sum(own, Decimal(0)), rate) - amount) > slack:
                wrong.append(code)
    if compared:
        yield Rechecked(code="items_fit_taxes", passed=not wrong, facts={"codes": ", ".join(wrong)})


def _date(fields: Mapping[str, Any], today: date) -> Iterator[Rechecked]:
    day = _day(fields)
    if day is not None:
        yield Rechecked(code="date_plausible", passed=is_plausible(day, today), facts={"date": day.isoformat()})


_CHECKS: tuple[Callable[[Mapping[str, Any], date], Iterator[Rechecked]], ...] = (
    _tax_ids, _items, _quantities, _payments, _net_and_tax, _taxes, _rates, _items_taxes, _date,
)  # fmt: skip


def _value(fields: Mapping[str, Any], name: str) -> str:
    found = fields.get(name)
    return str(found.get("value") or "") if isinstance(found, dict) else ""


def _rows(fields: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    rows = fields.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _number(fields: Mapping[str, Any], name: str) -> Decimal | None:
    return _decimal(_value(fields, name))


def _member(row: Mapping[str, Any], name: str) -> Decimal | None:
    return _decimal(str(row.get(name) or ""))


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _day(fields: Mapping[str, Any]) -> date | None:
    try:
        return date.fromisoformat(_value(fields, "date"))
    except ValueError:
        return None
