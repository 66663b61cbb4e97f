"""From the pieces that an engine found to printed rows in reading order.

What stands on one printed row becomes one line, also when a wide gap parts a label from its amount and also when the
page is tilted (see `straighten`). Pieces are taken from left to right; each joins the row whose end lies level with
it. Only the end of a row counts, so a row may bend along its way.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import starmap
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ocrcore.layout.page import Box, Detection, Line, Word
from ocrcore.layout.straighten import Straightened, straighten

if TYPE_CHECKING:
    from collections.abc import Sequence

LEVEL = 0.5
"""Two pieces are level when their middles differ by at most this share of the lower one's height ..."""
LEVEL_OF_TALLER = 0.35
"""... or this share of the taller one's, for a large label beside a small amount."""
MAX_HEIGHT_RATIO = 3.5
"""A piece this much taller than its neighbour is a logo or a block, not part of the row."""
MAX_OVERLAP = 0.35
"""Pieces that stand above each other share more of their width than this: not one row."""
COMMA_BELOW = str.maketrans("ŞşŢţ", "ȘșȚț")
"""Engines give the cedillas of the old code pages; Romanian letters have a comma (ISO 8859-16, Unicode 3.0)."""
ENDING = 2
"""How many pieces at the end of a row tell its level."""


class _Piece(NamedTuple):
    """Where one piece stands on the level page; see `Straightened`."""

    left: float
    right: float
    middle: float
    height: float
    foreign: bool


@dataclass(slots=True)
class _Row:
    members: list[int] = field(default_factory=list)
    middle: float = 0.0
    height: float = 0.0
    right: float = 0.0


def form_lines(detections: Sequence[Detection], width: int, height: int) -> tuple[Line, ...]:
    """Return the printed rows of a page from top to bottom, each with its words from left to right.

    Args:
        detections: Pieces of text with quadrilaterals in pixels: words, or whole runs that are cut at their blanks.
        width: Width of the page's image in pixels.
        height: Height of the page's image in pixels.
    """
    rows = group_rows(detections, width, height)
    return tuple(line_of(tuple(word for piece in row for word in _words(piece, width, height))) for row in rows)


def group_rows(detections: Sequence[Detection], width: int, height: int) -> list[list[Detection]]:
    """Return the pieces of each printed row from left to right, rows from top to bottom; empty pieces are left out."""
    pieces = [piece for piece in detections if piece.text.strip()]
    if not pieces:
        return []
    flat = straighten(pieces, width, height)
    rows = _group(flat)
    rows.sort(key=lambda row: _level(row, flat))
    return [[pieces[i] for i in row] for row in rows]


def _group(flat: Straightened) -> list[list[int]]:
    """Return the pieces of each row, from left to right."""
    columns = (flat.left, flat.right, flat.middle, flat.height, flat.foreign)
    pieces = list(starmap(_Piece, zip(*(column.tolist() for column in columns), strict=True)))
    rows: list[_Row] = []
    for i in np.argsort(flat.left, kind="stable").tolist():
        row = None if pieces[i].foreign else _matching_row(rows, pieces[i], pieces)
        if row is None:
            row = _Row()
            rows.append(row)
        row.members.append(i)
        _extend(row, [pieces[member] for member in row.members[-ENDING:]])
    return [row.members for row in rows]


def _matching_row(rows: Sequence[_Row], piece: _Piece, pieces: Sequence[_Piece]) -> _Row | None:
    """Return the row whose end is most level with a piece, if any is level enough and leaves it room."""
    best, best_off = None, math.inf
    for row in rows:
        low, high = min(piece.height, row.height), max(piece.height, row.height)
        off = abs(piece.middle - row.middle)
        if off > max(LEVEL * low, LEVEL_OF_TALLER * high) or high > MAX_HEIGHT_RATIO * low or off >= best_off:
            continue
        if pieces[row.members[0]].foreign:
            continue
        last = pieces[row.members[-1]]
        narrower = min(piece.right - piece.left, last.right - last.left)
        if row.right - piece.left > MAX_OVERLAP * narrower:
            continue
        best, best_off = row, off
    return best


def _extend(row: _Row, end: Sequence[_Piece]) -> None:
    """Let the row's end be told by its last few pieces, the longer the more."""
    lengths = [piece.right - piece.left for piece in end]
    row.middle = fmean([piece.middle for piece in end], lengths)
    row.height = fmean([piece.height for piece in end], lengths)
    row.right = max(piece.right for piece in end)


def _level(row: Sequence[int], flat: Straightened) -> float:
    members = list(row)
    return float(np.average(flat.middle[members], weights=flat.right[members] - flat.left[members]))


def line_of(words: tuple[Word, ...]) -> Line:
    """Return the words of one printed row, from left to right, as a line."""
    edges = np.asarray([word.box for word in words])
    x0, y0 = edges[:, :2].min(axis=0).tolist()
    x1, y1 = edges[:, 2:].max(axis=0).tolist()
    confidence = float(np.average([w.confidence for w in words], weights=[len(w.text) for w in words]))
    return Line(text=" ".join(word.text for word in words), confidence=confidence, box=(x0, y0, x1, y1), words=words)


def _words(piece: Detection, width: int, height: int) -> list[Word]:
    """Cut a piece at its blanks; each word gets the share of the piece's length that its letters take."""
    corners = np.asarray(piece.quad, dtype=np.float64)
    text = piece.text.strip().translate(COMMA_BELOW)
    found, start = [], 0
    for token in text.split():
        start = text.index(token, start)
        end = start + len(token)
        box = _box(corners, start / len(text), end / len(text), width, height)
        sure = min(max(piece.confidence, 0.0), 1.0)
        found.append(Word(text=token, confidence=sure, box=box, look=piece.look))
        start = end
    return found


def _box(corners: np.ndarray, start: float, end: float, width: int, height: int) -> Box:
    """Return the upright box around the part of a quad from `start` to `end` (shares of its length)."""
    top, bottom = corners[1] - corners[0], corners[2] - corners[3]
    part = np.array(
        [corners[0] + start * top, corners[0] + end * top, corners[3] + start * bottom, corners[3] + end * bottom]
    )
    part = np.clip(part / (max(width, 1), max(height, 1)), 0.0, 1.0)
    (x0, y0), (x1, y1) = part.min(axis=0).tolist(), part.max(axis=0).tolist()
    return x0, y0, x1, y1
