"""The sums of EN 16931, each a check under the name of its rule.

Rules and tolerances are those of the standard's own validation (BR-CO-10 to 17, BR-S-08 and its kin for the other
categories of tax, BR-AE-09 and its kin): sums hold to the cent, a category's base and tax within one unit of money. A
rule that finds nothing to compare is left out.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from ocrcore.documents.e_invoice.figures import amount_text, figure_text
from ocrcore.extraction.fields import Check

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ocrcore.documents.e_invoice.invoice import EInvoice

_CENT = Decimal("0.01")
_UNIT = Decimal(1)
_RULE_PARTS = {"S": "S", "Z": "Z", "E": "E", "AE": "AE", "K": "IC", "G": "G", "O": "O", "L": "IG", "M": "IP"}
"""By category of tax (UNTDID 5305): how the rules on it are named."""
_UNTAXED = frozenset({"Z", "E", "AE", "K", "G", "O"})
_HALF_CENT = Decimal("0.005")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What one rule found, and the fields on which it throws doubt when it fails."""

    check: Check
    fields: tuple[str, ...]


def run_rules(invoice: EInvoice) -> list[Rule]:
    """Return every rule that has something to compare, those on totals first."""
    return [*_presence(invoice), *_totals(invoice), *_taxes(invoice)]


def _presence(invoice: EInvoice) -> Iterator[Rule]:
    for code, value, what, field in (
        ("BR-02", invoice.number, "number", "document_number"),
        ("BR-03", invoice.issue_date, "date of issue", "date"),
        ("BR-05", invoice.currency, "currency", "currency"),
        ("BR-06", invoice.seller.name, "name of the seller", "vendor_name"),
        ("BR-14", invoice.totals.gross, "total with tax", "total"),
        ("BR-15", invoice.totals.payable, "amount to be paid", "amount_due"),
    ):
        if value is None or value == "":
            message = f"The e-invoice has no {what}, which {code} asks for."
            yield Rule(check=Check(code=code, passed=False, message=message, facts={field: ""}), fields=(field,))


def _totals(invoice: EInvoice) -> Iterator[Rule]:
    totals = invoice.totals
    lines = [line.amount for line in invoice.lines]
    allowances = [each.amount for each in invoice.allowances_charges if not each.is_charge]
    charges = [each.amount for each in invoice.allowances_charges if each.is_charge]
    if lines:
        yield from _equal(
            "BR-CO-10", "The lines add up to", _sum(lines), "their sum is given as", totals.lines, "items"
        )
    if allowances or (totals.allowances and lines):
        told = "The allowances add up to"
        yield from _equal(
            "BR-CO-11", told, _sum(allowances), "their sum is given as", totals.allowances, "discount_total"
        )
    if charges or (totals.charges and lines):
        told = "The charges add up to"
        yield from _equal("BR-CO-12", told, _sum(charges), "their sum is given as", totals.charges, "charge_total")
    if totals.lines is not None:
        made = totals.lines - (totals.allowances or 0) + (totals.charges or 0)
        told = "The lines less allowances and with charges make"
        yield from _equal("BR-CO-13", told, made, "the total without tax is", totals.net, "net_total")
    if invoice.taxes and totals.tax is not None:
        told = "The taxes add up to"
        made = _sum(tax.amount for tax in invoice.taxes)
        yield from _equal("BR-CO-14", told, made, "the total of tax is", totals.tax, "tax_total", "taxes")
    if totals.net is not None:
        told = "The total without tax and the tax make"
        made = totals.net + (totals.tax or 0)
        yield from _equal(
            "BR-CO-15", told, made, "the total with tax is", totals.gross, "total", "net_total", "tax_total"
        )
    if totals.gross is not None:
        made = totals.gross - (totals.prepaid or 0) + (totals.rounding or 0)
        told = "The total less what is prepaid makes"
        yield from _equal("BR-CO-16", told, made, "the amount to be paid is", totals.payable, "amount_due", "total")


def _taxes(invoice: EInvoice) -> Iterator[Rule]:
    bases = _bases(invoice)
    for tax in invoice.taxes:
        if tax.base is not None and tax.amount is not None and tax.rate is not None:
            made = (tax.base * tax.rate / 100).quantize(_CENT, ROUND_HALF_UP)
            told = f"A tax of {figure_text(tax.rate)} % on {amount_text(tax.base)} makes"
            facts = {"rate": figure_text(tax.rate), "base": amount_text(tax.base)}
            yield from _equal(
                "BR-CO-17", told, made, "it is given as", tax.amount, "taxes", "tax_total", within=_UNIT, facts=facts
            )
        part = _RULE_PARTS.get(tax.category)
        if part is None:
            continue
        own = bases.get(_group(tax.category, tax.rate))
        if own is not None:
            category = f"{tax.category} {figure_text(tax.rate)}".rstrip()
            told = f"What is taxed under {category} adds up to"
            yield from _equal(
                f"BR-{part}-08", told, own, "its base is given as", tax.base, "taxes", within=_UNIT,
                facts={"category": category},
            )  # fmt: skip
        if tax.category in _UNTAXED:
            told = f"Under {tax.category} there is a tax of"
            yield from _equal(
                f"BR-{part}-09", told, Decimal(0), "it is given as", tax.amount, "taxes", "tax_total",
                facts={"category": tax.category},
            )  # fmt: skip


def _bases(invoice: EInvoice) -> dict[tuple[str, Decimal | None], Decimal]:
    """Return what the lines, allowances and charges of each category and rate add up to; nothing without lines."""
    bases: defaultdict[tuple[str, Decimal | None], Decimal] = defaultdict(Decimal)
    if not invoice.lines:
        return {}
    for line in invoice.lines:
        bases[_group(line.category, line.rate)] += line.amount or 0
    for each in invoice.allowances_charges:
        bases[_group(each.category, each.rate)] += (each.amount or 0) * (1 if each.is_charge else -1)
    return bases


def _group(category: str, rate: Decimal | None) -> tuple[str, Decimal | None]:
    """Return what the rules sum over: the category, and of those that are taxed the rate too."""
    return category, None if category in _UNTAXED or rate is None else rate.normalize()


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), Decimal(0))


def _equal(
    code: str,
    told: str,
    made: Decimal,
    given_as: str,
    given: Decimal | None,
    *fields: str,
    within: Decimal = _HALF_CENT,
    facts: Mapping[str, str] | None = None,
) -> Iterator[Rule]:
    """Yield a rule that compares two amounts; both are said when they differ. An amount that is not given is zero.

    `facts` are what else its sentence is about.
    """
    other = given if given is not None else Decimal(0)
    passed = abs(made - other) < within
    message = "" if passed else f"{told} {amount_text(made)}, {given_as} {amount_text(other)} ({code})."
    told_by = {} if passed else {**(facts or {}), "sum": amount_text(made), "given": amount_text(other)}
    yield Rule(check=Check(code=code, passed=passed, message=message, facts=told_by), fields=fields)
