"""How far the print of a picture is tilted, told by the direction of its long blobs.

Pieces that an engine found tell the tilt by their own quadrilaterals (see `straighten`); before there are any, the blobs
of a detector's map do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2

from ocrcore.layout.median import weighted_median

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONG = 2.5
"""What is this many times longer than high tells its direction reliably."""


def blobs_tilt(binary: NDArray[np.uint8]) -> float:
    """Return the median direction of the long blobs, weighed by length, in degrees clockwise; 0.0 without any.

    Rows may run up or down the page as well as along it, so directions are told within a quarter turn (-45 to 45).

    Args:
        binary: A picture whose print is not 0.
    """
    contours, _ = cv2.findContours(binary, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    tilts, lengths = [], []
    for contour in contours:
        _, (width, height), degrees = cv2.minAreaRect(contour)
        length, across = max(width, height), max(min(width, height), 1.0)
        tilt = ((degrees if width >= height else degrees + 90) + 45) % 90 - 45
        if length >= LONG * across:
            tilts.append(tilt)
            lengths.append(length)
    return weighted_median(tilts, lengths) if tilts else 0.0
