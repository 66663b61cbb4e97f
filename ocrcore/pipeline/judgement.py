"""How good a reading is, from 0 to 1, and whether a second one can be spared.

Three things speak for a reading: how sure its letters are, how few of them are doubtful, and whether the document's
own arithmetic and checksums hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.engines.base import Detection

DOUBTFUL = 0.6
"""A piece less sure than this is more often wrong than right."""
VERDICT_WEIGHT = 0.15
"""How much of what is missing to 1 a full verdict of the checks makes good."""
ACCEPTED = 0.85
"""Readings judged at least this good are not read again."""


def judge(detections: Sequence[Detection], verdict: float = 0.0) -> float:
    """Return the score of a page's reading.

    Args:
        detections: What was read; an empty page is perfectly read.
        verdict: How strongly arithmetic and checksums support the reading, from 0 to 1.
    """
    if not detections:
        return 1.0
    letters = np.array([len(piece.text) for piece in detections], np.float64)
    confidence = np.array([piece.confidence for piece in detections], np.float64)
    sure = float(np.average(confidence, weights=letters))
    doubtful = float(np.average(confidence < DOUBTFUL, weights=letters))
    score = sure * (1 - doubtful)
    return min(1.0, score + (1 - score) * VERDICT_WEIGHT * verdict)
