"""From text with places to the fields of receipts and invoices, checked by their own arithmetic and checksums."""

from __future__ import annotations

from ocrcore.extraction.extract import extract
from ocrcore.extraction.fields import Check, Entry, Extraction, Field
from ocrcore.extraction.qr import read_codes
from ocrcore.extraction.text import PageText, TextLine, TextWord, from_plain_text

__all__ = [
    "Check", "Entry", "Extraction", "Field", "PageText", "TextLine", "TextWord", "extract", "from_plain_text", "read_codes",
]  # fmt: skip
