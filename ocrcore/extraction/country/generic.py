"""Any country with Latin script: VAT numbers of the European Union and of Britain, tax numbers behind a label, usual rates."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from stdnum.eu import vat
from stdnum.exceptions import ValidationError
from stdnum.gb import vat as gb_vat
from stdnum.hu import anum
from stdnum.in_ import gstin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RATES: dict[str, frozenset[Decimal]] = {
    currency: frozenset(map(Decimal, rates.split()))
    for currency, rates in {
        "MYR": "0 6 8 10 5",
        "EUR": "0 2.1 4 5 5.5 6 7 8 9 10 12 13 13.5 14 16 17 18 19 20 21 22 23 24 25 25.5",
        "GBP": "0 5 20",
        "CHF": "0 2.5 2.6 3.7 3.8 7.7 8.1",
        "HUF": "0 5 18 27",
        "SGD": "0 7 8 9",
        "PLN": "0 5 8 23",
        "INR": "0 2.5 5 6 9 12 14 18 28",
    }.items()
}
"""Rates of sales taxes, in percent, that receipts in a currency print."""

_VAT = re.compile(
    r"(?<![A-Z0-9])(?P<cc>GB|AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK)"
    r"(?P<number>[ .-]?[A-Z0-9](?:[ .]?[A-Z0-9]){6,13})(?![A-Z0-9])"
)
_INDIAN = re.compile(r"(?<![A-Z0-9])\d{2}[A-Z]{5}\d{4}[A-Z][A-Z0-9]{3}(?![A-Z0-9])")
_HUNGARIAN = re.compile(r"(?<![\d-])\d{8}\s?-\s?\d\s?-\s?\d{2}(?![\d-])")
_LABELLED = re.compile(
    r"(?<![A-Z])(?:GST\s{0,2}(?:REG(?:ISTRATION)?\.?|ID|NUMBER|TIN)?|GSTIN|SST\s?(?:REG|ID)?|"
    r"VAT\s{0,2}(?:REG(?:ISTRATION)?|ID|NUMBER)?|TAX\s(?:ID|REG)|UST\W{0,2}ID\w{0,3}|"
    r"STEUER\W{0,3}NR|TVA\s?INTRA\w{0,14}|N\s?[°O]\s?TVA|BTW|PVN\s(?:REG\W{0,2}|MAKS\w{0,12}\W{0,2})?|ABN|EIN)"
    r"\s{0,2}(?:NO|NR|NUM|NUMBER|N|ID|CODE|KODS|REG)?\s?(?:NO|"
    r"NR)?\W{0,5}(?P<value>[A-Z]{0,2}\d(?:[ -]?(?![A-Z]{3})[A-Z0-9]){5,16})(?![A-Z0-9])"
)
_BUYER = re.compile(r"CUSTOMER|CLIENT|BUYER|BILL TO|KUNDE|KLANT|PIRCEJS|SOLD TO")


def tax_ids(folded: str) -> Iterator[tuple[str, int, int, bool, bool]]:
    """Yield the tax ids on a row: id, span, whether its checksum is right, whether it is the buyer's."""
    taken = 0
    for start, end in (*_national(folded), *_european(folded)):
        taken = max(taken, end)
        value = re.sub(r"[ .]", "", folded[start:end])
        if value[0].isalpha():
            value = value.replace("-", "")
        yield value, start, end, True, bool(_BUYER.search(folded[:start]))
    for match in _LABELLED.finditer(folded):
        value = re.sub(r"[ -]", "", match.group("value"))
        if match.start("value") >= taken and sum(letter.isdigit() for letter in value) >= 6:
            yield value, match.start("value"), match.end("value"), False, bool(_BUYER.search(folded[: match.start()]))


def is_valid_tax_id(value: str) -> bool | None:
    """Tell whether the checksum of a tax id without blanks is right; None where its form tells no country."""
    for pattern, is_right in _NATIONAL:
        if pattern.fullmatch(value):
            return is_right(value)
    if value[:2].lower() in vat.MEMBER_STATES or value.startswith("GB"):
        return _is_vat(value)
    return None


def _national(folded: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of ids that a country's form and control digit tell without a label."""
    for pattern, is_right in _NATIONAL:
        yield from (match.span() for match in pattern.finditer(folded) if is_right(match.group()))


def _is_hungarian(text: str) -> bool:
    return bool(anum.is_valid(text.replace(" ", "")[:8]))


def _european(folded: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of VAT numbers; where a country's letters begin none, one may begin within what they took."""
    start = 0
    while match := _VAT.search(folded, start):
        start = match.start() + 1
        for number in _shortened(match.group("number")):
            if _is_vat(match.group("cc") + re.sub(r"[ .-]", "", number)):
                start = match.start() + 2 + len(number)
                yield match.start(), start
                break


def _shortened(number: str) -> Iterator[str]:
    """Yield the number, then the number without its last words, for words that follow it."""
    yield number
    while " " in number.strip():
        number = number.rstrip().rsplit(" ", 1)[0]
        yield number


def _is_vat(compact: str) -> bool:
    if compact.startswith("GB"):
        return bool(gb_vat.is_valid(compact))
    try:
        vat.validate(compact)
    except ValidationError:
        return False
    return True


_NATIONAL: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...] = (
    (_INDIAN, gstin.is_valid),
    (_HUNGARIAN, _is_hungarian),
)
