"""From text with places to the fields of receipts and invoices, checked by their own arithmetic and checksums."""

from __future__ import annotations

from ocrcore.extraction.extract import extract
from ocrcore.extraction.fields import Check, Extraction, Field, ListRow
from ocrcore.extraction.text.page_text import PageText, TextLine, TextWord, from_plain_text
from ocrcore.extraction.values.qr import read_codes

__all__ = [
    "Check",
    "Extraction",
    "Field",
    "ListRow",
    "PageText",
    "TextLine",
    "TextWord",
    "extract",
    "from_plain_text",
    "read_codes",
]  # fmt: skip
