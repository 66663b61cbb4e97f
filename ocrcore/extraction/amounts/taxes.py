"""Taxes by rate: which of a row's amounts is the base, the tax or the gross is decided by the rate itself.

Included tax = gross × rate / (100 + rate); added tax = base × rate / 100, each rounded to the cent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import permutations
from typing import TYPE_CHECKING

from ocrcore.extraction.text.labels import GENERIC_TAX_WORDS, Label
from ocrcore.extraction.values.labelled_amounts import heads_table
from ocrcore.extraction.values.rounding import slack_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ocrcore.extraction.text.rows import Row
    from ocrcore.extraction.values.labelled_amounts import LabelledAmount, ReadRow
    from ocrcore.extraction.values.numbers import Number

CENT = Decimal("0.01")
TOLERANCE = Decimal("0.021")
"""A tax may be off by what rounding each line of goods adds up to on a short receipt."""
TABLE_ROWS = 8
"""Rows below a tax table's head that belong to the table, at most."""
MAX_RATE = 40

_CODE = re.compile(
    r"(?:^|[\s(|:])(?P<code>[A-Z]{1,3}|[A-E]\d\d)\s{0,2}[-=:(@|"
    r"]{0,2}\s{0,2}(?=[(@]?\s?\d{1,2}(?:[.,]\d{1,2})?\s?%)"
)
_CODE_AFTER_WORD = re.compile(
    r"(?:T[VU]A|TAXA|COTA|CATEGORIA|GRUPA|MWST|PVN)\s{0,2}[-:(]?\s?(?P<code>[A-Z](?![A-Z])|8(?=\s))"
)
_LEADING = re.compile(r"^\W{0,3}(?P<code>[A-Z]{1,3}|[A-E]\d\d)\b")
_NO_CODES = GENERIC_TAX_WORDS | {"DIN", "LA", "DE", "RM", "LEI", "INC", "TOT", "EUR", "OF"}

_COLUMNS_WORDS = """
    AMOUNT AMT SUMMARY SUMM CODE NETTO NET BRUTTO BAZA BASE EXCL RATE ANALYSIS HT TTC RECAPITULATIE FARA KMTA
"""
_COLUMNS = frozenset(_COLUMNS_WORDS.split())
"""Heads of the columns in a table of taxes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tax:
    """One rate's tax. `fits` tells whether base and amount agree with the rate; None when the base is not printed."""

    code: str
    rate: Decimal | None
    base: Decimal | None
    amount: Decimal
    row: Row
    span: tuple[int, int]
    exact: bool = True
    fits: bool | None = None


def included_tax(gross: Decimal, rate: Decimal) -> Decimal:
    """Return the tax within a gross amount, to the cent."""
    return (gross * rate / (100 + rate)).quantize(CENT, ROUND_HALF_UP)


def added_tax(base: Decimal, rate: Decimal) -> Decimal:
    """Return the tax upon a net amount, to the cent."""
    return (base * rate / 100).quantize(CENT, ROUND_HALF_UP)


def tax_fits(
    amount: Decimal, rate: Decimal, *, gross: Decimal | None = None, net: Decimal | None = None
) -> bool | None:
    """Tell whether a tax is what its rate gives within `gross` or upon `net`; None when neither is known."""
    slack = slack_of(amount, TOLERANCE)
    expected = [] if gross is None else [included_tax(gross, rate)]
    expected += [] if net is None else [added_tax(net, rate)]
    return any(abs(each - amount) <= slack for each in expected) if expected else None


def find_taxes(read: Sequence[ReadRow], labelled_amounts: Iterable[LabelledAmount], first: int) -> tuple[Tax, ...]:
    """Return the taxes by rate printed from row index `first` on, each rate and amount once."""
    found: list[Tax] = []
    bases: list[LabelledAmount] = []
    for entry in labelled_amounts:
        if entry.row.index < first or entry.rate is None or entry.rate > MAX_RATE:
            continue
        if entry.label is Label.NET and len(entry.amounts) == 1:
            bases.append(entry)
        elif entry.label in {Label.TAX, Label.TAX_TOTAL, Label.NET, Label.TAX_TABLE}:
            found += _resolve(entry.rate, [a.number for a in entry.amounts], entry.row, entry.amounts[0].row)
    seen = {tax.row.index for tax in found}
    found += [tax for tax in _table_rows(read, first) if tax.row.index not in seen]
    return tuple(sorted(_merged(_with_bases(found, bases)), key=lambda tax: tax.row.index))


def repair_rates(
    taxes: Sequence[Tax], valid: frozenset[Decimal], total: Decimal | None, goods: Mapping[str, Decimal]
) -> tuple[Tax, ...]:
    """Put right a rate that was never in force where the tax fits exactly one rate that was.

    The tax is compared with its printed base, with the goods that bear its letter (`goods`: their sum by letter), or,
    when it is the only one, with the document's total.
    """
    return tuple(_with_rate(tax, valid, total if len(taxes) == 1 else goods.get(tax.code)) for tax in taxes)


def tax_of_total(read: Sequence[ReadRow], total: Decimal, first: int) -> tuple[Tax, ...]:
    """Return the one tax whose row does not say so, if it fits the total.

    Its word is missing (`SR @ 6% 23.62`), or the sign of its rate was not read (`TVA B - 21 137.75`).
    """
    for each in read:
        rate = next((abs(n.value) for n in each.numbers if n.percent or (n.decimals == 0 and not n.money)), None)
        if each.row.index < first or len(each.amounts) != 1 or not rate or rate > MAX_RATE:
            continue
        number = each.amounts[0]
        if number.value and abs(included_tax(total, rate) - number.value) <= slack_of(number.value, TOLERANCE):
            return tuple(_resolve(rate, [number], each.row, each.row))
    return ()


def _with_rate(tax: Tax, valid: frozenset[Decimal], total: Decimal | None) -> Tax:
    if tax.rate is None or tax.rate in valid or not valid:
        return tax
    base = tax.base if tax.fits is not True else None
    slack = slack_of(tax.amount, TOLERANCE)
    fitting = [
        rate for rate in valid
        if rate and (
            (base is not None and abs(added_tax(base, rate) - tax.amount) <= slack)
            or (total is not None and abs(included_tax(total, rate) - tax.amount) <= slack)
        )
    ]  # fmt: skip
    return replace(tax, rate=fitting[0], fits=True if base is not None else tax.fits) if len(fitting) == 1 else tax


def _table_rows(read: Sequence[ReadRow], first: int) -> Iterable[Tax]:
    """Read rows without a tax word: a code, a rate and amounts that fit it."""
    below = TABLE_ROWS + 1
    for each in read:
        below = 0 if is_table_head(each) else below + 1
        if each.row.index < first or each.letters > 14:
            continue
        amounts = [number for number in each.numbers if number.money]
        rate = next((n.value for n in each.numbers if n.percent), None)
        if rate is None and 0 < below <= TABLE_ROWS:
            rate = next((n.value for n in each.numbers if n.decimals == 0 and not n.money and 0 < n.value < 30), None)
        if rate is None or rate > MAX_RATE or len(amounts) < 2:
            continue
        yield from (tax for tax in _resolve(rate, amounts, each.row, each.row) if tax.fits)


def is_table_head(each: ReadRow) -> bool:
    """Tell whether a row heads a table of taxes: it speaks of a tax, names columns and has no amount."""
    words = set(re.findall(r"[A-Z]+", each.row.folded))
    speaks = bool(words & (GENERIC_TAX_WORDS | {"RATE", "COTA"}))
    columns = words & _COLUMNS
    if heads_table(each):
        return False  # the head of the table of goods, one of its columns being the tax
    return not each.amounts and speaks and (bool(columns) or each.labelled.first(Label.TAX_TABLE) is not None)


def _resolve(rate: Decimal, numbers: Sequence[Number], row: Row, place: Row) -> list[Tax]:
    """Tell which amounts of a row are base and tax."""
    numbers = [number for number in numbers if number.money][-4:]
    code = _code_of(row) or _code_of(place)
    best: tuple[Number, Decimal | None, bool | None] | None = None
    for tax, other in permutations(numbers, 2):
        base = _base(rate, tax.value, other.value, [n.value for n in numbers])
        if base is not None:
            best = (tax, base, True)
            break
    if best is None and len(numbers) == 1:
        best = (numbers[0], None, None)
    elif best is None and len(numbers) >= 2:
        low = min(numbers, key=lambda number: abs(number.value))
        best = (low, max((n.value for n in numbers if n is not low), key=abs), False)
    if best is None:
        return []
    number, base, fits = best
    return [
        Tax(
            code=code, rate=rate, base=base, amount=number.value, row=place, span=(number.start, number.end),
            exact=number.exact, fits=fits,
        )
    ]  # fmt: skip


def _base(rate: Decimal, tax: Decimal, other: Decimal, values: Sequence[Decimal]) -> Decimal | None:
    """Return the net base when `tax` is the tax upon `other` or within it."""
    if rate == 0:
        return other if tax == 0 else None
    if tax == 0 or abs(tax) >= abs(other):
        return None
    slack = slack_of(tax, TOLERANCE)
    if abs(added_tax(other, rate) - tax) <= slack:
        return other
    if abs(included_tax(other, rate) - tax) <= slack:
        return other - tax
    return None


def _code_of(row: Row) -> str:
    for pattern in (_CODE_AFTER_WORD, _CODE, _LEADING):
        match = pattern.search(row.folded)
        if match and match.group("code") not in _NO_CODES:
            return match.group("code").replace("8", "B") if len(match.group("code")) == 1 else match.group("code")
    return ""


def _with_bases(taxes: Sequence[Tax], bases: Sequence[LabelledAmount]) -> list[Tax]:
    """Give a tax the base that is printed on a row of its own with the same rate."""
    result = []
    for tax in taxes:
        if tax.base is None and tax.rate is not None:
            for entry in bases:
                value = entry.amounts[0].value
                net = _base(tax.rate, tax.amount, value, ()) if entry.rate == tax.rate else None
                if net is not None:
                    tax = replace(tax, base=net, fits=True)  # noqa: PLW2901
        result.append(tax)
    return result


def _merged(taxes: Iterable[Tax]) -> list[Tax]:
    """Keep each rate's amount once, the one with a base, where a receipt tells it twice."""
    kept: dict[tuple[Decimal | None, Decimal], Tax] = {}
    for tax in taxes:
        key = (tax.rate, abs(tax.amount))
        old = kept.get(key)
        if old is None or (old.base is None and tax.base is not None) or (not old.code and tax.code and not tax.base):
            kept[key] = replace(tax, code=tax.code or (old.code if old else ""))
    return list(kept.values())
