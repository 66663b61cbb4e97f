"""What the texts of known codes say: payment codes (EPC069-12, Swiss QR-bill) and fiscal ones (RKSV, KassenSichV, `key=value`).

A text of another form (a link, a survey, a network's password, a business card) says nothing about the document.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from ocrcore.extraction.text.rows import fold
from ocrcore.extraction.values.dates import find_dates

if TYPE_CHECKING:
    from collections.abc import Iterable

_KEYS = {
    "total": ("TOTAL", "SUMA", "AMOUNT", "T", "VAL", "VALOARE", "SUM"),
    "vendor_tax_id": ("CIF", "CUI", "C"),
    "fiscal_id": ("NUI", "S", "SERIE", "SERIAL", "ID"),
    "document_number": ("BF", "BON", "NR", "NUMBER", "N"),
}
LEAST_KEYS = 2
"""One key alone, as in a link or a booking, makes no fiscal text."""
_OTHER = re.compile(
    r"\s*(?:[A-Z][A-Z0-9+.-]{1,14}://|WWW\.|(?:MAILTO|TEL|SMS|SMSTO|GEO|WIFI|MATMSG|MECARD|BEGIN|OTPAUTH|BITCOIN):)"
)
"""How links, networks, business cards and the like begin."""
_PAIR = re.compile(
    r"(?:^|[;&?|\n,])\s?(?P<key>[A-Z_]{1,10})\s?[=:]\s?(?P<value>[^;&|\n]{1,40}?)(?=$|[;&|\n]|,\s?[A-Z_]{1,10}\s?[=:])"
)
_EPC_AMOUNT = re.compile(r"[A-Z]{3}(\d{1,9}(?:[.,]\d{1,2})?)")
_SWISS_AMOUNT, _SWISS_CURRENCY = 18, 19
"""Lines of a Swiss QR-bill, counted from 0 (SIX implementation guidelines, version 2)."""
_RKSV = re.compile(r"_R1-[A-Z]{2}\d+_[^_]*_[^_]*_(?P<day>\d{4}-\d\d-\d\d)T[\d:]{8}_(?P<sums>(?:-?\d{1,9},\d\d_){5})")
"""A receipt of an Austrian till: sums by rate behind number and moment (Registrierkassensicherheitsverordnung)."""
_TSE = re.compile(
    r"V0;[^;]*;KASSENBELEG-V1;[A-Z]+\^(?P<sums>-?\d{1,9}\.\d\d(?:_-?\d{1,9}\.\d\d){4})\^[^;]*;[^;]*;[^;]*;(?P<day>\d{4}-\d\d-\d\d)"
)
"""A receipt of a German till: gross sums by rate, payments, and the start of the transaction (DSFinV-K)."""


def fields_of(text: str) -> dict[str, str]:
    """Return what a code's text says, values as in the Result's contract; nothing where its form is not known."""
    lines = text.replace("\r", "").split("\n")
    folded = fold(text)
    if lines[0].strip() == "BCD":
        return _epc(lines)
    if lines[0].strip() == "SPC":
        return _swiss(lines)
    till = _RKSV.match(folded) or _TSE.match(folded)
    if till:
        return {"total": _sum(re.split("_", till.group("sums"))), "date": till.group("day")}
    return {} if _OTHER.match(folded) else _pairs(folded)


def _epc(lines: list[str]) -> dict[str, str]:
    """Return the amount of an EPC payment code: the eighth line, currency and amount."""
    match = _EPC_AMOUNT.fullmatch(lines[7].strip()) if len(lines) > 7 else None
    return {"total": _sum([match.group(1)])} if match else {}


def _swiss(lines: list[str]) -> dict[str, str]:
    """Return the amount of a Swiss QR-bill; it may be left open."""
    if len(lines) <= _SWISS_CURRENCY or lines[_SWISS_CURRENCY].strip() not in {"CHF", "EUR"}:
        return {}
    total = _tidy("total", lines[_SWISS_AMOUNT].strip())
    return {"total": total} if total else {}


def _pairs(folded: str) -> dict[str, str]:
    """Return what a fiscal text of keys and values says; a date anywhere in it is the document's."""
    values: dict[str, str] = {}
    for match in _PAIR.finditer(folded):
        name = next((name for name, keys in _KEYS.items() if match.group("key") in keys), None)
        value = _tidy(name, match.group("value").strip()) if name else None
        if name and value:
            values.setdefault(name, value)
    if len(values) < LEAST_KEYS or not values.keys() & {"total", "vendor_tax_id"}:
        return {}
    dates = find_dates(folded)
    return values | ({"date": dates[0].value.isoformat()} if dates else {})


def _sum(amounts: Iterable[str]) -> str:
    return f"{sum((Decimal(each.replace(',', '.')) for each in amounts if each), Decimal(0)):.2f}"


def _tidy(name: str, value: str) -> str | None:
    if name == "total":
        digits = re.sub(r"[^0-9.,-]", "", value)
        if not re.search(r"\d", digits):
            return None
        point = max(digits.rfind("."), digits.rfind(","))
        whole, cents = (digits[:point], digits[point + 1 :]) if point >= 0 else (digits, "")
        try:
            return f"{Decimal('.'.join((re.sub('[.,]', '', whole), cents or '0'))):.2f}"
        except InvalidOperation:
            return None
    if name == "vendor_tax_id":
        digits = re.sub(r"\D", "", value)
        return digits if 2 <= len(digits) <= 10 else None
    return re.sub(r"\s", "", value) or None
