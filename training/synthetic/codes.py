"""Drawn shapes that are no words: machine-readable codes and logos."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import zxingcpp

if TYPE_CHECKING:
    import numpy.typing as npt

    Mask = npt.NDArray[np.uint8]

_FORMATS = {
    "qr": zxingcpp.BarcodeFormat.QRCode,
    "ean13": zxingcpp.BarcodeFormat.EAN13,
    "code128": zxingcpp.BarcodeFormat.Code128,
}


def code_mask(shape: str, payload: str, height_px: int, most_width_px: int) -> Mask:
    """A code as an ink mask (255 is ink), modules of whole pixels.

    Args:
        shape: `qr`, `ean13` (12 digits, the control digit is added) or `code128`.
        payload: What it says.
        height_px: About how high; a QR code is square.
        most_width_px: Never wider than this.
    """
    barcode = zxingcpp.create_barcode(payload, _FORMATS[shape])
    modules = 255 - np.array(zxingcpp.write_barcode_to_image(barcode, add_quiet_zones=False))
    if shape == "qr":
        pixels = max(1, min(height_px, most_width_px) // modules.shape[0])
        return np.kron(modules, np.ones((pixels, pixels), np.uint8)).astype(np.uint8)
    bars = modules[modules.shape[0] // 2 : modules.shape[0] // 2 + 1]
    pixels = max(1, min(3, most_width_px // bars.shape[1]))
    return np.repeat(np.repeat(bars, pixels, axis=1), height_px, axis=0).astype(np.uint8)


def logo_mask(rng: np.random.Generator, height_px: int, most_width_px: int) -> Mask:
    """A made-up sign of a few strokes and solid shapes (255 is ink)."""
    width = max(16, min(most_width_px, int(height_px * rng.uniform(0.9, 3.2))))
    mask = np.zeros((max(16, height_px), width), np.uint8)
    height = mask.shape[0]
    for _ in range(int(rng.integers(2, 6))):
        centre = (int(rng.integers(width)), int(rng.integers(height)))
        radius = int(height * rng.uniform(0.12, 0.5))
        colour = 255 if rng.random() < 0.75 else 0
        thickness = -1 if rng.random() < 0.45 else max(1, height // 14)
        match int(rng.integers(4)):
            case 0:
                cv2.circle(mask, centre, radius, colour, thickness, cv2.LINE_AA)
            case 1:
                reach = (int(radius * rng.uniform(0.5, 2)), radius)
                cv2.ellipse(mask, centre, reach, float(rng.uniform(0, 180)), 0, float(rng.uniform(150, 360)), colour,
                    thickness, cv2.LINE_AA)  # fmt: skip
            case 2:
                points = np.stack([rng.integers(0, width, 3), rng.integers(0, height, 3)], 1).astype(np.int32)
                cv2.fillPoly(mask, [points], colour, cv2.LINE_AA)
            case _:
                walk = np.stack([np.linspace(0, width, 5), rng.integers(0, height, 5)], 1).astype(np.int32)
                cv2.polylines(
                    mask, [walk], isClosed=False, color=colour, thickness=max(2, height // 10), lineType=cv2.LINE_AA
                )
    return mask
