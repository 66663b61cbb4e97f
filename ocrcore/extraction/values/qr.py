"""Codes on a document: read with ZXing, and the fields that payment and fiscal codes are known to carry."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ocrcore.extraction.values.code_forms import fields_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

MAX_CODE_LETTERS = 4000


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
    """Return what each code says (see `code_forms`); a text of another form gives no fields."""
    return tuple(CodeFields(text=text, values=fields_of(text[:MAX_CODE_LETTERS])) for text in texts)
