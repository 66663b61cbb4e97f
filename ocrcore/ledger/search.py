"""What a document is found by: its file, its vendor, its number and its total."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ocrcore.ledger.entry import LedgerEntry

_AMOUNT = re.compile(r"(-?\d{1,3}(?:[.,']?\d{3})*)[.,](\d{2})")


def folded(text: str) -> str:
    """Return `text` without case and diacritics, so that a search for `tariceanu` finds `Țăriceanu`."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character)).casefold()


def search_text(filename: str, entry: LedgerEntry | None = None, keywords: str = "") -> str:
    """Return the text that a search looks into; an amount stands there as `1059.37`."""
    if entry is None:
        return folded(filename)
    total = "" if entry.total is None else f"{entry.total:.2f}"
    further = "" if keywords == entry.vendor_name else keywords
    parts = (filename, entry.vendor_name, further, entry.document_number, total)
    return " ".join(folded(part) for part in parts if part)


def search_words(asked: str) -> list[tuple[str, ...]]:
    """Return the words of a search, each with every way in which it may stand in a search text.

    `1.059,37 lidl` is looked for as `1.059,37` or `1059.37`, and `lidl`.
    """
    return [_readings(word) for word in folded(asked).split()]


def _readings(word: str) -> tuple[str, ...]:
    amount = _AMOUNT.fullmatch(word)
    return (word, f"{re.sub('[^0-9-]', '', amount[1])}.{amount[2]}") if amount else (word,)
