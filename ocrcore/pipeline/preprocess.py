"""How a page is prepared before it is read: dark print on light ground, its contrast stretched. Nothing moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocrcore.layout.ink import STROKE_PX, probe_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]

MIN_RANGE = 24.0
"""Pages with less between dark and light than this are even; stretching would only show their noise."""
DARK_SHARE, LIGHT_SHARE = 0.5, 99.0
"""Percentiles that are stretched to black and white."""


def light(image: Image) -> Image:
    """Turn white-on-black print round and stretch the contrast."""
    return _stretched(_dark_on_light(image))


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
