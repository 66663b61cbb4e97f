"""What another camera, scanner or lamp would have made of a word that was cut out of a real page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from training import wear

if TYPE_CHECKING:
    from numpy.typing import NDArray


def skewed(rng: np.random.Generator, quad: NDArray[np.float64], most: float = 0.06) -> NDArray[np.float64]:
    """Move a quadrilateral's corners `(4, 2)` by up to `most` of its height: it is then cut out as seen from elsewhere."""
    height = float(np.linalg.norm(quad[3] - quad[0]))
    return quad + rng.uniform(-most, most, (4, 2)) * height


def retaken(rng: np.random.Generator, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a grey crop `(height, width)` in other light, detail, focus, grain and compression; its shape stays."""
    if rng.random() < 0.3:
        pixels = wear.low_resolution(rng, pixels, 0.45)
    if rng.random() < 0.1:
        pixels = wear.spread(pixels, float(rng.uniform(0.1, 0.5)))
    elif rng.random() < 0.1:
        pixels = wear.thin(pixels, float(rng.uniform(0.1, 0.5)))
    if rng.random() < 0.1:
        pixels = wear.fade(rng, pixels, 0.4)
    if rng.random() < 0.35:
        pixels = wear.blur(rng, pixels, 1.1)
    if rng.random() < 0.5:
        pixels = _lit(rng, pixels)
    if rng.random() < 0.15:
        pixels = wear.shade(rng, pixels)
    if rng.random() < 0.35:
        pixels = wear.noise(rng, pixels, float(np.clip(0.2 * np.ptp(pixels), 1.0, 14.0)))
    if rng.random() < 0.25:
        pixels = wear.jpeg(rng, pixels, 30)
    if rng.random() < 0.02:
        pixels = 255 - pixels
    return pixels


def _lit(rng: np.random.Generator, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Change contrast and brightness as another exposure does; a scan's white paper becomes grey more often than whiter."""
    contrast, paper = float(rng.uniform(0.45, 1.25)), float(rng.uniform(-70, 15))
    top = wear.paper_of(pixels)
    return cv2.convertScaleAbs(np.clip((pixels.astype(np.float32) - top) * contrast + top + paper, 0, 255))
