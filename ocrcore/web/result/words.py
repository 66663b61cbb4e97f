"""The words of a page with their places in the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ocrcore.layout.page import OcrPage, Word

SURE = 0.9
"""From here on a word is taken as read rightly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedWord:
    """A word with its number on the page and the number of its line, both from 0."""

    id: int
    line: int
    word: Word


def words_of(page: OcrPage) -> tuple[PlacedWord, ...]:
    """Return a page's words in reading order."""
    words = ((row, word) for row, line in enumerate(page.lines) for word in line.words)
    return tuple(PlacedWord(id=number, line=row, word=word) for number, (row, word) in enumerate(words))
