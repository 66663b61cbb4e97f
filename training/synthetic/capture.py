"""From ink to a picture: paper and ink colours, what a scanner or a phone makes of it, and the damage of use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from training import wear

if TYPE_CHECKING:
    import numpy.typing as npt

    from training.synthetic.typeset import Print

    Image = npt.NDArray[np.uint8]
    Quads = npt.NDArray[np.float32]


def on_paper(rng: np.random.Generator, printed: Print, *, worn: bool) -> Image:
    """Ink of some colour on paper of some colour, RGB."""
    height, width = printed.ink.shape
    paper = np.full(3, rng.uniform(238, 255) if not worn else rng.uniform(205, 252), np.float32)
    if worn or rng.random() < 0.15:
        paper *= np.array([1, rng.uniform(0.95, 1), rng.uniform(0.86, 1)], np.float32)
    if rng.random() < 0.06:
        paper *= rng.uniform(0.8, 1, 3).astype(np.float32)
    dark = rng.uniform(0, 60) if not worn else rng.uniform(15, 95)
    ink = np.full(3, dark, np.float32)
    if rng.random() < 0.18:
        ink += np.array([rng.uniform(0, 30), rng.uniform(0, 15), rng.uniform(20, 95)], np.float32)
    steps = np.linspace(0, 1, 256)[:, None]
    shades = np.clip(paper + (ink - paper) * steps, 0, 255).astype(np.uint8)
    page = cv2.merge([cv2.LUT(printed.ink, shades[:, channel]) for channel in range(3)])
    grain = (wear.cloud(rng, height, width, 3.0) - 0.5) * rng.uniform(0, 6 if worn else 2)
    return cv2.add(page, cv2.merge([grain] * 3), dtype=cv2.CV_8U).astype(np.uint8)


def scan(rng: np.random.Generator, image: Image, quads: Quads) -> tuple[Image, Quads]:
    """What a good scanner gives: nearly straight, even light, mild compression, at times a larger white or grey bed."""
    height, width = image.shape[:2]
    if rng.random() < 0.6:
        bed = float(rng.choice([255, 252, 240, 225, 200, 60, 20], p=[0.4, 0.2, 0.15, 0.1, 0.05, 0.05, 0.05]))
        wide = rng.random() < 0.25
        margin = (
            int(width * rng.uniform(0, 0.5 if wide else 0.08)),
            int(width * rng.uniform(0, 0.5 if wide else 0.08)),
        )
        view, size = wear.homography(rng, width, height, angle_deg=float(rng.normal(0, 0.35)), bend=0, margin_px=margin)
        under = np.full((size[1], size[0], 3), bed, np.uint8)
        image, quads = wear.move(image, quads, view, size, under)
    if rng.random() < 0.4:
        image = cv2.GaussianBlur(image, (0, 0), float(rng.uniform(0.3, 0.7))).astype(np.uint8)
    if rng.random() < 0.3:
        image = wear.noise(rng, image, 4)
    if rng.random() < 0.6:
        image = wear.jpeg(rng, image, 70)
    if rng.random() < 0.3:
        grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
        image = cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB).astype(np.uint8)
    return image, quads


def photograph(rng: np.random.Generator, image: Image, quads: Quads, size_px: float, words: int) -> tuple[Image, Quads]:
    """A plausible phone photo or faded print that a person can still read; tried again while one could not.

    Args:
        rng: The source of chance.
        image: The clean page, RGB.
        quads: Places of words, then of lines.
        size_px: The height of common letters.
        words: How many of the places are words.
    """
    hard = wear.WORN if rng.random() < 0.5 else wear.USED
    for _ in range(5):
        damaged = wear.wear_print(rng, image, size_px, hard)
        picture, moved = wear.photograph(rng, damaged, quads, hard)
        if legible(picture, moved[:words]):
            return picture, moved
    return wear.photograph(rng, image, quads, wear.USED)


def legible(image: Image, quads: Quads) -> bool:
    """Tell whether ink still stands out from the paper: in nearly all words by 26 grey levels, in most by 42."""
    if not len(quads):
        return True
    grey = cv2.blur(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), (3, 3))
    height, width = grey.shape
    contrasts = []
    for quad in quads:
        x0, y0 = np.clip(quad.min(0), 0, [width - 2, height - 2]).astype(int)
        x1, y1 = np.clip(np.ceil(quad.max(0)), 1, [width, height]).astype(int)
        low, high = np.percentile(grey[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)], (4, 96))
        contrasts.append(high - low)
    return float(np.percentile(contrasts, 4)) >= 26 and float(np.median(contrasts)) >= 42
