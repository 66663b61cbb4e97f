"""Two readings of one page become one: row by row, the second stays where it holds clearly more, and surer, letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ocrcore.layout.orientation import evidence, sureness
from ocrcore.layout.rows import group_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ocrcore.layout.page import Detection

    Rows = list[list[Detection]]

CLEARLY = 1.15
"""A second reading replaces the first where it holds this many times as much evidence: taking the better of two readings
at their word would favour whichever overrates itself ..."""
SURER = 1.1
"""... and is this many times as sure of its letters: more letters may be specks that were sharpened."""
SURE = 0.8
"""A row that only the second reading found is taken when it is at least so sure. These are chosen on 30 generated
documents (calibration seeds, docTR's tiers, 2026-11-25): CER 0.0194 with the first reading alone, 0.0192 merged so, 0.0201
merged without the two last conditions."""
SAME_PLACE = 0.3
"""Rows lie in the same place when their pieces share this much of the smaller row's area."""


def merge(first: Sequence[Detection], second: Sequence[Detection], width: int, height: int) -> list[Detection]:
    """Return the better pieces of two readings; where rows are cut differently, all rows in one place are weighed.

    Args:
        first: The reading that stays when both are as good.
        second: The other reading, placed on the same page.
        width: The page's width in pixels.
        height: The page's height in pixels.
    """
    rows = group_rows(first, width, height)
    from_first = len(rows)
    rows += group_rows(second, width, height)
    chosen: list[Detection] = []
    for place in _places(rows, from_first):
        ours = [piece for row in place if row < from_first for piece in rows[row]]
        theirs = [piece for row in place if row >= from_first for piece in rows[row]]
        chosen += theirs if _is_better(theirs, ours) else ours
    return chosen


def _is_better(theirs: Sequence[Detection], ours: Sequence[Detection]) -> bool:
    if not ours:
        return sureness(theirs) >= SURE and any(piece.has_letters for piece in theirs)
    return evidence(theirs) > max(CLEARLY * evidence(ours), 0.0) and sureness(theirs) >= SURER * sureness(ours)


def _places(rows: Rows, from_first: int) -> list[list[int]]:
    """Return the rows that lie in one place together, as connected groups of row numbers."""
    boxes = [np.array([_upright(piece) for piece in row]) for row in rows]
    group = list(range(len(rows)))

    def root(row: int) -> int:
        while group[row] != row:
            row = group[row]
        return row

    for ours in range(from_first):
        for theirs in range(from_first, len(rows)):
            smaller = min(_area(boxes[ours]), _area(boxes[theirs]))
            if _shared(boxes[ours], boxes[theirs]) > SAME_PLACE * smaller:
                group[root(theirs)] = root(ours)
    places: dict[int, list[int]] = {}
    for row in range(len(rows)):
        places.setdefault(root(row), []).append(row)
    return list(places.values())


def _upright(piece: Detection) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in piece.quad], [y for _, y in piece.quad]
    return min(xs), min(ys), max(xs), max(ys)


def _area(boxes: NDArray[np.float64]) -> float:
    return float(np.prod(boxes[:, 2:] - boxes[:, :2], axis=1).sum())


def _shared(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> float:
    low = np.maximum(ours[:, None, :2], theirs[None, :, :2])
    high = np.minimum(ours[:, None, 2:], theirs[None, :, 2:])
    return float(np.prod(np.clip(high - low, 0, None), axis=2).sum())
