"""Any country with Latin script: VAT numbers of the European Union, tax numbers behind a label, usual rates."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from stdnum.eu import vat
from stdnum.exceptions import ValidationError

if TYPE_CHECKING:
    from collections.abc import Iterator

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

_EU = re.compile(
    r"(?<![A-Z0-9])(?P<cc>AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK)"
    r"(?P<number>[ .-]?[A-Z0-9](?:[ .]?[A-Z0-9]){6,13})(?![A-Z0-9])"
)
_LABELLED = re.compile(
    r"(?:GST\s{0,2}(?:REG(?:ISTRATION)?\.?|ID|NUMBER|TIN)?|GSTIN|SST\s?(?:REG|ID)?|"
    r"VAT\s{0,2}(?:REG(?:ISTRATION)?|ID|NUMBER)?|TAX\s(?:ID|REG)|UST\W{0,2}ID\w{0,3}|"
    r"STEUER\W{0,3}NR|TVA\s?INTRA\w{0,14}|N\s?[°O]\s?TVA|BTW|PVN\s(?:REG\W{0,2}|MAKS\w{0,12}\W{0,2})?|ABN|EIN)"
    r"\s{0,2}(?:NO|NR|NUM|NUMBER|N|ID|CODE|KODS|REG)?\s?(?:NO|"
    r"NR)?\W{0,5}(?P<value>[A-Z]{0,2}\d(?:[ -]?(?![A-Z]{3})[A-Z0-9]){5,16})(?![A-Z0-9])"
)
_BUYER = re.compile(r"CUSTOMER|CLIENT|BUYER|BILL TO|KUNDE|KLANT|PIRCEJS|SOLD TO")


def tax_ids(folded: str) -> Iterator[tuple[str, int, int, bool, bool]]:
    """Yield the tax ids on a row: id, span, whether its checksum is right, whether it is the buyer's."""
    taken = 0
    for match in _EU.finditer(folded):
        for number in _shortened(match.group("number")):
            compact = match.group("cc") + re.sub(r"[ .-]", "", number)
            if _is_eu_vat(compact):
                taken = match.start() + 2 + len(number)
                yield compact, match.start(), taken, True, bool(_BUYER.search(folded[: match.start()]))
                break
    for match in _LABELLED.finditer(folded):
        value = re.sub(r"[ -]", "", match.group("value"))
        if match.start("value") >= taken and sum(letter.isdigit() for letter in value) >= 6:
            yield value, match.start("value"), match.end("value"), False, bool(_BUYER.search(folded[: match.start()]))


def _shortened(number: str) -> Iterator[str]:
    """Yield the number, then the number without its last words, for words that follow it."""
    yield number
    while " " in number.strip():
        number = number.rstrip().rsplit(" ", 1)[0]
        yield number


def _is_eu_vat(compact: str) -> bool:
    try:
        vat.validate(compact)
    except ValidationError:
        return False
    return True
