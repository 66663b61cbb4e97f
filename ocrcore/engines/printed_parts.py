"""Which parts of a page may hold print: the rest is blank paper, and a detector need not look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

CELL_PX = 32
"""A page is looked at in squares of this side, a detector's stride."""
CONTRAST = 16
"""Neighbouring pixels of blank paper differ by less: its grain, shadows and the noise of a scan."""
EDGES = np.ones((3, 3), np.uint8)


def printed_parts(gray: NDArray[np.uint8], *, speck_px: float) -> list[tuple[slice, slice]]:
    """Return the rows and columns of the rectangles outside of which a page is blank, each with a margin of one cell.

    They do not overlap, and together they are at most the page: it is cut where nothing is printed right across or right down
    (the XY-cut of G. Nagy and S. Seth, ICPR 1984).

    Args:
        gray: A grey page, both sides multiples of `CELL_PX`.
        speck_px: What is neither higher nor wider than this is dirt, not print.
    """
    edges = (cv2.morphologyEx(gray, cv2.MORPH_GRADIENT, EDGES) >= CONTRAST).astype(np.uint8)
    _, spots, boxes, _ = cv2.connectedComponentsWithStats(edges, connectivity=8)
    # The gradient makes everything wider by a pixel on each side.
    is_print = boxes[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) - 2 > speck_px
    is_print[0] = False
    rows, columns = gray.shape[0] // CELL_PX, gray.shape[1] // CELL_PX
    cells = is_print[spots].reshape(rows, CELL_PX, columns, CELL_PX).any(axis=(1, 3))
    with_margin = cv2.dilate(cells.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(np.bool_)
    return [
        (slice(top * CELL_PX, bottom * CELL_PX), slice(left * CELL_PX, right * CELL_PX))
        for top, bottom, left, right in _cut(with_margin, 0, 0)
    ]


def _cut(cells: NDArray[np.bool_], top: int, left: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield top, bottom, left and right of the parts of a piece that begins at a place of the page."""
    bands = list(_runs(np.asarray(cells.any(axis=1))))
    for start, end in bands:
        columns = list(_runs(np.asarray(cells[start:end].any(axis=0))))
        for first, last in columns:
            if len(bands) == len(columns) == 1:
                yield top + start, top + end, left + first, left + last
            else:
                yield from _cut(cells[start:end, first:last], top + start, left + first)


def _runs(used: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Yield where each unbroken run of true values begins and ends."""
    changes = np.flatnonzero(np.diff(used, prepend=False, append=False))
    yield from zip(changes[::2].tolist(), changes[1::2].tolist(), strict=True)
