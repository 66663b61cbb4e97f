"""How much of what looks like print on a page was covered by a reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocrcore.layout.ink import STROKE_PX, probe_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ocrcore.layout.page import Detection

GRAIN_PX = 1.2
"""A camera's grain is smoothed away with this sigma."""
LEAST_CONTRAST = 12
"""Ink lighter than this against its paper is grain."""
ROW_HEIGHT_PX = (5, 48)
"""Smeared ink of this height on the small copy may be a row of print; less is a rule, more a picture."""
LONG = 1.2
"""A piece of a row is at least this many times as wide as high."""


def covered_share(image: NDArray[np.uint8], detections: Sequence[Detection]) -> float:
    """Return the share of row-like ink on an RGB page (height, width, 3) that lies in the detections' boxes; 1 without ink."""
    ink = _row_like_ink(image)
    total = int(np.count_nonzero(ink))
    if not total:
        return 1.0
    scale = np.array([ink.shape[1] / image.shape[1], ink.shape[0] / image.shape[0]])
    read = np.zeros(ink.shape, np.uint8)
    for piece in detections:
        cv2.fillConvexPoly(read, np.round(np.asarray(piece.quad) * scale).astype(np.int32), 1)
    read = np.asarray(cv2.dilate(read, np.ones((5, 5), np.uint8)), np.uint8)
    return float(np.count_nonzero(ink & read) / total)


def _row_like_ink(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a small mask (0 or 1) of ink that is smeared to pieces of rows, not rules, codes and pictures."""
    gray = probe_of(np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8))
    smooth = cv2.GaussianBlur(gray, (0, 0), GRAIN_PX)
    dark = cv2.morphologyEx(smooth, cv2.MORPH_BLACKHAT, np.ones((STROKE_PX, STROKE_PX), np.uint8))
    threshold, _ = cv2.threshold(dark, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    mask = (dark > max(threshold, LEAST_CONTRAST)).astype(np.uint8)
    smeared = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, STROKE_PX), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(smeared)
    width, height = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    kept = (height >= ROW_HEIGHT_PX[0]) & (height <= ROW_HEIGHT_PX[1]) & (width >= LONG * height)
    kept[0] = False
    return np.asarray(mask * kept[labels], np.uint8) if count > 1 else np.zeros_like(mask)
