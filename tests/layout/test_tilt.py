"""The tilt of long blobs, whichever way rows run, and the median that weighs them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocrcore.layout.median import weighted_median
from ocrcore.layout.tilt import blobs_tilt


def page_of_bars(degrees: float, *, speck_degrees: float = 30.0) -> np.ndarray:
    """Return a picture with five long bars tilted clockwise, and a shorter one tilted otherwise."""
    page = np.zeros((600, 600), np.uint8)
    for middle, length, tilt in [*((y, 400, degrees) for y in range(100, 600, 100)), (50, 60, speck_degrees)]:
        x, y = np.cos(np.radians(tilt)) * length / 2, np.sin(np.radians(tilt)) * length / 2
        cv2.line(page, (round(300 - x), round(middle - y)), (round(300 + x), round(middle + y)), 255, 7)
    return page


@pytest.mark.parametrize("degrees", [-9.0, 0.0, 5.0])
def test_long_blobs_tell_the_tilt_along_and_across_the_page(degrees: float) -> None:
    page = page_of_bars(degrees)
    assert blobs_tilt(page) == pytest.approx(degrees, abs=0.5)
    assert blobs_tilt(np.ascontiguousarray(np.rot90(page))) == pytest.approx(degrees, abs=0.5)


def test_what_is_short_is_no_row() -> None:
    page = np.zeros((600, 600), np.uint8)
    cv2.line(page, (300, 300), (310, 305), 255, 9)
    assert blobs_tilt(page) == 0.0
    assert blobs_tilt(np.zeros((50, 50), np.uint8)) == 0.0


def test_the_median_counts_weight_not_values() -> None:
    assert weighted_median([3.0, 1.0, 2.0], [1.0, 1.0, 1.0]) == 2.0
    assert weighted_median([3.0, 1.0, 2.0], [9.0, 1.0, 1.0]) == 3.0
