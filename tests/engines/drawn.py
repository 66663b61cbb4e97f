"""Pages drawn by the tests, with the rows that stand on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROWS = (
    ("MAGAZIN UNIVERSAL SRL", ""),
    ("Strada Lunga 12, Cluj", ""),
    ("PAINE ALBA", "4,50"),
    ("LAPTE PROASPAT", "12,80"),
    ("CAFEA MACINATA", "31,29"),
    ("SUBTOTAL", "48,59"),
    ("TOTAL LEI", "48,59"),
    ("NUMERAR", "50,00"),
    ("REST", "1,41"),
)
WIDTH_PX, HEIGHT_PX = 760, 820


def receipt(*, tilt_degrees: float = 0.0, inverted: bool = False) -> NDArray[np.uint8]:
    """Return a receipt of shape (height, width, 3): labels on the left, amounts far on the right."""
    image = Image.new("RGB", (WIDTH_PX, HEIGHT_PX), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=30)
    for number, (label, amount) in enumerate(ROWS):
        y = 90 + number * 68
        draw.text((110, y), label, fill="black", font=font)
        draw.text((WIDTH_PX - 110, y), amount, fill="black", font=font, anchor="ra")
    turned = image.rotate(tilt_degrees, Image.Resampling.BICUBIC, fillcolor="white")
    pixels = np.asarray(turned, dtype=np.uint8)
    return 255 - pixels if inverted else pixels


def blank(width: int, height: int, level: int = 255) -> NDArray[np.uint8]:
    """Return an even page."""
    return np.full((height, width, 3), level, dtype=np.uint8)


def noise(width: int, height: int) -> NDArray[np.uint8]:
    """Return a page of pure noise, the same each time."""
    return np.random.default_rng(7).integers(0, 256, (height, width, 3), dtype=np.uint8)
