"""What can be checked on a document, each check once: with a code, whether it holds, and the facts of its sentence.

A rule yields nothing when the document gives nothing to check it with.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ocrcore.extraction.amounts.taxes import TOLERANCE, added_tax, included_tax, tax_fits
from ocrcore.extraction.checks.sentences import BETWEEN, check_of
from ocrcore.extraction.country import generic, ro
from ocrcore.extraction.document_date import is_plausible
from ocrcore.extraction.values.rounding import slack_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ocrcore.extraction.checks.plain_values import PlainTaxId, PlainValues
    from ocrcore.extraction.fields import Check
    from ocrcore.extraction.values.qr import CodeFields

    Finding = tuple[bool, dict[str, str]]
    """Whether something holds, and the facts that say so."""

CHECKED_FIELDS: dict[str, tuple[str, ...]] = {
    "vendor_tax_id_checksum": ("vendor_tax_id",),
    "customer_tax_id_checksum": ("customer_tax_id",),
    "items_sum_to_total": ("items", "total", "discount_total"),
    "quantity_times_price": ("items",),
    "payments_cover_total": ("payments", "total"),
    "net_and_tax_make_total": ("net_total", "tax_total", "total"),
    "taxes_sum_to_tax_total": ("taxes", "tax_total"),
    "tax_fits_rate": ("taxes", "tax_total"),
    "rate_valid_on_date": ("taxes", "date"),
    "items_fit_taxes": ("items", "taxes"),
    "tax_below_total": ("tax_total", "total"),
    "date_plausible": ("date",),
    "due_not_before_date": ("date", "due_date"),
    "totals_agree": ("total",),
    "qr_agrees": ("total", "date", "vendor_tax_id", "fiscal_id"),
    "number_fits_supplier": ("document_number",),
}
"""By code of a check: the fields for which it speaks when it holds, and on which it throws doubt when it fails."""
CENTS_A_LINE = Decimal("0.005")
PAID_SLACK = Decimal("0.05")
"""What is paid in cash is rounded to five hundredths in some countries."""


def make_checks(values: PlainValues) -> list[Check]:
    """Return every check that these values give something to check with."""
    return [
        check_of(code, passed=passed, facts=facts) for code, rule in RULES.items() for passed, facts in rule(values)
    ]


def check_codes(values: PlainValues, codes: Sequence[CodeFields]) -> list[Check]:
    """Compare what the codes on a document say with what is printed; none when they say nothing that is."""
    printed = {"total": "" if values.total is None else str(values.total), "fiscal_id": values.fiscal_id}
    printed["date"] = values.date.isoformat() if values.date else ""
    printed["vendor_tax_id"] = values.vendor_tax_id.value if values.vendor_tax_id else ""
    shared = [
        (name, value, seen) for each in codes for name, value in each.values.items() if (seen := printed.get(name))
    ]
    wrong = {name: f"{value}{BETWEEN}{seen}" for name, value, seen in shared if value.lstrip("0") != seen.lstrip("0")}
    return [check_of("qr_agrees", passed=not wrong, facts=wrong)] if shared else []


def _tax_id(found: PlainTaxId | None) -> Iterator[Finding]:
    if found is not None and found.valid is not None:
        yield found.valid, {"id": found.value}


def _items(values: PlainValues) -> Iterator[Finding]:
    total, sums, tax = values.total, values.item_sums, _whole_tax(values)
    if total is None or not sums:
        return
    fits = any(
        each in {total, values.net_total} or (tax and abs(each + tax - total) <= slack_of(total, TOLERANCE))
        for each in sums
    )
    nearest = min(sums, key=lambda each: abs(each - total))
    yield fits or "items" in values.proofs, _compared(nearest, total)


def _quantities(values: PlainValues) -> Iterator[Finding]:
    known = [item.multiplies for item in values.items if item.multiplies is not None]
    if known:
        facts = {"fitting": str(sum(known)), "count": str(len(known))}
        mended = [f"{item.printed} → {item.amount}" for item in values.items if item.printed is not None]
        yield all(known), facts | ({"mended": ", ".join(mended)} if mended else {})


def _payments(values: PlainValues) -> Iterator[Finding]:
    paid, total = values.paid, values.total
    if paid is None or total is None:
        return
    fits = abs(paid - total) <= PAID_SLACK or (total < 0 and abs(paid) == abs(total))
    # More cash than the total may be quite right where the change is not known.
    if fits or paid < total or values.change_known:
        yield fits, _compared(paid, total)


def _net_and_tax(values: PlainValues) -> Iterator[Finding]:
    net, tax, total = values.net_total, _whole_tax(values), values.total
    if net is not None and tax is not None and total is not None:
        fits = abs(net + tax - total) <= slack_of(total, TOLERANCE * 2)
        yield fits or "net_and_tax" in values.proofs, _compared(net + tax, total)


def _tax_sum(values: PlainValues) -> Iterator[Finding]:
    amounts = [tax.amount for tax in values.taxes if tax.amount is not None]
    if amounts and values.tax_total is not None:
        summed, printed = sum(amounts, Decimal(0)), values.tax_total
        yield abs(summed - printed) <= slack_of(summed - printed, TOLERANCE), _compared(summed, printed)


def _each_tax(values: PlainValues) -> Iterator[Finding]:
    for tax in values.taxes:
        if tax.rate is None or tax.amount is None or not (tax.rate or tax.amount):  # nothing of nothing proves nothing
            continue
        fits = tax.fits
        if fits is None and len(values.taxes) == 1:
            fits = tax_fits(tax.amount, tax.rate, gross=values.total, net=values.net_total)
            # A tip on top of the goods bears no tax, nor does a deposit among them.
            own = [
                line.amount
                for line in (*values.items, *(values.reductions or ()))
                if tax.code and line.tax_code == tax.code
            ]
            sums = (*values.item_sums, *([sum(own, Decimal(0))] if own else []))
            fits = any(tax_fits(tax.amount, tax.rate, gross=goods) for goods in sums) or fits
        if fits is not None:
            yield fits, {"amount": f"{tax.amount:f}", "rate": f"{tax.rate:f}"}


def _rates(values: PlainValues) -> Iterator[Finding]:
    rates = {tax.rate for tax in values.taxes if tax.rate is not None}
    home = ro.rates_on(values.date) if values.date else None
    valid = home if values.romanian else generic.RATES.get(values.currency)
    if rates and valid:
        wrong = ", ".join(f"{rate:f}" for rate in sorted(rates) if rate not in valid)
        yield not wrong, {"rates": wrong} if wrong else {}


def _items_taxes(values: PlainValues) -> Iterator[Finding]:
    """Compare each rate's tax with the goods that bear its letter."""
    coded = [(tax.code, tax.rate, tax.amount) for tax in values.taxes if tax.code and tax.rate]
    if not coded or not values.items or values.reductions is None or not all(item.tax_code for item in values.items):
        return
    wrong, lines = list[str](), (*values.items, *values.reductions)
    for code, rate, amount in coded:
        own = [line.amount for line in lines if line.tax_code == code]
        if rate and amount is not None:
            slack = slack_of(amount, TOLERANCE + CENTS_A_LINE * len(own))
            bases = {sum(own, Decimal(0)), *([values.total] if len(coded) == 1 and values.total is not None else [])}
            # Receipts give the amounts of goods with tax, e-invoices without.
            made = [included_tax(base, rate) for base in bases] + [added_tax(sum(own, Decimal(0)), rate)]
            wrong += [] if any(abs(each - amount) <= slack for each in made) else [code]
    yield not wrong, {"codes": ", ".join(wrong)} if wrong else {}


def _date(values: PlainValues) -> Iterator[Finding]:
    if values.date is not None:
        yield is_plausible(values.date, values.today), {"date": values.date.isoformat()}


def _due(values: PlainValues) -> Iterator[Finding]:
    if values.date is not None and values.due_date is not None:
        facts = {"due_date": values.due_date.isoformat(), "date": values.date.isoformat()}
        yield values.due_date >= values.date, facts


def _tax_size(values: PlainValues) -> Iterator[Finding]:
    tax, total = _whole_tax(values), values.total
    if tax and total:
        yield abs(tax) < abs(total), {"amount": f"{tax:f}", "total": f"{total:f}"}


def _whole_tax(values: PlainValues) -> Decimal | None:
    """Return the tax total: as printed, or else the sum of the taxes by rate."""
    amounts = [tax.amount for tax in values.taxes if tax.amount is not None]
    return values.tax_total if values.tax_total is not None or not amounts else sum(amounts, Decimal(0))


def _totals(values: PlainValues) -> Iterator[Finding]:
    if values.total is None:
        return
    if values.proofs:
        yield True, {}
    elif values.rival_total is not None:
        yield False, {"total": f"{values.total:f}", "other": f"{values.rival_total:f}"}


def _compared(made: Decimal, printed: Decimal) -> dict[str, str]:
    return {"sum": f"{made:f}", "total": f"{printed:f}"}


RULES: Mapping[str, Callable[[PlainValues], Iterator[Finding]]] = {
    "vendor_tax_id_checksum": lambda values: _tax_id(values.vendor_tax_id),
    "customer_tax_id_checksum": lambda values: _tax_id(values.customer_tax_id),
    "items_sum_to_total": _items,
    "quantity_times_price": _quantities,
    "payments_cover_total": _payments,
    "net_and_tax_make_total": _net_and_tax,
    "taxes_sum_to_tax_total": _tax_sum,
    "tax_fits_rate": _each_tax,
    "rate_valid_on_date": _rates,
    "items_fit_taxes": _items_taxes,
    "tax_below_total": _tax_size,
    "date_plausible": _date,
    "due_not_before_date": _due,
    "totals_agree": _totals,
}
PAGE_ONLY = frozenset({"totals_agree", "qr_agrees", "tiers_agree"})
"""Checks that need the page, or several readings of it: corrected values alone say nothing about them."""
