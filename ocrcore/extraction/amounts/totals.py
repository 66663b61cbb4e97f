"""The total: every printed amount that may be it, weighed by its label and by how much of the document adds up to it.

Sources of evidence, each an equation of bookkeeping: payments less change, the sum of the goods, net and tax,
subtotal and adjustments, the tax within it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from ocrcore.extraction.amounts.payments import Payment, Payments
from ocrcore.extraction.amounts.taxes import TOLERANCE, included_tax, is_table_head
from ocrcore.extraction.text.labels import Label
from ocrcore.extraction.values.labelled_amounts import LABEL_COVERAGE, Amount
from ocrcore.extraction.values.numbers import plain
from ocrcore.extraction.values.rounding import slack_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ocrcore.extraction.amounts.items import ItemList
    from ocrcore.extraction.amounts.taxes import Tax
    from ocrcore.extraction.values.labelled_amounts import LabelledAmount, ReadRow

LABEL_WEIGHT = {
    Label.TOTAL_DUE: 4.0,
    Label.TOTAL: 3.0,
    Label.SUBTOTAL: 1.3,
    Label.PAID: 0.8,
    Label.CASH: 0.7,
    Label.CARD: 0.9,
}
SUPPORT_WEIGHT = {
    "payments": 2.5,
    "paid_exactly": 1.5,
    "items": 2.5,
    "net_and_tax": 2.0,
    "taxes": 2.0,
    "adjusted": 1.5,
    "tax_within": 1.5,
}
"""What each equation that gives an amount adds to its score."""
IN_TAX_TABLE, OF_ONE_RATE, NOT_EXACT = 0.12, 0.4, 0.5
TABLE_REACH = 9
"""Rows below a tax table's head in which a TOTAL is the table's."""
MOST_UNSURE = Decimal("0.01")
"""Share of a total up to which the rounding of several taxes leaves it open."""
STRONG_LABEL = 2.0
MISREAD_LETTERS = 1
"""A printed total that differs by this many letters from what the arithmetic gives was misread."""


@dataclass(slots=True)
class Candidate:
    """One amount that may be the total."""

    value: Decimal
    score: float = 0.0
    label_score: float = 0.0
    supports: set[str] = field(default_factory=set)
    found: Amount | None = None
    exact: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """The chosen total. `read_as` is the print that was put right; `runner_up` the best other labelled amount."""

    value: Decimal
    found: Amount
    supports: frozenset[str]
    label_score: float
    margin: float
    read_as: str | None = None
    runner_up: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What the document's other parts say about its total."""

    payments: Payments
    items: ItemList
    taxes: Sequence[Tax]
    nets: Sequence[Decimal]
    tax_totals: Sequence[Decimal]
    subtotals: Sequence[Decimal]
    pairs: Sequence[tuple[Decimal, Decimal]]
    adjustments: Sequence[Decimal]
    roundings: Sequence[Decimal]


def choose_total(read: Sequence[ReadRow], labelled_amounts: Sequence[LabelledAmount], sums: Sums) -> Total | None:
    """Return the total, or None when no amount is labelled as one or paid."""
    candidates = _labelled(read, labelled_amounts)
    derived = list(_derived(sums, {value for value, c in candidates.items() if c.label_score >= STRONG_LABEL}))
    for value, name in derived:
        if value in candidates:
            if name != "paid_exactly" or not _is_payment(candidates[value], sums):
                candidates[value].supports.add(name)
        elif value != 0:
            candidates[value] = Candidate(value=value, supports={name})
    for candidate in candidates.values():
        if proof := _taxes_within(candidate.value, sums):
            candidate.supports.add(proof)
        if candidate.supports & {"items", "tax_within", "taxes"} and candidate.value == sums.payments.net:
            candidate.supports.add("paid_exactly")  # two amounts that know nothing of each other
        candidate.score = candidate.label_score + sum(SUPPORT_WEIGHT[name] for name in candidate.supports)
    ranked = sorted(candidates.values(), key=lambda c: -c.score)
    best = next((c for c in ranked if _is_admissible(c, ranked)), None)
    best = _rounded(best, ranked, sums) if best else None
    return _total(best, ranked) if best else None


def table_totals(read: Sequence[ReadRow]) -> set[int]:
    """Return the indices of rows that stand in a table of taxes."""
    inside, left = set(), 0
    for each in read:
        if is_table_head(each):
            left = TABLE_REACH
        elif left:
            inside.add(each.row.index)
            left -= 1
    return inside


def _is_payment(candidate: Candidate, sums: Sums) -> bool:
    """Tell whether an amount stands on the row of a payment only: what was paid is no proof of itself."""
    return candidate.found is not None and any(
        made.found.row.index == candidate.found.row.index for made in sums.payments.made
    )


def _labelled(read: Sequence[ReadRow], labelled_amounts: Iterable[LabelledAmount]) -> dict[Decimal, Candidate]:
    in_table = table_totals(read)
    found: dict[Decimal, Candidate] = {}
    for value, weight, amount in _without_decimal_sign(read):
        _add(found, value, weight, amount, exact=False)
    for entry in labelled_amounts:
        weight = LABEL_WEIGHT.get(entry.label, 0.0) * entry.weight
        if not weight or not entry.amounts:
            continue
        if entry.row.index in in_table and entry.label in {Label.TOTAL, Label.SUBTOTAL}:
            weight *= IN_TAX_TABLE
        if entry.rate is not None and entry.label is Label.TOTAL and "INC" not in entry.row.folded:
            weight *= OF_ONE_RATE
        for place, amount in enumerate(reversed(entry.amounts)):
            value = abs(amount.value) if entry.label in {Label.CASH, Label.CARD, Label.PAID} else amount.value
            own = weight * (0.75**place) * (1.0 if amount.number.exact else NOT_EXACT)
            _add(found, value, own, amount)
            if amount.number.other is not None and (amount.number.currency is None or amount.number.decimals != 3):
                _add(found, amount.number.other, own * NOT_EXACT, amount, exact=False)
    return found


def _without_decimal_sign(read: Sequence[ReadRow]) -> Iterator[tuple[Decimal, float, Amount]]:
    """Yield what stands beside a total's label when its decimal sign was not read: `TOTAL BON 16431`."""
    for each in read:
        main = each.labelled.main
        if main is None or main.label not in {Label.TOTAL, Label.TOTAL_DUE} or each.amounts or len(each.numbers) != 1:
            continue
        number = each.numbers[0]
        if number.other is not None and number.decimals == 0 and each.labelled.coverage >= LABEL_COVERAGE:
            yield number.other, LABEL_WEIGHT[main.label] * NOT_EXACT, Amount(number=number, row=each.row)


def _add(found: dict[Decimal, Candidate], value: Decimal, weight: float, amount: Amount, *, exact: bool = True) -> None:
    exact = exact and amount.number.exact
    candidate = found.setdefault(value, Candidate(value=value, exact=False))
    if weight > candidate.label_score or (exact and not candidate.exact):
        candidate.found = amount
    candidate.exact = candidate.exact or exact
    high, low = max(candidate.label_score, weight), min(candidate.label_score, weight)
    candidate.label_score = high + 0.3 * min(low, 1.0)


def _derived(sums: Sums, labelled: set[Decimal]) -> Iterator[tuple[Decimal, str]]:
    """Yield every amount that an equation gives for the total, with the equation's name."""
    net_paid = sums.payments.net
    if net_paid is not None:
        yield net_paid, "payments" if sums.payments.change else "paid_exactly"
    if sums.items.items:
        yield from ((value, "items") for value in _from_items(sums, labelled))
    for net, tax in _nets_and_taxes(sums):
        yield net + tax, "net_and_tax"
        yield from ((value, "net_and_tax") for extra in _extras(sums) if (value := net + tax + extra) in labelled)
    based = [tax for tax in sums.taxes if tax.base is not None]
    if based and len(based) == len(sums.taxes):
        yield sum(((tax.base or 0) + tax.amount for tax in based), Decimal(0)), "taxes"
    adjustments = {*sums.adjustments, sum(sums.adjustments, Decimal(0))} - {Decimal(0)}
    yield from ((subtotal + adjustment, "adjusted") for subtotal in sums.subtotals for adjustment in adjustments)


def _nets_and_taxes(sums: Sums) -> Iterator[tuple[Decimal, Decimal]]:
    """Yield every net amount with every tax that may belong to it; a tax is less than half of its base."""
    yield from ((net, tax) for net, tax in sums.pairs if abs(tax) * 2 < abs(net))
    yield from ((net, tax) for net in sums.nets for tax in sums.tax_totals if tax)  # without a tax they prove nothing


def _from_items(sums: Sums, labelled: set[Decimal]) -> set[Decimal]:
    """Return what the goods add up to: with taxes where they are priced without, else as they are and adjusted."""
    goods = sums.items.total
    taxes = [tax for tax in (*sums.tax_totals, *(tax for _, tax in sums.pairs)) if tax > 0]
    taxed = {goods + tax + extra for tax in taxes for extra in (Decimal(0), *_extras(sums))} & labelled
    return taxed or {goods, *(goods + adjustment for adjustment in sums.adjustments)}


def _extras(sums: Sums) -> list[Decimal]:
    """Return what is added behind the tax: a tip."""
    return [each for each in sums.adjustments if each > 0]


def _taxes_within(value: Decimal, sums: Sums) -> str | None:
    """Return the equation that holds where the printed taxes are what their rates give out of this amount.

    Several taxes, each of its own part of the amount, prove more than one.
    """
    rated = [(tax.amount, tax.rate) for tax in sums.taxes if tax.rate]
    if len(rated) == 1:
        amount, rate = rated[0]
        slack = slack_of(amount, TOLERANCE)
        return "tax_within" if abs(amount) > slack and abs(included_tax(value, rate) - amount) <= slack else None
    gross = sum((amount * (100 + rate) / rate for amount, rate in rated), Decimal(0))
    unsure = sum((slack_of(amount, TOLERANCE) * (100 + rate) / rate for amount, rate in rated), Decimal(0))
    return "taxes" if rated and unsure < MOST_UNSURE * value and abs(value - gross) <= unsure else None


def _rounded(best: Candidate, ranked: Sequence[Candidate], sums: Sums) -> Candidate:
    """Prefer the total after rounding where both are labelled: what is proved for the one is proved for the other."""
    for candidate in ranked:
        if candidate.label_score >= STRONG_LABEL * 0.8 and candidate.value - best.value in sums.roundings:
            candidate.supports |= best.supports
            candidate.score = max(candidate.score, best.score)
            return candidate
    return best


def _is_admissible(candidate: Candidate, ranked: Sequence[Candidate]) -> bool:
    """Nothing is invented: an amount that is not labelled, or not cleanly read, must be proved by equations."""
    if candidate.label_score < STRONG_LABEL * 0.8 and any(_is_paid_total(other) for other in ranked):
        return False
    if (candidate.label_score >= 1.0 and candidate.exact) or (candidate.label_score >= 0.5 and candidate.supports):
        return True
    if sum(other.label_score >= STRONG_LABEL and other.exact for other in ranked) > 1:
        return False  # two totals are printed, maybe of two receipts: what they make together is neither
    strong = candidate.supports - {"adjusted", "tax_within"}
    return len(strong) >= 2 or (len(strong) == 1 and _misread(candidate, ranked) is not None)


def _is_paid_total(candidate: Candidate) -> bool:
    """Tell whether an amount is printed as the total and as what was paid: no subtotal above it is the total."""
    paid = bool(candidate.supports & {"payments", "paid_exactly"})
    return paid and candidate.exact and candidate.label_score >= STRONG_LABEL


def _misread(candidate: Candidate, ranked: Sequence[Candidate]) -> Candidate | None:
    """Return the labelled print that must be this amount with a letter misread."""
    text = plain(candidate.value)
    near = (
        other for other in ranked
        if other.found is not None and other.label_score >= 1.5 and not other.supports
        and Levenshtein.distance(text, plain(other.value)) <= MISREAD_LETTERS
    )  # fmt: skip
    return next(near, None)


def paid_by_slip(total: Total) -> Payments:
    """Return what a card slip says: its total was paid by card, though no row says so beside the amount."""
    weight = min(total.label_score / 4, 1.0)
    return Payments(made=(Payment(method="card", amount=total.value, found=total.found, weight=weight),))


def _total(best: Candidate, ranked: Sequence[Candidate]) -> Total | None:
    source = best if best.found is not None else _misread(best, ranked)
    if source is None:
        source = next((c for c in ranked if c.found is not None and c.label_score >= 1.5), None)
    if source is None or source.found is None:
        return None
    amount = source.found
    printed = amount.row.text[amount.number.start : amount.number.end]
    repaired = source is not best or not best.exact
    others = [c for c in ranked if c is not best and c is not source and c.label_score >= 2.0]
    rest = [c.score for c in ranked if c is not best]
    return Total(
        value=best.value, found=amount, supports=frozenset(best.supports), label_score=best.label_score,
        margin=best.score - max(rest, default=0.0), read_as=printed if repaired else None,
        runner_up=others[0].value if others else None,
    )  # fmt: skip
