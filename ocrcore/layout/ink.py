"""A small grey copy of a page, on which its ink is looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]

STROKE_PX = 15
"""Wider than any stroke of print at usual resolutions: what a closing of this size removes is ink."""
PROBE_SIDE_PX = 1000


def probe_of(gray: Image) -> Image:
    """Return a small copy of a grey page, on which its ground, slope and ink are measured."""
    shrink = min(1.0, PROBE_SIDE_PX / max(gray.shape))
    height, width = (max(1, round(side * shrink)) for side in gray.shape)
    return np.asarray(cv2.resize(gray, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
