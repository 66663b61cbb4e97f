"""What a person typed into a field, as the Result has it: local figures and dates, and plain ones, are understood."""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING

from babel import dates, numbers

from ocrcore.export.cells import printable
from ocrcore.extraction.values.numbers import CURRENCIES
from ocrcore.ledger.search import folded
from ocrcore.web.i18n.texts import plain

if TYPE_CHECKING:
    from ocrcore.web.i18n.formats import Formats

MAX_CHARACTERS = 500
"""Longest text of a field."""
DECIMALS = {
    **dict.fromkeys(
        ("total", "net_total", "tax_total", "discount_total", "charge_total", "amount_due", "amount", "base"), 2
    ),
    **dict.fromkeys(("quantity", "unit_price"), 4),
    "rate": 2,
}
"""The figures among the fields and members, and how many decimals each may have."""
DATES = frozenset({"date", "due_date"})
_MAX_FIGURE = Decimal(10) ** 12
_EARLIEST = date(1900, 1, 1)
_TIME = re.compile(r"(\d{1,2})[:.\-h ](\d{2})(?:[:.\- ](\d{2}))?")
_CURRENCY = re.compile(r"[A-Z]{3}")
_FIGURE = re.compile(r"[+-]?\d[\d.,' ]*|[+-]?[.,]\d+")


class NotUnderstoodError(ValueError):
    """What was typed is not what its field holds; the message says in the person's language how to write it."""


def understood(name: str, typed: str, formats: Formats) -> str:
    """Return what was typed into a field as the Result has it; empty for nothing.

    Args:
        name: The field, or the member of a list's row.
        typed: What was typed.
        formats: How this person writes figures and dates.

    Raises:
        NotUnderstoodError: It cannot be what the field holds.
    """
    text = printable(typed)
    if not text:
        return ""
    if len(text) > MAX_CHARACTERS:
        raise NotUnderstoodError(plain("entered.too_long", most=MAX_CHARACTERS))
    if name in DECIMALS:
        return _figure(text, DECIMALS[name], formats)
    if name in DATES:
        return _date(text, formats)
    if name == "time":
        return _time(text)
    return _currency(text) if name == "currency" else text


def _figure(text: str, decimals: int, formats: Formats) -> str:
    written = text.replace("\u2212", "-").replace("\N{NO-BREAK SPACE}", " ").replace("\u202f", " ").removesuffix("%")
    value = _number(written.strip(), formats) if _FIGURE.fullmatch(written.strip()) else None
    if value is None:
        raise NotUnderstoodError(plain("entered.figure", typed=text, example=formats.number(59.37, 2)))
    exponent = value.normalize().as_tuple().exponent
    if abs(value) >= _MAX_FIGURE or not isinstance(exponent, int) or -exponent > decimals:
        raise NotUnderstoodError(plain("entered.decimals", typed=text, most=decimals))
    if decimals == 2:
        return f"{value:.2f}"
    return f"{value.normalize():f}"


def _number(text: str, formats: Formats) -> Decimal | None:
    """Read a figure as this person writes it, else as anybody does: `59.37` or `1,234.56` where a comma is usual."""
    for locale in (formats.locale, "en", "de"):
        try:
            return numbers.parse_decimal(text.replace(" ", ""), locale=locale, strict=True)
        except numbers.NumberFormatError:
            continue
    return None


def _date(text: str, formats: Formats) -> str:
    try:
        value = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else _local_date(text, formats)
    except (ValueError, IndexError):
        value = None
    if value is None or value < _EARLIEST:
        example = formats.calendar_date(date(2025, 3, 14))
        raise NotUnderstoodError(plain("entered.date", typed=text, example=example))
    return value.isoformat()


def _local_date(text: str, formats: Formats) -> date | None:
    """Read a date in figures as this person orders them, with dots always as day.month.year; or with its month in letters."""
    dotted = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})\.?", text)
    if dotted:
        day, month, year = map(int, dotted.groups())
        return date(year if year > 99 else 2000 + year, month, day)
    if re.fullmatch(r"\d{1,4}([./\- ])\d{1,2}\1\d{1,4}\.?", text):
        return dates.parse_date(text.rstrip("."), locale=formats.locale, format="short")
    return _date_in_letters(text, formats)


def _date_in_letters(text: str, formats: Formats) -> date | None:
    found = re.findall(r"[^\W\d_]+|\d+", folded(text))
    names = [each for each in found if not each.isdecimal()]
    figures = [each for each in found if each.isdecimal()]
    month = _months(formats).get(names[0]) if len(names) == 1 else None
    if month is None or len(figures) != 2 or len(figures[1]) != 4:
        return None
    return date(int(figures[1]), month, int(figures[0]))


def _months(formats: Formats) -> dict[str, int]:
    """Return the months by their names, short and long, in the languages that this person reads."""
    locales = ("en", formats.locale, formats.words or formats.locale)
    named = [dates.get_month_names(width, locale=each) for each in locales for width in ("abbreviated", "wide")]
    return {folded(name).rstrip("."): number for names in named for number, name in names.items()}


def _time(text: str) -> str:
    found = _TIME.fullmatch(text)
    try:
        value = time(int(found[1]), int(found[2]), int(found[3] or 0)) if found else None
    except ValueError:
        value = None
    if found is None or value is None:
        raise NotUnderstoodError(plain("entered.time", typed=text))
    return value.strftime("%H:%M:%S" if found[3] else "%H:%M")


def _currency(text: str) -> str:
    code = CURRENCIES.get(text.upper(), text.upper())
    if not _CURRENCY.fullmatch(code) or not numbers.is_currency(code):
        raise NotUnderstoodError(plain("entered.currency", typed=text))
    return code
