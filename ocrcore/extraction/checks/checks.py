"""What can be checked on a document, each check with a code and a plain sentence.

A check is None when the document gives nothing to check it with. The verdict weighs those that passed and failed.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ocrcore.extraction.amounts.taxes import TOLERANCE, added_tax, included_tax
from ocrcore.extraction.country import generic, ro
from ocrcore.extraction.document_date import is_plausible
from ocrcore.extraction.fields import Check
from ocrcore.extraction.values.rounding import slack_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ocrcore.extraction.parsed_document import ParsedDocument
    from ocrcore.extraction.parties.identifiers import Identifier
    from ocrcore.extraction.values.qr import CodeFields

WEIGHTS = {
    "items_sum_to_total": 0.55, "payments_cover_total": 0.4, "tax_fits_rate": 0.35, "taxes_sum_to_tax_total": 0.25,
    "net_and_tax_make_total": 0.45, "items_fit_taxes": 0.35, "quantity_times_price": 0.3, "vendor_tax_id_checksum": 0.35,
    "qr_agrees": 0.6, "rate_valid_on_date": 0.1, "date_plausible": 0.1, "totals_agree": 0.3,
    "tiers_agree": 0.3,
}  # fmt: skip
"""How much each passed check takes off the doubt that is left."""
FAILED = {
    "items_sum_to_total": 0.75, "payments_cover_total": 0.6, "tax_fits_rate": 0.75, "taxes_sum_to_tax_total": 0.8,
    "net_and_tax_make_total": 0.6, "items_fit_taxes": 0.85, "quantity_times_price": 0.85, "vendor_tax_id_checksum": 0.55,
    "qr_agrees": 0.4, "rate_valid_on_date": 0.8, "date_plausible": 0.6, "totals_agree": 0.6,
    "tiers_agree": 0.85,
}  # fmt: skip
"""What a failed check leaves of the verdict."""
CENTS_A_LINE = Decimal("0.005")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """All checks and how strongly they support the reading (0 to 1)."""

    checks: tuple[Check, ...]
    verdict: float


def run_checks(
    reading: ParsedDocument, today: date, codes: Sequence[CodeFields] = (), further: Sequence[Check] = ()
) -> Outcome:
    """Check a reading against its own arithmetic, checksums, dates and machine-readable codes.

    Args:
        reading: What was found.
        today: The day against which a date is judged plausible.
        codes: What the codes on the document say.
        further: Checks of another kind that were made already; they count in the verdict.
    """
    checks = (
        _tax_id("vendor_tax_id_checksum", "vendor's", reading.vendor_id),
        _tax_id("customer_tax_id_checksum", "customer's", reading.customer_id),
        _items(reading), _quantities(reading), _payments(reading), _net_and_tax(reading), _tax_sum(reading),
        *_each_tax(reading), _tax_rates(reading), _items_taxes(reading), _date(reading, today), _contradiction(reading),
        _codes(reading, codes), *further,
    )  # fmt: skip
    return Outcome(checks=checks, verdict=_verdict(checks))


def _verdict(checks: Sequence[Check]) -> float:
    doubt, kept = 1.0, 1.0
    for code in dict.fromkeys(check.code for check in checks):
        outcomes = [check.passed for check in checks if check.code == code and check.passed is not None]
        if outcomes and all(outcomes):
            doubt *= 1 - WEIGHTS.get(code, 0.0)
        elif outcomes:
            kept *= FAILED.get(code, 1.0)
    return round((1 - doubt) * kept, 4)


def _tax_id(code: str, whose: str, found: Identifier | None) -> Check:
    if found is None or found.valid is None:
        return Check(code=code, passed=None)
    if found.valid:
        return Check(code=code, passed=True, message=f"The control digit of the {whose} tax id is right.")
    return Check(code=code, passed=False, message=f"The control digit of the {whose} tax id {found.value} is wrong.")


def _items(reading: ParsedDocument) -> Check:
    code, total, items = "items_sum_to_total", reading.total, reading.items
    if total is None or not items.items:
        return Check(code=code, passed=None)
    if "items" in total.supports or items.total == total.value:
        return Check(code=code, passed=True, message=f"The items add up to the total, {total.value}.")
    return Check(code=code, passed=False, message=f"The items add up to {items.total}, the total is {total.value}.")


def _quantities(reading: ParsedDocument) -> Check:
    told = [item for item in reading.items.items if item.quantity is not None and item.unit_price is not None]
    wrong = [item for item in told if not item.multiplies]
    if not told:
        return Check(code="quantity_times_price", passed=None)
    message = f"Quantity × price gives the amount on {len(told) - len(wrong)} of {len(told)} items."
    mended = [f"{item.printed} as {item.amount}" for item in told if item.printed is not None]
    if mended:
        message += f" With the total it proves what was misread: {', '.join(mended)}."
    return Check(code="quantity_times_price", passed=not wrong, message=message)


def _payments(reading: ParsedDocument) -> Check:
    code, total, net = "payments_cover_total", reading.total, reading.payments.net
    own = [payment for payment in reading.payments.made if total and payment.found.row.index == total.found.row.index]
    if total is None or net is None or (own and net == total.value and not total.supports):
        return Check(code=code, passed=None)
    if abs(net - total.value) <= Decimal("0.05") or (total.value < 0 and abs(net) == abs(total.value)):
        return Check(code=code, passed=True, message="Payments less change make the total.")
    return Check(code=code, passed=False, message=f"Payments less change make {net}, the total is {total.value}.")


def _net_and_tax(reading: ParsedDocument) -> Check:
    code, total = "net_and_tax_make_total", reading.total
    if total is None or reading.net is None or reading.tax_total is None:
        return Check(code=code, passed=None)
    made = reading.net.value + reading.tax_total.value
    if abs(made - total.value) <= slack_of(total.value, TOLERANCE * 2) or "net_and_tax" in total.supports:
        return Check(code=code, passed=True, message="Net total and tax make the total.")
    return Check(code=code, passed=False, message=f"Net total and tax make {made}, the total is {total.value}.")


def _tax_sum(reading: ParsedDocument) -> Check:
    code = "taxes_sum_to_tax_total"
    if not reading.taxes or reading.tax_total is None:
        return Check(code=code, passed=None)
    summed = sum((tax.amount for tax in reading.taxes), Decimal(0))
    if abs(summed - reading.tax_total.value) <= slack_of(summed, TOLERANCE):
        return Check(code=code, passed=True, message="The taxes add up to the total of taxes.")
    message = f"The taxes add up to {summed}, the total of taxes is {reading.tax_total.value}."
    return Check(code=code, passed=False, message=message)


def _each_tax(reading: ParsedDocument) -> list[Check]:
    code, checks = "tax_fits_rate", list[Check]()
    rated = [tax for tax in reading.taxes if tax.rate]
    for tax in rated:
        rate, fits = tax.rate or Decimal(0), tax.fits
        if tax.base is None and len(rated) == len(reading.taxes) == 1 and reading.total is not None:
            fits = abs(included_tax(reading.total.value, rate) - tax.amount) <= slack_of(tax.amount, TOLERANCE)
            if not fits and reading.net is not None:
                fits = abs(added_tax(reading.net.value, rate) - tax.amount) <= slack_of(tax.amount, TOLERANCE)
        if fits is None:
            continue
        verb = "fits" if fits else "does not fit"
        checks.append(Check(code=code, passed=fits, message=f"The tax {tax.amount} {verb} its rate of {rate:f} %."))
    return checks or [Check(code=code, passed=None)]


def _tax_rates(reading: ParsedDocument) -> Check:
    code = "rate_valid_on_date"
    rates = {tax.rate for tax in reading.taxes if tax.rate is not None}
    currency = reading.currency.code if reading.currency else ""
    day = reading.when.found.value if reading.when else None
    valid = ro.rates_on(day) if reading.romanian else generic.RATES.get(currency)
    if not rates or not valid or (reading.romanian and day is None):
        return Check(code=code, passed=None)
    wrong = sorted(rate for rate in rates if rate not in valid)
    if not wrong:
        return Check(code=code, passed=True, message="Every rate was in force on the date.")
    listed = ", ".join(f"{rate:f} %" for rate in wrong)
    return Check(code=code, passed=False, message=f"Not in force on the date: {listed}.")


def _items_taxes(reading: ParsedDocument) -> Check:
    """Compare each rate's tax with the goods that bear its letter."""
    code = "items_fit_taxes"
    coded = [tax for tax in reading.taxes if tax.code and tax.rate]
    lines = (*reading.items.items, *reading.items.discounts)
    if not coded or not lines or not all(line.code for line in reading.items.items):
        return Check(code=code, passed=None)
    wrong = []
    for tax in coded:
        own = [line for line in lines if line.code == tax.code]
        gross = sum((line.amount for line in own), Decimal(0))
        slack = slack_of(tax.amount, TOLERANCE + CENTS_A_LINE * len(own))
        if tax.rate and abs(included_tax(gross, tax.rate) - tax.amount) > slack:
            wrong.append(tax.code)
    if not wrong:
        return Check(code=code, passed=True, message="Each rate's tax fits the items that bear its letter.")
    return Check(code=code, passed=False, message=f"The tax does not fit the items marked {', '.join(wrong)}.")


def _date(reading: ParsedDocument, today: date) -> Check:
    code = "date_plausible"
    if reading.when is None:
        return Check(code=code, passed=None)
    day = reading.when.found.value
    if is_plausible(day, today):
        return Check(code=code, passed=True, message="The date is neither in the future nor long past.")
    return Check(code=code, passed=False, message=f"The date {day.isoformat()} is not plausible.")


def _contradiction(reading: ParsedDocument) -> Check:
    code, total = "totals_agree", reading.total
    if total is None:
        return Check(code=code, passed=None)
    if total.runner_up is not None and not total.supports:
        message = f"Two different totals are printed, {total.value} and {total.runner_up}, and nothing decides."
        return Check(code=code, passed=False, message=message)
    return Check(code=code, passed=True if total.supports else None, message="")


def _codes(reading: ParsedDocument, codes: Sequence[CodeFields]) -> Check:
    code = "qr_agrees"
    printed: dict[str, str] = {}
    if reading.total is not None:
        printed["total"] = str(reading.total.value)
    if reading.when is not None:
        printed["date"] = reading.when.found.value.isoformat()
    if reading.vendor_id is not None:
        printed["vendor_tax_id"] = reading.vendor_id.value
    if reading.fiscal_id is not None:
        printed["fiscal_id"] = reading.fiscal_id.value
    shared = [(name, value, printed[name]) for each in codes for name, value in each.values.items() if name in printed]
    if not shared:
        return Check(code=code, passed=None)
    wrong = [f"{name} {value}, printed {seen}" for name, value, seen in shared if value.lstrip("0") != seen.lstrip("0")]
    if not wrong:
        return Check(code=code, passed=True, message="The code on the document agrees with what is printed.")
    return Check(code=code, passed=False, message=f"The code on the document says otherwise: {'; '.join(wrong)}.")
