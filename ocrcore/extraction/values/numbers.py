"""Numbers on a row: amounts of money, quantities and rates, with the letters that OCR takes for digits.

A number that could only be read by taking a letter for a digit, or by putting a decimal sign where none was read, is
not `exact`: it counts only when a check proves it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LOOKALIKES = str.maketrans("OQDIL|!ZSGB", "00011112568")
"""Letters that OCR reads for digits, and the digits."""

CURRENCIES: dict[str, str] = {
    "LEI": "RON", "RON": "RON", "LEL": "RON", "RM": "MYR", "MYR": "MYR", "EUR": "EUR", "EURO": "EUR", "€": "EUR",
    "USD": "USD", "US$": "USD", "$": "USD", "GBP": "GBP", "£": "GBP", "CHF": "CHF", "HUF": "HUF", "FT": "HUF",
    "INR": "INR", "RS": "INR", "₹": "INR", "PLN": "PLN", "ZL": "PLN", "SGD": "SGD", "S$": "SGD", "LVL": "LVL", "CZK": "CZK",
    "¥": "JPY", "円": "JPY", "JPY": "JPY", "₩": "KRW", "KRW": "KRW",
    "CNY": "CNY", "RMB": "CNY", "BGN": "BGN", "SEK": "SEK", "DKK": "DKK", "NOK": "NOK", "AUD": "AUD", "CAD": "CAD", "MDL": "MDL",
}  # fmt: skip
"""How a currency is printed (in folded letters) and its code in ISO 4217."""

_SIGNS = "|".join(re.escape(sign) for sign in sorted(CURRENCIES, key=len, reverse=True))
_BEFORE = re.compile(rf"(?:^|[^A-Z])({_SIGNS})\s?[.:]?\s{{0,3}}([-+]?)\s?$")
_AFTER = re.compile(rf"\s{{0,2}}({_SIGNS})(?![A-Z])")
_NUMBER = re.compile(
    r"(?<!\d)(?<!\d[.,:/'])"
    r"(?:\d{1,3}(?:(?P<group>[.,'])\d{3})(?:(?P=group)\d{3})*(?:[.,]\d{1,4})?|\d{1,12}(?:[.,]\d{1,4})?|(?<![A-Z0-9])[.,]\d\d)"
    r"(?!\d)(?![.,:/']\d)"
)
_GLUED = re.compile(r"(?<!\d)(?<!\d[.,])(?!\d{1,3}[.,]\d{3}[.,]\d\d(?!\d))(\d{1,4}([.,])\d\d)(\d{1,4}\2\d\d)(?![\d.,])")
_LOOSE = re.compile(r"(?<![A-Z0-9.,])[\dOQDILSBZG|!]{1,6}\s?[.,;:·*]\s?[\dOQDILSBZG|!]{2}(?![\d.,:;])(?![A-Z]{2})")
_UNPOINTED = re.compile(
    r"(?<![\d.,/-])(?<!\d )(?:(?<![A-Z])|(?<=RM)|(?<=LEI)|(?<=RON))(?:\d{1,4}[ -]\d{2}|\d{3,6})(?![\d.,/-])"
)
_TOKEN_BEFORE = re.compile(r"(?<![A-Z0-9.,])[0-9OQDIL|!ZSGB]{1,6}$")
_LOOSE_RATE = re.compile(r"(?<![A-Z0-9.,])[\dOQILSBZG|]{1,2}(?:[.,-][\dOQ]{1,2})?(?=\s?%)")
_TAX_ROW = re.compile(r"\W{0,3}(?:[A-E]\s?-\s?)?(?:TOTAL\s?)?(?:T[VU]A|COTA)")
_TABLE_ROW = re.compile(r"\W{0,3}[A-E]\W{0,3}\d{1,2}[.,]\d{1,2}\s?[XZ]\s+\d{1,9}[.,]\d\d\s+\d{1,9}[.,]\d\d\W*$")
"""Letter, rate, net and tax on one row of a table of taxes, the rate's sign read as a letter: `A 21,00 X 438,14 92,01`."""
_SUM_ROW = re.compile(rf"{_TAX_ROW.pattern}|\W{{0,3}}(?:SUB\s?)?TOTAL")
_MISREAD_SIGN = re.compile(r"(?<=\d)\s?(?:[XZ]|[°9]?[O°]|%0)(?=[\s)])")
"""What OCR reads for the sign of a rate on the row of a tax: `19.00X`, `21.00Z`, `19°O`, `21%0`."""
_LOST_POINT = re.compile(r"(?<=\d)\s(?=00\s?%)")
"""What is left of the decimal sign of a rate: `19 00%`."""
_RATE_AFTER = re.compile(r"\s?%")
_MEASURE_AFTER = re.compile(r"(?:L|G|KG|ML|CL|M|CM|MM|MG|W|V|KM|LT|GR|GB|INCH)(?![A-Z0-9])")
_MINUS_BEHIND = re.compile(r"\s?-(?:[A-Z]?(?![A-Z0-9])|\s[A-Z](?![A-Z0-9]))(?!\s?\d)")
_CREDIT_BEHIND = re.compile(r"\s?CR(?![A-Z0-9])")
"""Behind an amount: it is owed to the customer, `63.84 CR`."""
_GLUED_LEI = re.compile(r"(?<=[.,]\d\d)[1I|]EI(?![A-Z])")
"""The currency behind an amount without a blank, its first letter read as a digit: `423,891ei`."""
_GLUED_CODE = re.compile(r"(?<=-\d,\d\d)8(?=\W*$)|(?<=-\d\d,\d\d)8(?=\W*$)")
"""The tax letter behind a reduction without a blank, read as a digit: `DISC. 20% -10,398`."""
_ONE_BEHIND_SIGN = re.compile(r"(?:(?<=\dX)|(?<=\sX)|(?<=BUCX))[IL|](?=\d{1,4}[.,]\d\d(?!\d))")
"""The first digit of a price behind the sign of multiplication: `3.000 bucXi9.00`."""
_TAX_ID_BEFORE = re.compile(r"(?<![A-Z])(?:RO|C\.?U\.?[I1]\.?|C\.?[I1]\.?F\.?)\s?[:.]?\s?$")
"""In front of a whole number: no amount, whatever stands behind it (the head of the column of amounts, `CUI RO1590082 Lei`)."""
_NAMES_FUEL = re.compile(r"RON\d\d$")
"""Petrol is sold by its octane number, as `RON95`."""
_CENT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number with its span in the row's text.

    `value` carries the sign. `other` is a second way to read the same print: `1.000` as a thousand, `2 100,00` as
    one amount. `decimals` counts the printed decimals. A `measure` has its unit right behind it (`0.25L`).
    A `whole` one is an amount of a currency without decimals (see `whole_numbers`).
    """

    start: int
    end: int
    value: Decimal
    decimals: int
    currency: str | None = None
    percent: bool = False
    measure: bool = False
    exact: bool = True
    other: Decimal | None = None
    whole: bool = False

    @property
    def money(self) -> bool:
        """Whether it is printed the way amounts are: two decimals, or a currency beside a whole number."""
        in_units = self.decimals == 0 and (self.currency is not None or self.whole)
        return not self.percent and not self.measure and (self.decimals == _CENT or in_units)


def find_numbers(folded: str, taken: Sequence[tuple[int, int]] = ()) -> list[Number]:
    """Return the numbers of a folded row from left to right; `taken` are spans that are something else (dates)."""
    if _TAX_ROW.match(folded) or _TABLE_ROW.match(folded):
        folded = _MISREAD_SIGN.sub(lambda match: "%".ljust(len(match.group())), folded)
        folded = _LOST_POINT.sub(".", folded)
    folded = _GLUED_LEI.sub("LEI", folded)
    folded = _GLUED_CODE.sub("B", folded)
    folded = _ONE_BEHIND_SIGN.sub("1", folded)
    masked = _mask(folded, taken)
    loose = [number for match in _LOOSE_RATE.finditer(masked) if (number := _loose_rate(masked, match))]
    masked = _mask(masked, [(number.start, number.end) for number in loose])
    glued = [number for match in _GLUED.finditer(masked) for number in _apart(masked, match)]
    masked = _mask(masked, [(number.start, number.end) for number in glued])
    found = [number for match in _NUMBER.finditer(masked) if (number := _strict(masked, match))]
    found = glued + [number for number in found if not _is_cut(masked, number)]
    masked = _mask(masked, [(n.start, n.end) for n in found if n.decimals == _CENT or n.percent])
    loose += [number for match in _LOOSE.finditer(masked) if (number := _loose(masked, match))]
    masked = _mask(masked, [(n.start, n.end) for n in loose])
    loose += [number for match in _UNPOINTED.finditer(masked) if (number := _unpointed(masked, match))]
    kept = [n for n in found if not any(n.start < o.end and o.start < n.end for o in loose)]
    return sorted(kept + loose, key=lambda number: number.start)


def _is_cut(masked: str, number: Number) -> bool:
    """Tell whether a letter in front is really the number's first digit: `I666.24`, `2O1.39`."""
    token = _TOKEN_BEFORE.search(masked, max(0, number.start - 8), number.start)
    return number.decimals == _CENT and token is not None and bool(token.group())


def plain(value: Decimal) -> str:
    """Return an amount as the JSON contract has it: `59.37`, of a currency without decimals `20410`."""
    return f"{value:f}" if value.as_tuple().exponent == 0 else f"{value:.2f}"


def _mask(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "\x00" * (end - start) + text[end:]
    return text


def _apart(folded: str, match: re.Match[str]) -> list[Number]:
    """Read two amounts between which no blank was read: `11,9847,92`."""
    return [
        Number(start=start, end=end, value=Decimal(folded[start:end].replace(",", ".")), decimals=_CENT)
        for start, end in (match.span(1), match.span(3))
    ]


def _strict(folded: str, match: re.Match[str]) -> Number | None:
    value, decimals, other = _parse(match.group(), match.group("group"))
    return _number(folded, match.start(), match.end(), value, decimals, exact=True, other=other)


def _parse(text: str, group: str | None) -> tuple[Decimal, int, Decimal | None]:
    """Return value, printed decimals, and the other reading where a separator may part thousands or decimals."""
    if group is None:
        whole, _, fraction = text.replace(",", ".").partition(".")
        return Decimal(f"{whole or 0}.{fraction}" if fraction else whole), len(fraction), None
    pieces = re.split(r"[.,']", text)
    if len(pieces[-1]) == 3 and len(pieces) == 2 and group != "'":
        return Decimal(f"{pieces[0]}.{pieces[1]}"), 3, Decimal("".join(pieces))
    if len(pieces[-1]) == 3 and not re.search(r"[.,]\d{3}$", text.replace(group, "")):
        return Decimal("".join(pieces)), 0, None
    return Decimal("".join(pieces[:-1]) + "." + pieces[-1]), len(pieces[-1]), None


def _loose(folded: str, match: re.Match[str]) -> Number | None:
    """Read an amount with letters for digits (`16,5O`) or another sign for the decimal one (`57;30`)."""
    whole, fraction = (part.strip() for part in re.split(r"[.,;:·*]", match.group(), maxsplit=1))
    if not _mostly_digits(whole, fraction):
        return None
    value = Decimal(f"{whole}.{fraction}".translate(LOOKALIKES))
    exact = whole.isdigit() and fraction.isdigit()
    return _number(folded, match.start(), match.end(), value, 2, exact=exact)


def _mostly_digits(whole: str, fraction: str) -> bool:
    """Tell digits with a few letters among them from words and measures (`26.8G`); an O counts as a zero."""
    both = whole + fraction
    digits = sum(letter.isdigit() for letter in both)
    if not digits or len(both) - digits - sum(letter in "OQ" for letter in both) > digits:
        return False
    if fraction[-1] in "GL" and fraction[-2].isdigit():
        return False
    clear_whole = whole == "O" or any(letter.isdigit() for letter in whole)
    return clear_whole and (any(letter.isdigit() for letter in fraction) or set(fraction) <= set("OQ"))


def _loose_rate(folded: str, match: re.Match[str]) -> Number | None:
    """Read `2I %` as a rate."""
    text = re.sub(r"[,-]", ".", match.group().translate(LOOKALIKES))
    if (match.group()[:2].isdigit() and "-" not in match.group()) or not any(
        letter.isdigit() for letter in match.group()
    ):
        return None
    return _number(folded, match.start(), match.end(), Decimal(text), len(text.partition(".")[2]), exact=False)


def _unpointed(folded: str, match: re.Match[str]) -> Number | None:
    """Read `88 17` or `8817` at a row's end or behind a currency as 88.17: never exact."""
    digits = re.sub(r"\D", "", match.group())
    tail = folded[match.end() :].strip(" \x00*#")
    if "-" in match.group() and not (len(tail) == 1 and tail.isalpha()) and not _SUM_ROW.match(folded):
        return None
    if len(tail) > 3 or any(letter.isdigit() for letter in tail) or _RATE_AFTER.match(folded, match.end()):
        return None
    if match.group().isdigit():
        return _number(
            folded, match.start(), match.end(), Decimal(digits), 0, exact=True, other=Decimal(digits).scaleb(-2)
        )
    return _number(folded, match.start(), match.end(), Decimal(digits).scaleb(-2), 2, exact=False)


def _number(
    folded: str, start: int, end: int, value: Decimal, decimals: int, *, exact: bool, other: Decimal | None = None
) -> Number | None:
    percent = bool(_RATE_AFTER.match(folded, end))
    currency, negative = None, _minus_before(folded, start)
    before = _BEFORE.search(folded, max(0, start - 9), start)
    if before:
        currency = CURRENCIES[before.group(1)]
        negative = negative or before.group(2) == "-" or _minus_before(folded, before.start(1))
        if value == int(value) and decimals == 0 and _NAMES_FUEL.search(folded, 0, end):
            currency = None
    elif (after := _AFTER.match(folded, end)) and not (decimals == 0 and _TAX_ID_BEFORE.search(folded, 0, start)):
        currency = CURRENCIES[after.group(1)]
    if _MINUS_BEHIND.match(folded, end) or (decimals == _CENT and _CREDIT_BEHIND.match(folded, end)):
        negative = True
    if currency == "JPY" and decimals == _CENT:
        currency = "CNY"  # the same sign; the yen has no cents
    if currency is not None and decimals == 0:
        value = value.quantize(Decimal("0.01"))
    if negative and not percent:
        value, other = -value, None if other is None else -other
    return Number(
        start=start, end=end, value=value, decimals=decimals, currency=currency, percent=percent, exact=exact,
        other=other, measure=bool(_MEASURE_AFTER.match(folded, end)),
    )  # fmt: skip


def _minus_before(folded: str, start: int) -> bool:
    head = folded[:start].rstrip(" ")
    if not head.endswith("-"):
        return False
    before = head[:-1]
    if not before or before[-1] in " :=(\x00":
        return not (len(folded[:start]) - len(head) > 1)
    return before[-1].isalpha() and before.rsplit(" ", 1)[-1].isalpha() and len(before.rsplit(" ", 1)[-1]) > 3
