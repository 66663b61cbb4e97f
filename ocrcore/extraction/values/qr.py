"""Codes on a document: read with ZXing, and the fields that payment and fiscal codes are known to carry."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from ocrcore.extraction.text.rows import fold
from ocrcore.extraction.values.dates import find_dates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

MAX_CODE_LETTERS = 4000
_KEYS = {
    "total": ("TOTAL", "SUMA", "AMOUNT", "T", "VAL", "VALOARE", "SUM"),
    "vendor_tax_id": ("CIF", "CUI", "C"),
    "fiscal_id": ("NUI", "S", "SERIE", "SERIAL", "ID"),
    "document_number": ("BF", "BON", "NR", "NUMBER", "N"),
}
_PAIR = re.compile(r"(?:^|[;&?|\n,])\s?(?P<key>[A-Z_]{1,10})\s?[=:]\s?(?P<value>[^;&|\n,]{1,40})")
_EPC_AMOUNT = re.compile(r"^[A-Z]{3}(\d{1,9}(?:\.\d{1,2})?)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeFields:
    """One decoded code: its text and the fields that could be told from it, values as in the Result's contract."""

    text: str
    values: Mapping[str, str] = field(default_factory=dict)


def read_codes(image: NDArray[np.uint8]) -> list[str]:
    """Return the texts of all QR, Aztec and Data Matrix codes on an image of shape (height, width[, 3])."""
    import zxingcpp  # noqa: PLC0415 - a native library that only callers with pictures need

    formats = zxingcpp.barcode_formats_from_str("QRCode,Aztec,DataMatrix")
    return [found.text for found in zxingcpp.read_barcodes(image, formats=formats) if found.text]


def parse_codes(texts: Sequence[str]) -> tuple[CodeFields, ...]:
    """Return what each code says: EPC payment codes (EPC069-12) and `key=value` texts such as fiscal receipts carry.

    A text of another kind gives no fields; a date anywhere in a fiscal text is the document's.
    """
    return tuple(_parse(text[:MAX_CODE_LETTERS]) for text in texts)


def _parse(text: str) -> CodeFields:
    lines = text.replace("\r", "").split("\n")
    if lines[0].strip() == "BCD":
        return CodeFields(text=text, values=_epc(lines))
    folded = fold(text)
    values: dict[str, str] = {}
    for match in _PAIR.finditer(folded):
        name = next((name for name, keys in _KEYS.items() if match.group("key") in keys), None)
        value = _tidy(name, match.group("value").strip()) if name else None
        if name and value:
            values.setdefault(name, value)
    dates = find_dates(folded)
    if values and dates:
        values["date"] = dates[0].value.isoformat()
    return CodeFields(text=text, values=values)


def _epc(lines: Sequence[str]) -> dict[str, str]:
    """Return the amount of an EPC payment code: the eighth line, currency and amount."""
    match = _EPC_AMOUNT.match(lines[7].strip()) if len(lines) > 7 else None
    return {"total": f"{Decimal(match.group(1)):.2f}"} if match else {}


def _tidy(name: str, value: str) -> str | None:
    if name == "total":
        try:
            return f"{Decimal(re.sub(r'[^0-9.,-]', '', value).replace(',', '.')):.2f}"
        except InvalidOperation:
            return None
    if name == "vendor_tax_id":
        digits = re.sub(r"\D", "", value)
        return digits if 2 <= len(digits) <= 10 else None
    return re.sub(r"\s", "", value) or None
