"""Find runs of print with PP-OCRv6's detector, on the page scaled so that its print has the size that reads best.

Boxes come from the probability map as PaddleOCR makes them (DB: M. Liao et al., AAAI 2020): the smallest rectangle around
each blob, widened by its area over its perimeter. For a rectangle that widening is exact arithmetic.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocrcore.engines.paddleocr.networks import load_detector
from ocrcore.engines.print_size import print_height
from ocrcore.engines.printed_parts import CELL_PX
from ocrcore.engines.text_map import text_map

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PRINT_PX = 26.0
"""The height to which a usual word's box is brought: 22 reads a little less, 30 costs a third more (docs/benchmarks.md)."""
MAX_ENLARGEMENT = 2.0
MAX_PIXELS = 4_000_000
BLANK_PIXELS = 600_000
"""Area of a page on which nothing looks like print."""
TEXT, BOX = 0.3, 0.5
"""How likely a pixel is text, and how likely the pixels of a box are on average, at least."""
WIDENING = 1.6
SPECK = 0.4
"""What is smaller than this share of a usual word's box is no print that the detector must look at."""
NARROWEST_PX = 3
"""Blobs narrower than this, in the scaled page, are no print."""
VERTICAL = 1.5
"""A box this much higher than wide holds text that runs downwards."""


class LineFinder:
    """PP-OCRv6's detector, loaded."""

    def __init__(self, *, threads: int) -> None:
        """Load the network with at most `threads` threads.

        Raises:
            ImportError: ONNX Runtime is not installed.
            EngineUnavailable: The network's file is missing or another one.
        """
        self._network = load_detector(threads=threads)

    def find(self, image: NDArray[np.uint8]) -> Floats:
        """Return the runs of print on an RGB page.

        Returns:
            Quadrilaterals of shape (n, 4, 2) in page pixels, corners clockwise from the text's own top left.
        """
        height, width = image.shape[:2]
        page = _scaled(image, _scale(image))
        gray = np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), np.uint8)
        probability = text_map(page, gray, self._probability_of_part, speck_px=SPECK * PRINT_PX)
        quads = _quads(probability) * (width / page.shape[1], height / page.shape[0])
        return np.asarray(np.clip(quads, 0, (width, height)), np.float64)

    def _probability_of_part(self, part: NDArray[np.uint8]) -> NDArray[np.float32]:
        found: NDArray[np.float32] = self._network.run(_normalised(part))[0, 0]
        return found


def _scale(image: NDArray[np.uint8]) -> float:
    gray = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)
    most = min(MAX_ENLARGEMENT, math.sqrt(MAX_PIXELS / gray.size))
    found_px = print_height(gray)
    return min(most, PRINT_PX / found_px if found_px else math.sqrt(BLANK_PIXELS / gray.size))


def _scaled(image: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    """Scale a page so that both sides are multiples of a cell, as the network needs them."""
    height, width = (max(CELL_PX, round(side * scale / CELL_PX) * CELL_PX) for side in image.shape[:2])
    method = cv2.INTER_AREA if height < image.shape[0] else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, (width, height), interpolation=method), np.uint8)


def _normalised(page: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return BGR from -1 to 1 of shape (1, 3, height, width)."""
    planes = np.ascontiguousarray(page[:, :, ::-1].transpose(2, 0, 1)[None])
    return np.asarray(planes / np.float32(127.5) - 1, np.float32)


def _quads(probability: NDArray[np.float32]) -> Floats:
    """Return the boxes on a map of probabilities, in its pixels."""
    mask = cv2.dilate((probability > TEXT).astype(np.uint8), np.ones((2, 2), np.uint8))
    found = []
    for contour in cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)[0]:
        centre, (across, down), degrees = cv2.minAreaRect(contour)
        if min(across, down) < NARROWEST_PX:
            continue
        if _likely(probability, np.asarray(cv2.boxPoints((centre, (across, down), degrees)))) < BOX:
            continue
        wider = WIDENING * across * down / (across + down)
        rectangle = cv2.boxPoints((centre, (across + wider, down + wider), degrees))
        found.append(_from_top_left(np.asarray(rectangle, np.float64)))
    return np.asarray(found, np.float64).reshape(-1, 4, 2)


def _likely(probability: NDArray[np.float32], box: NDArray[np.generic]) -> float:
    """Return how likely the pixels of a box are text, on average."""
    height, width = probability.shape
    corners = np.clip(box, 0, (width - 1, height - 1)).astype(np.int32)
    left, top, wide, high = cv2.boundingRect(corners)
    mask = np.zeros((high, wide), np.uint8)
    cv2.fillPoly(mask, [corners - (left, top)], 1)
    return float(cv2.mean(probability[top : top + high, left : left + wide], mask)[0])


def _from_top_left(corners: Floats) -> Floats:
    """Return a rectangle's corners clockwise from its top left; of one that is high, from its top right."""
    start = int(np.argmin(corners.sum(axis=1)))
    clockwise = np.roll(corners, -start, axis=0)
    across, down = np.linalg.norm(clockwise[1] - clockwise[0]), np.linalg.norm(clockwise[3] - clockwise[0])
    return np.roll(clockwise, -1, axis=0) if down >= VERTICAL * across else clockwise
