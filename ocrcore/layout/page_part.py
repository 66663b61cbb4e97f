"""A part of a page that was read: the words within a box, or those outside of some, still as its rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ocrcore.layout.rows import line_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ocrcore.layout.page import Box, OcrPage, Word


def within(page: OcrPage, box: Box) -> OcrPage:
    """Return a page with the words in a box alone."""
    return _kept(page, lambda word: _lies_in(word, box))


def without(page: OcrPage, boxes: Sequence[Box]) -> OcrPage:
    """Return a page without the words in some boxes."""
    return _kept(page, lambda word: not any(_lies_in(word, box) for box in boxes))


def _kept(page: OcrPage, keeps: Callable[[Word], bool]) -> OcrPage:
    rows = [(line, tuple(word for word in line.words if keeps(word))) for line in page.lines]
    lines = tuple(line if words == line.words else line_of(words) for line, words in rows if words)
    return replace(page, lines=lines)


def _lies_in(word: Word, box: Box) -> bool:
    x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
