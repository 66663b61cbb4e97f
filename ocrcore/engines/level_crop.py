"""Cut a tilted piece out of a page and lay it level, at the height that a recogniser was trained with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def level_crop(image: NDArray[np.uint8], quad: NDArray[np.float64], *, height_px: int) -> NDArray[np.uint8]:
    """Return what lies in a quadrilateral (corners of shape (4, 2)) of a grey or RGB page, level and so high."""
    width = max(1, round(float(np.linalg.norm(quad[1] - quad[0]))))
    height = max(1, round(float(np.linalg.norm(quad[3] - quad[0]))))
    target = np.array([[0, 0], [width, 0], [width, height]], dtype=np.float32)
    matrix = cv2.getAffineTransform(quad[:3].astype(np.float32), target)
    crop = cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    size = (max(1, round(width * height_px / height)), height_px)
    shrinks = height > height_px
    return np.asarray(cv2.resize(crop, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR), np.uint8)
