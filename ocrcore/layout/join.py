"""Two pieces of one row: how much room is between them, and the piece that they make together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from ocrcore.layout.page import Detection


def gap_between(left: Detection, right: Detection) -> float:
    """Return the room between two pieces along the first, in heights of it; less than nothing where they overlap."""
    (x0, y0), (x1, y1), _, foot = left.quad
    along = np.array([x1 - x0, y1 - y0]) / max(float(np.hypot(x1 - x0, y1 - y0)), 1e-6)
    height = max(float(np.hypot(foot[0] - x0, foot[1] - y0)), 1e-6)
    return float(np.subtract(right.quad[0], left.quad[1]) @ along) / height


def join(left: Detection, right: Detection) -> Detection:
    """Return both as one piece, as sure as the less sure one."""
    quad = (left.quad[0], right.quad[1], right.quad[2], left.quad[3])
    sure = min(left.confidence, right.confidence)
    return replace(left, text=left.text + right.text, confidence=sure, quad=quad, look=left.look or right.look)
