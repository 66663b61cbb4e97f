"""Which words of a page's own text are compared with its picture: those that fields stand on, and a few spread over the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocrcore.pipeline.looks.judgement import NEEDED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.extraction.fields import Extraction
    from ocrcore.layout.page import Box, OcrPage, Word

MOST_OF_FIELDS, MOST_FIGURES, MOST_NAMES = 5, 3, 2
LEAST_HEIGHT_PX = 10
"""Smaller print is not read well enough to contradict anybody."""
_FIRST = (*NEEDED, "document_number", "vendor_tax_id", "due_date", "net_total", "tax_total")
_COMPARABLE = re.compile(r"[0-9A-Za-zÀ-ɏȘșȚț\W_]+")
"""Letters that every engine reads. What is written in others cannot be compared."""
_NEEDED_SIGNS = 3


def comparable_words(page: OcrPage) -> list[Word]:
    """Return the words that a picture can speak about: level, large enough, of Latin letters and digits."""
    return [word for line in page.lines for word in line.words if _is_comparable(word, page)]


def words_of_fields(words: Sequence[Word], fields: Extraction) -> list[Word]:
    """Return the words on which fields stand, those of the fields that are booked first."""
    known = [name for name in _FIRST if name in fields.scalars]
    others = [name for name in fields.scalars if name not in _FIRST and name != "document_type"]
    boxes = [fields.scalars[name].box for name in (*known, *others)]
    found = {id(word): word for box in boxes for word in words if _lies_in(word, box) and _digits(word)}
    return list(found.values())


def spread_words(words: Sequence[Word], chosen: Sequence[Word]) -> list[Word]:
    """Return a few more words in even steps over the page: figures, and names."""
    taken = {id(word) for word in chosen}
    free = [word for word in words if id(word) not in taken]
    figures = [word for word in free if _digits(word) >= _NEEDED_SIGNS]
    names = [word for word in free if not _digits(word) and len(word.text) > _NEEDED_SIGNS]
    return [*_evenly(figures, MOST_FIGURES), *_evenly(names, MOST_NAMES)]


def _evenly(words: Sequence[Word], most: int) -> list[Word]:
    count = min(most, len(words))
    return [words[(2 * at + 1) * len(words) // (2 * count)] for at in range(count)]


def _is_comparable(word: Word, page: OcrPage) -> bool:
    x0, y0, x1, y1 = word.box
    height, width = (y1 - y0) * page.height, (x1 - x0) * page.width
    signs = sum(each.isalnum() for each in word.text)
    return signs >= _NEEDED_SIGNS and width > height >= LEAST_HEIGHT_PX and _COMPARABLE.fullmatch(word.text) is not None


def _digits(word: Word) -> int:
    return sum("0" <= each <= "9" for each in word.text)


def _lies_in(word: Word, box: Box) -> bool:
    x0, y0, x1, y1 = word.box
    middle = (y0 + y1) / 2
    return box[1] <= middle <= box[3] and min(x1, box[2]) - max(x0, box[0]) > 0.5 * min(x1 - x0, box[2] - box[0])
