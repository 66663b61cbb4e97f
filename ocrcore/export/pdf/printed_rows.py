"""Words as they are laid over a page's picture: level in their row, of one size there, and apart from each other.

Programs that search and copy (Poppler's above all) join what stands closer together than a sixth of the print's size, and
take words of different sizes for different paragraphs. Boxes of neighbours often touch, and are as high as their letters.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocrcore.layout.page import Box, Word

_DESCENT_SHARE = 0.2
"""How far below the base line a word's box reaches, as a share of its height."""
_GAP_SHARE = 0.25
"""Width of the gap behind a word, as a share of the print's size."""
_LEAST_SHARE = 0.4
"""So much of its own width a word keeps whatever stands close behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedWord:
    """A word with its place in points, from the page's upper left corner."""

    text: str
    left: float
    base: float
    """Where its base line is."""
    width: float
    size: float
    """Size of its print."""


def printed_words(words: Sequence[Word], width_pt: float, height_pt: float) -> Iterator[PrintedWord]:
    """Yield words in reading order as they are laid over a page of this size; those without room are left out."""
    for row in _rows(words):
        size = median((word.box[3] - word.box[1]) * height_pt for word in row)
        for number, word in enumerate(row):
            following = row[number + 1].box[0] * width_pt if number + 1 < len(row) else None
            left, right = word.box[0] * width_pt, word.box[2] * width_pt
            width = right - left
            if following is not None:
                width = max(_LEAST_SHARE * width, min(width, following - _GAP_SHARE * size - left))
            middle = (word.box[1] + word.box[3]) / 2 * height_pt
            if width > 0 and size > 0:
                base = middle + size * (0.5 - _DESCENT_SHARE)
                yield PrintedWord(text=word.text, left=left, base=base, width=width, size=size)


def _rows(words: Sequence[Word]) -> Iterator[list[Word]]:
    row: list[Word] = []
    for word in words:
        if row and not _continues(row[-1].box, word.box):
            yield row
            row = []
        row.append(word)
    if row:
        yield row


def _continues(box: Box, following: Box) -> bool:
    """Tell whether a word stands on the row of the one before, right of it."""
    lower = min(box[3] - box[1], following[3] - following[1])
    apart = abs((box[1] + box[3]) - (following[1] + following[3])) / 2
    return apart < lower / 2 and following[0] > box[0]
