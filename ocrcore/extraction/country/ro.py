"""Romania: tax ids, rates of TVA by date, and how fiscal documents are numbered."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from stdnum.ro import cui

from ocrcore.extraction.values.numbers import LOOKALIKES

if TYPE_CHECKING:
    from collections.abc import Iterator

CURRENCY = "RON"

_RATES: tuple[tuple[date, tuple[str, ...]], ...] = (
    (date(2025, 8, 1), ("21", "11", "9", "0")),
    (date(2017, 1, 1), ("19", "9", "5", "0")),
    (date(2016, 1, 1), ("20", "9", "5", "0")),
    (date(2010, 7, 1), ("24", "9", "5", "0")),
    (date(2000, 1, 1), ("19", "9", "0")),
)
"""Codul fiscal, art. 291, and the laws that changed it; Legea 141/2025 from August 2025 (9 % stays for some homes)."""

_LABEL = (
    r"(?:C\s?[.,]?\s?[I1L|]\s?[.,]?\s?F\b|C\s?[.,]?\s?U\s?[.,]?\s?[I1L|T]\b|"
    r"C[O0]D\s{0,2}(?:DE\s?)?(?:UNIC|FISCAL|IDENTIFICARE|INREG\w{0,8})"
    r"|IDENTIFICARE FISCALA|INREGISTRARE FISCALA|COD TVA|"
    r"(?<![A-Z])C[.,]?F[.,]?(?=\s?[:.]?\s?R?[O0]?\s?\d)|CIF|CUI)"
)
_TAX_ID = re.compile(
    _LABEL + r"[^A-Z0-9]{0,6}(?:(?:FISCALA?|UNIC|CNP|DE|INREGISTRARE|IDENTIFICARE|C\.?[I1]\.?F\.?|TVA|CLIENT|"
    r"CUMPARATOR|BENEFICIAR|NR)[^A-Z0-9]{0,5}){0,4}"
    r"(?P<prefix>R\s?[O0Q]\s?)?(?P<digits>[\dOQDILSBZG|]{2,10})(?![A-Z\d])(?!\s\d{4})"
)
_WORN_LABEL = re.compile(rf"{_LABEL}|IDENTIFICARE|FISCAL\s?A\b|^\W{{0,3}}C\W?[UIJ1L]\W?[IFDE1L]\w?\b")
_WORN_TAX_ID = re.compile(
    r"(?<![A-Z0-9])(?:[RBPK]\s?[O0QD]\s?)?(?P<digits>[\dOQIL](?:\s?[\dOQIL]){5,9})(?!\s?\d)(?![A-Z])"
)
"""Behind a label that was misread itself, or with a blank that is none: only for digits that check."""
_BARE_TAX_ID = re.compile(r"(?<![A-Z0-9])R[O0](?P<digits>\s?\d{5,10})(?![A-Z\d])")
_PREFIX = re.compile(r"(?<![A-Z])R\s?[O0Q]\W{0,2}$")
_BUYER = re.compile(r"CLIENT|CUMPARATOR|BENEFICIAR|C\.?U?I\.?F?\.? CL\b")
_FISCAL_DEVICE = re.compile(r"(?<![A-Z])(?P<series>[A-Z]{2})\s?(?P<digits>\d[\dOQIL]{7,11})(?![A-Z\d])")
_FISCAL_LABEL = re.compile(
    r"(?:ID\s?UNIC|NUI|S\s?/\s?N|SERIE\s?(?:FISCALA|AMEF|A\.?M\.?E\.?F)?|SERIA\s?FISCALA|"
    r"NR\.?\s?(?:DE\s)?SERIE|AMEF|NR\.?\s?UNIC|NUMAR UNIC)[^A-Z0-9]{0,5}"
    r"(?:(?:DE|IDENTIFICARE|FISCALA|NR|"
    r"AMEF)[^A-Z0-9]{0,4}){0,3}(?P<value>(?:[A-Z]{2}\s?)?[\dOQIL]{8,12})(?![A-Z\d])"
)
_Z_NUMBER = re.compile(
    r"(?<![A-Z0-9])(?:NR\.?\s?)?(?:RAPORT\s?)?Z\s?(?:NR)?\s?[:.#-]{0,2}\s?(?P<value>\d{1,6})(?![\d.,])"
)

MARKERS = re.compile(
    r"BON FISCAL|BON NEFISCAL|\bLEI\b|\bRON\b|\bTVA\b|C\.?[I1]\.?F\b|COD FISCAL|S\.?R\.?L\b|"
    r"\bS\.?C\.? |NUMERAR|\bJUD\b|\bSTR\b|JUDETUL|STRADA|FACTURA(?!T)|CHITANTA|BUC\b|NR\.? REG|REST\b"
)
"""Words that tell a Romanian document; several different ones are needed."""


def rates_on(day: date | None) -> frozenset[Decimal]:
    """Return the rates of TVA, in percent, in force on a day; without a day, all that ever were."""
    if day is None:
        return frozenset(Decimal(rate) for _, rates in _RATES for rate in rates)
    return next((frozenset(map(Decimal, rates)) for start, rates in _RATES if day >= start), frozenset())


def is_valid_tax_id(digits: str) -> bool:
    """Tell whether the control digit of a CUI/CIF is right (weights 7 5 3 2 1 7 5 3 2, modulo 11)."""
    return len(digits) >= 4 and bool(cui.is_valid(digits))


def tax_ids(folded: str) -> Iterator[tuple[str, int, int, bool, bool]]:
    """Yield the tax ids on a row: digits, span, whether letters were taken for digits, whether it is the buyer's."""
    ends, proved = 0, False
    for match in _TAX_ID.finditer(folded):
        printed = match.group("digits")
        digits = printed.translate(LOOKALIKES)
        if sum(letter.isdigit() for letter in printed) * 2 < len(printed):
            continue
        ends, proved = match.end(), proved or is_valid_tax_id(digits)
        yield digits, match.start("digits"), match.end(), digits != printed, _is_buyers(folded, match)
    for match in _BARE_TAX_ID.finditer(folded, ends):
        digits = match.group("digits").strip()
        if is_valid_tax_id(digits):
            proved = True
            yield digits, match.start("digits"), match.end(), False, bool(_BUYER.search(folded[: match.start()]))
    label = None if proved else _WORN_LABEL.search(folded)
    for match in _WORN_TAX_ID.finditer(folded, label.end()) if label else ():
        digits = match.group("digits").replace(" ", "").translate(LOOKALIKES)
        if is_valid_tax_id(digits):
            yield digits, match.start("digits"), match.end("digits"), True, bool(_BUYER.search(folded, 0, match.end()))


def with_prefix(folded: str, start: int, digits: str) -> str | None:
    """Return a tax id with the `RO` that is printed before it, which says that its owner pays TVA; None without."""
    return f"RO{digits}" if _PREFIX.search(folded, 0, start) else None


def _is_buyers(folded: str, match: re.Match[str]) -> bool:
    return bool(_BUYER.search(folded, max(0, match.start() - 14), match.end()))


def fiscal_device(folded: str) -> tuple[str, int, int] | None:
    """Return the number of the fiscal device (`DA4400012345`) printed on a row, with its span."""
    match = _FISCAL_LABEL.search(folded)
    if match:
        return _device(match.group("value")), match.start("value"), match.end("value")
    match = _FISCAL_DEVICE.search(folded)
    if match and len(match.group("digits")) == 10 and match.group("series") not in {"RO", "NR", "ID"}:
        return _device(match.group()), match.start(), match.end()
    return None


def z_number(folded: str) -> tuple[str, int, int] | None:
    """Return the number of the daily (Z) report printed on a row, without leading zeros, with its span."""
    match = _Z_NUMBER.search(folded)
    return (match.group("value").lstrip("0") or "0", match.start("value"), match.end("value")) if match else None


def _device(text: str) -> str:
    text = text.replace(" ", "")
    letters, digits = (text[:2], text[2:]) if text[:2].isalpha() else ("", text)
    return letters + digits.translate(LOOKALIKES)
