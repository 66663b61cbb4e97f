"""Where pictures with room for print lie on a PDF page."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import pypdfium2.raw as pdfium

from ocrcore.documents.pdf import MAX_OBJECTS, box_on_page, translated
from ocrcore.layout.page import around

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pypdfium2

    from ocrcore.layout.page import Box

LEAST_AREA, LEAST_SIDE = 0.01, 0.03
"""Smaller pictures, as shares of the page and of its sides, are signs and rules."""
MOST_PICTURES = 6
"""So many of a page's pictures are told, the largest."""
_TOUCH = 0.003
"""Strips of one picture, into which some programs cut it, are not farther from each other."""


def picture_places(page: pypdfium2.PdfPage) -> tuple[Box, ...]:
    """Return the places of a page's pictures as fractions of the upright page, from top to bottom.

    Raises:
        UnreadableDocument: The page is damaged.
    """
    with translated("pdf_some_page"):
        boxes = [
            _on_page(box_on_page(page, item.get_bounds(), 1, 1))
            for item in islice(page.get_objects(max_depth=4), MAX_OBJECTS)
            if item.type == pdfium.FPDF_PAGEOBJ_IMAGE
        ]
    large = [box for box in _together(boxes) if _area(box) >= LEAST_AREA and min(_sides(box)) >= LEAST_SIDE]
    return tuple(sorted(sorted(large, key=_area)[-MOST_PICTURES:], key=lambda box: (box[1], box[0])))


def _together(boxes: Iterable[Box]) -> list[Box]:
    """Return boxes that touch each other as one."""
    joined: list[Box] = []
    for box in boxes:
        touching = [other for other in joined if _touch(other, box)]
        joined = [other for other in joined if other not in touching]
        joined.append(around([box, *touching]))
    return joined


def _touch(one: Box, other: Box) -> bool:
    return all(min(one[n + 2], other[n + 2]) - max(one[n], other[n]) >= -_TOUCH for n in (0, 1))


def _on_page(box: Box) -> Box:
    x0, y0, x1, y1 = (min(max(edge, 0.0), 1.0) for edge in box)
    return x0, y0, x1, y1


def _sides(box: Box) -> tuple[float, float]:
    return box[2] - box[0], box[3] - box[1]


def _area(box: Box) -> float:
    across, down = _sides(box)
    return across * down
