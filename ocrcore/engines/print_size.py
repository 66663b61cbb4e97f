"""How high a page's print is, told from its dark spots alone: what a detector's costs depend on, before it runs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocrcore.layout.median import weighted_median

if TYPE_CHECKING:
    from numpy.typing import NDArray

PROBE_PIXELS = 1_000_000
NEIGHBOURS_PX, DARKER = 31, 12
"""Ink is darker than the mean of its neighbourhood by so much."""
LOWEST_PX, HIGHEST_PX = 5, 100
WIDEST, NARROWEST, EMPTIEST = 4.0, 0.1, 0.12
"""Letters by their shape: width in heights, and how much of their box is ink."""
WORD_IN_LETTERS = 1.3
"""A word's box, from a capital's top to the foot of a `g`, against the spots of its letters. On 48 generated and scanned
pages (2026-11-25) the height told so is off by 12 % (deviation of the logarithm) from the detector's median box."""


def print_height(gray: NDArray[np.uint8]) -> float:
    """Return how high a usual word's box is on a grey page with dark print, in pixels; 0.0 where nothing looks like print.

    It is the height that splits the letters so that both halves, put on top of each other, are equally high: specks count
    little. Dots of needle print are joined to strokes first.
    """
    height, width = gray.shape
    scale = min(1.0, math.sqrt(PROBE_PIXELS / (height * width)))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    probe = cv2.resize(gray, size, interpolation=cv2.INTER_AREA)
    ink = cv2.adaptiveThreshold(probe, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, NEIGHBOURS_PX, DARKER)
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 1), np.uint8))
    _, _, spots, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    wide, high, area = (spots[1:, column].astype(np.float64) for column in (2, 3, 4))
    letters = (high >= LOWEST_PX) & (high <= HIGHEST_PX) & (wide <= WIDEST * high) & (wide >= NARROWEST * high)
    heights = high[letters & (area >= EMPTIEST * wide * high)]
    return WORD_IN_LETTERS * weighted_median(heights, heights) / scale if len(heights) else 0.0
