"""A page turned level by the tilt of its rows, for engines that read level rows only."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from ocrcore.layout.ink import STROKE_PX, probe_of
from ocrcore.layout.tilt import blobs_tilt

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_DEGREES = 2.0
"""Rows that run less askew are read as they are: turning costs sharpness."""
MOST_DEGREES = 15.0
"""What lies more askew is no tilted page, but texture or another way up."""


class Level(NamedTuple):
    """A grey page that is level, and the matrix (2 by 3) that takes its pixels back to those of the page."""

    gray: NDArray[np.uint8]
    to_page: NDArray[np.float64]


def level(gray: NDArray[np.uint8]) -> Level:
    """Return a grey page with its rows level, on a canvas that holds all of it; as it is where they nearly are."""
    tilt = rows_tilt(gray)
    if abs(tilt) < LEAST_DEGREES:
        return Level(gray, np.eye(2, 3))
    height, width = gray.shape
    turn = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), tilt, 1.0), np.float64)
    cos, sin = abs(math.cos(math.radians(tilt))), abs(math.sin(math.radians(tilt)))
    size = math.ceil(width * cos + height * sin), math.ceil(height * cos + width * sin)
    turn[:, 2] += (size[0] - width) / 2, (size[1] - height) / 2
    turned = cv2.warpAffine(gray, turn, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return Level(np.asarray(turned, np.uint8), np.asarray(cv2.invertAffineTransform(turn), np.float64))


def rows_tilt(gray: NDArray[np.uint8]) -> float:
    """Return how far the rows of a grey page run downhill, in degrees clockwise; 0.0 where there are none."""
    probe = probe_of(gray)
    if min(probe.shape) < STROKE_PX:
        return 0.0
    ink = cv2.morphologyEx(probe, cv2.MORPH_BLACKHAT, np.ones((STROKE_PX, STROKE_PX), np.uint8))
    _, binary = cv2.threshold(ink, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    smeared = np.asarray(cv2.morphologyEx(binary, cv2.MORPH_CLOSE, np.ones((3, STROKE_PX), np.uint8)), np.uint8)
    tilt = blobs_tilt(smeared)
    return tilt if abs(tilt) <= MOST_DEGREES else 0.0
