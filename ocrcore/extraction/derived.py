"""What follows to the cent from the fields without being printed: tax total, net total, the base of each tax.

A derived field has `source` `derived` and names in `derived_from` what it follows from; a row of a list has its derived
members in `derived`, each with its own confidence. It is as sure as all that it follows from together. It never
takes the place of what was read or typed, and no check compares it: what follows from an equation cannot prove it.
"""

from __future__ import annotations

from decimal import Decimal
from math import prod
from typing import TYPE_CHECKING, Any

from ocrcore.extraction.amounts.taxes import tax_fits
from ocrcore.extraction.checks.values_corrected import member_of, number_of, rows_of
from ocrcore.extraction.values.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Row = Mapping[str, Any]
    Base = tuple[Decimal, float]
    """What a tax may be the tax upon, and how sure that is."""

SOURCE = "derived"
"""The `source` of a field that was not read."""


def without_derived(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was read or typed of fields as a Result has them."""
    kept = {name: found for name, found in fields.items() if not isinstance(found, dict) or "derived_from" not in found}
    return {name: [_bare(row) for row in found] if isinstance(found, list) else found for name, found in kept.items()}


def with_derived(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields as a Result has them with what follows from them; what had followed before is made anew."""
    found = without_derived(fields)
    taxes = rows_of(found, "taxes")
    amounts = [amount for row in taxes if (amount := member_of(row, "amount")) is not None]
    if amounts and len(amounts) == len(taxes):
        _derive(found, fields, "tax_total", sum(amounts, Decimal(0)), "taxes")
    total, tax = number_of(found, "total"), number_of(found, "tax_total")
    if total is not None and tax is not None and _is_within(tax, total):
        _derive(found, fields, "net_total", total - tax, "total", "tax_total")
    if taxes:
        found["taxes"] = [_with_base(row, found) for row in taxes]
    return found


def _derive(found: dict[str, Any], before: Mapping[str, Any], name: str, value: Decimal, *origins: str) -> None:
    """Put a field in that is not there; one that was derived before, and is the same, keeps its place."""
    if name in found:
        return
    earlier = before.get(name)
    sure = round(prod(_sure(found[origin]) for origin in origins), 3)
    made = {"value": plain(value), "confidence": sure, "source": SOURCE, "derived_from": list(origins)}
    found[name] = earlier if isinstance(earlier, dict) and earlier.get("value") == made["value"] else made


def _is_within(tax: Decimal, total: Decimal) -> bool:
    return abs(tax) < abs(total) and tax * total >= 0


def _with_base(row: Row, fields: Mapping[str, Any]) -> Row:
    """Return a tax with its base where the sum that it must be part of gives the base, and the rate agrees."""
    rate, amount = member_of(row, "rate"), member_of(row, "amount")
    if row.get("base") or rate is None or amount is None:
        return row
    alone = len(rows_of(fields, "taxes")) == 1
    bases = _base_of_document(amount, fields) if alone and rate else _bases_of_goods(row, amount, fields)
    fitting = [(base, sure) for base, sure in bases if tax_fits(amount, rate, net=base)]
    if not fitting:
        return row
    base, sure = fitting[0]
    return {**row, "base": plain(base), "derived": {"base": round(sure * _sure(row), 3)}}


def _base_of_document(amount: Decimal, fields: Mapping[str, Any]) -> Iterator[Base]:
    """Yield the base of the only tax: the net total, where that tax is the whole tax."""
    net = number_of(fields, "net_total")
    if net is not None and number_of(fields, "tax_total") == amount:
        yield net, _sure(fields["net_total"])


def _bases_of_goods(row: Row, amount: Decimal, fields: Mapping[str, Any]) -> Iterator[Base]:
    """Yield the base of the goods that bear a tax's letter, where all goods bear one and make the total."""
    items, code = rows_of(fields, "items"), str(row.get("code") or "")
    amounts = [member_of(item, "amount") for item in items]
    own = [value for item, value in zip(items, amounts, strict=True) if item.get("tax_code") == code and value]
    if not code or not own or None in amounts or not all(item.get("tax_code") for item in items):
        return
    summed = sum((value for value in amounts if value is not None), Decimal(0))
    sure = min(_sure(item) for item in items)
    if summed == number_of(fields, "total"):
        yield sum(own, Decimal(0)) - amount, sure
    elif summed == number_of(fields, "net_total"):
        yield sum(own, Decimal(0)), sure


def _sure(found: Any) -> float:  # noqa: ANN401 - whatever stands for a field in a Result
    """Return how sure a field or row is; of a list, that all of its rows are right."""
    if isinstance(found, list):
        return prod(_sure(row) for row in found)
    return float(found.get("confidence", 1.0))


def _bare(row: Any) -> Any:  # noqa: ANN401 - whatever stands in a list of the Result
    if not isinstance(row, dict) or "derived" not in row:
        return row
    return {name: value for name, value in row.items() if name != "derived" and name not in row["derived"]}
