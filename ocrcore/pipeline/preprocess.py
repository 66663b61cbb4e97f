"""The tiers: how a page is prepared before it is read. Each is a pure function from an image to an image and the way back.

`light` costs next to nothing: dark and light are put the right way round and stretched. `medium` is for faded thermal
paper, shadows and folds: the page is set level, its illumination flattened, its noise smoothed, its print sharpened.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocrcore.layout.ink import STROKE_PX, probe_of
from ocrcore.layout.tilt import blobs_tilt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from ocrcore.layout.page import Detection

    Image = NDArray[np.uint8]

MIN_RANGE = 24.0
"""Pages with less between dark and light than this are even; stretching would only show their noise."""
DARK_SHARE, LIGHT_SHARE = 0.5, 99.0
"""Percentiles that are stretched to black and white."""
MAX_SKEW_DEGREES = 15.0
MIN_SKEW_DEGREES = 0.5
ROW_LONG = 4.0
"""A smeared row is more than this many times longer than high."""
SMALL_SIDE_PX = 900
"""Pages narrower than this are enlarged for the medium tier."""
ENLARGEMENT = 1.5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prepared:
    """A prepared image, and the matrix (2 by 3) that takes its pixels back to those of the page."""

    image: NDArray[np.uint8]
    to_page: NDArray[np.float64]

    def place(self, detections: Sequence[Detection]) -> list[Detection]:
        """Return the detections with their quadrilaterals in the page's pixels."""
        placed = []
        for piece in detections:
            corners = np.asarray(piece.quad, np.float64) @ self.to_page[:, :2].T + self.to_page[:, 2]
            first, second, third, fourth = ((x, y) for x, y in corners.tolist())
            placed.append(replace(piece, quad=(first, second, third, fourth)))
        return placed


def untouched(image: Image) -> Prepared:
    """Return the page as it is."""
    return Prepared(image=image, to_page=np.eye(2, 3))


def light(image: Image) -> Prepared:
    """Turn white-on-black print round and stretch the contrast."""
    return untouched(_stretched(_dark_on_light(image)))


def medium(image: Image) -> Prepared:
    """Set the page level, flatten its illumination, smooth noise, raise local contrast and sharpen."""
    gray = np.asarray(cv2.cvtColor(_dark_on_light(image), cv2.COLOR_RGB2GRAY), np.uint8)
    matrix, size = _level_matrix(gray)
    level = cv2.warpAffine(gray, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    smooth = cv2.bilateralFilter(_flattened(np.asarray(level, np.uint8)), 5, 24, 3)
    contrast = cv2.createCLAHE(clipLimit=2.0, tileGridSize=(8, 8)).apply(smooth)
    sharp = cv2.addWeighted(contrast, 1.5, cv2.GaussianBlur(contrast, (0, 0), 1.2), -0.5, 0)
    back = np.asarray(cv2.invertAffineTransform(matrix), np.float64)
    return Prepared(image=np.asarray(cv2.cvtColor(sharp, cv2.COLOR_GRAY2RGB), np.uint8), to_page=back)


TIERS: dict[str, Callable[[Image], Prepared]] = {"light": light, "medium": medium}


def _dark_on_light(image: Image) -> Image:
    """Invert a dark page whose strokes are lighter than what surrounds them; a receipt on a dark table stays."""
    gray = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)
    if gray.mean() >= 128:
        return image
    probe = probe_of(gray)
    above_ground = probe.astype(np.int16) - cv2.medianBlur(probe, 2 * STROKE_PX + 1)
    light_ink, dark_ink = np.clip(above_ground, 0, None).mean(), np.clip(-above_ground, 0, None).mean()
    return np.asarray(255 - image, np.uint8) if light_ink > 2 * dark_ink else image


def _stretched(image: Image) -> Image:
    low, high = np.percentile(image[::4, ::4], (DARK_SHARE, LIGHT_SHARE))
    if high - low < MIN_RANGE or (low < 40 and high > 215):
        return image
    table = np.clip((np.arange(256) - low) * (255.0 / (high - low)), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(image, table), np.uint8)


def _flattened(gray: Image) -> Image:
    """Divide by the paper's own brightness: what remains of the page when all its strokes are closed."""
    size = max(STROKE_PX, min(gray.shape) // 40 | 1)
    paper = cv2.medianBlur(cv2.morphologyEx(gray, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8)), 21)
    flat = gray.astype(np.float32) * 240 / np.maximum(paper.astype(np.float32), 16)
    return np.clip(flat, 0, 255).astype(np.uint8)


def _level_matrix(gray: Image) -> tuple[NDArray[np.float64], tuple[int, int]]:
    """Return the matrix that levels (and enlarges) a page, and the size of the canvas that holds all of it."""
    height, width = gray.shape
    skew = _skew_degrees(gray)
    scale = ENLARGEMENT if min(height, width) < SMALL_SIDE_PX else 1.0
    angle = skew if abs(skew) >= MIN_SKEW_DEGREES else 0.0
    matrix = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), angle, scale), np.float64)
    cos, sin = abs(math.cos(math.radians(angle))) * scale, abs(math.sin(math.radians(angle))) * scale
    size = max(1, math.ceil(width * cos + height * sin)), max(1, math.ceil(height * cos + width * sin))
    matrix[:, 2] += (size[0] - width) / 2, (size[1] - height) / 2
    return matrix, size


def _skew_degrees(gray: Image) -> float:
    """Return how far rows of print run downhill, clockwise: the median tilt of smeared rows, weighed by length."""
    probe = probe_of(gray)
    if min(probe.shape) < STROKE_PX:
        return 0.0
    ink = cv2.morphologyEx(probe, cv2.MORPH_BLACKHAT, np.ones((STROKE_PX, STROKE_PX), np.uint8))
    _, binary = cv2.threshold(ink, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    smeared = np.asarray(cv2.morphologyEx(binary, cv2.MORPH_CLOSE, np.ones((3, STROKE_PX), np.uint8)), np.uint8)
    return blobs_tilt(smeared, long=ROW_LONG, least_px=3 * STROKE_PX, most_degrees=MAX_SKEW_DEGREES)
