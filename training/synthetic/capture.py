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
    cover = printed.ink.astype(np.float32)[:, :, None] / 255
    page = paper + (ink - paper) * cover
    grain = wear.cloud(rng, height, width, 3.0)[:, :, None] - 0.5
    return np.clip(page + grain * rng.uniform(0, 6 if worn else 2), 0, 255).astype(np.uint8)


def scan(rng: np.random.Generator, image: Image, quads: Quads) -> tuple[Image, Quads]:
    """What a good scanner gives: nearly straight, even light, mild compression, at times a larger white or grey bed."""
    height, width = image.shape[:2]
    if rng.random() < 0.6:
        bed = float(rng.choice([255, 252, 240, 225, 200, 60, 20], p=[0.4, 0.2, 0.15, 0.1, 0.05, 0.05, 0.05]))
        wide = rng.random() < 0.25
        margin = (int(width * rng.uniform(0, 0.5 if wide else 0.08)), int(width * rng.uniform(0, 0.5 if wide else 0.08)))
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


def photograph(rng: np.random.Generator, image: Image, quads: Quads, size_px: float) -> tuple[Image, Quads]:
    """A plausible phone photo or faded print that a person can still read."""
    hard = wear.WORN if rng.random() < 0.5 else wear.USED
    image = wear.wear_print(rng, image, size_px, hard)
    return wear.photograph(rng, image, quads, hard)
