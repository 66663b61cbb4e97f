"""Pages that lie sideways or upside down: found from how their text reads, then turned.

No picture tells this as surely as the reading does. A sideways page shows as pieces that run up or down, or that
hold hardly more than one letter each; an upside-down one reads badly although the pieces lie level. The turned page
is read too and the better reading stays, so an upright page that is merely hard to read costs time but is never
turned for nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.layout.page import Detection

MIN_PIECES = 5
"""Fewer pieces than this do not tell which way they run."""
SINGLE_LETTERS = 2.2
"""Pieces with fewer letters than this on average were cut out of words that run up or down."""
EVEN_CHANCE = 0.5
RUNS_DOWN = 0.9


def turns_to_try(detections: Sequence[Detection], upright_confidence: float) -> tuple[int, ...]:
    """Return the quarter turns (counter-clockwise) that may set the page upright, likeliest first; none when it is.

    Args:
        detections: What was read of the page as it lies. Where most letters are guessed, every turn is tried.
        upright_confidence: The engine's own, see `Engine`.
    """
    good = reads_well(detections, upright_confidence)
    likely = _likely_turns(detections, good=good)
    if detections and not good and evidence(detections) <= 0:
        return (*likely, *(turn for turn in (1, 3, 2) if turn not in likely))
    return likely


def _likely_turns(detections: Sequence[Detection], *, good: bool) -> tuple[int, ...]:
    if len(detections) < MIN_PIECES:
        return () if not detections or good else (1, 3, 2)
    along = np.array([np.subtract(piece.quad[1], piece.quad[0]) for piece in detections], dtype=np.float64)
    letters = [len(piece.text) for piece in detections]
    if np.average(np.abs(along[:, 1]) > np.abs(along[:, 0]), weights=letters) > EVEN_CHANCE:
        runs_down = np.average(along[:, 1] > 0, weights=letters) > EVEN_CHANCE
        return (1, 3) if runs_down == good else (3, 1)
    if good:
        return ()
    return (1, 3, 2) if np.mean(letters) < SINGLE_LETTERS else (2,)


def reads_well(detections: Sequence[Detection], upright_confidence: float) -> bool:
    """Tell whether the letters are sure enough on average that the page must have been read the right way up."""
    return sureness(detections) >= upright_confidence


def sureness(detections: Sequence[Detection]) -> float:
    """Return the mean confidence of the letters; 0.0 where there are none."""
    letters = [len(piece.text) for piece in detections]
    return float(np.average([piece.confidence for piece in detections], weights=letters)) if letters else 0.0


def evidence(detections: Sequence[Detection]) -> float:
    """Return how much was read: every letter counts by how far its confidence is above an even chance.

    What runs up or down counts a little less: an engine may read a sideways page as well as the upright one.
    """
    return sum(
        len(piece.text) * (piece.confidence - EVEN_CHANCE) * (1.0 if _is_level(piece) else RUNS_DOWN)
        for piece in detections
    )


def _is_level(piece: Detection) -> bool:
    (x0, y0), (x1, y1) = piece.quad[:2]
    return abs(x1 - x0) >= abs(y1 - y0)
