"""Where a page could be cut into two: lines across or down it on which nothing is printed, the widest gaps first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocrcore.layout.page import Box, OcrPage

LEAST_GAP = (0.012, 0.004)
"""Nothing is printed on a cut, over this share of the page's width, or height."""
MOST_CUTS = 6
"""So many cuts in each direction are given."""
SHRUNK = 0.25
"""A row of print is its letters without this share above and below: rows of a tilted page reach into each other."""
UNSURE = 0.5
"""Words less sure are dirt, over which a cut may go."""


def cuts(page: OcrPage, box: Box) -> Iterator[tuple[Box, Box]]:
    """Give the two parts of `box` (a part of the page, or all of it) for each cut: left and right, or upper and lower.

    The first in reading order comes first.
    """
    x0, y0, x1, y1 = box
    for x in _gaps(page, 0, x0, x1):
        yield (x0, y0, x, y1), (x, y0, x1, y1)
    for y in _gaps(page, 1, y0, y1):
        yield (x0, y0, x1, y), (x0, y, x1, y1)


def _gaps(page: OcrPage, axis: int, start: float, end: float) -> list[float]:
    """Return the middles of the gaps between words along an axis (0 across, 1 down)."""
    spans = sorted(_span(word.box, axis) for line in page.lines for word in line.words if word.confidence >= UNSURE)
    found: list[tuple[float, float]] = []
    reached = spans[0][1] if spans else end
    for low, high in spans:
        if low - reached >= LEAST_GAP[axis] * (end - start):
            found.append((low - reached, (low + reached) / 2))
        reached = max(reached, high)
    return [middle for _, middle in sorted(found, reverse=True)[:MOST_CUTS]]


def _span(box: Box, axis: int) -> tuple[float, float]:
    low, high = box[axis], box[axis + 2]
    off = SHRUNK * (high - low) * axis
    return low + off, high - off
