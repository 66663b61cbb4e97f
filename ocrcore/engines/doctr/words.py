"""Find words on a page of any shape: docTR's detector over the whole page, unpadded, on a level grid.

docTR pads every page to a square of 1,024 pixels; here a page keeps its shape and its print is brought to the size that
the detector reads with the least work. The probability map is set level before docTR's post-processor cuts it into
upright boxes: boxes fitted to each word on its own would turn short words at random.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocrcore.engines.print_size import print_height
from ocrcore.engines.printed_parts import CELL_PX
from ocrcore.engines.text_map import text_map
from ocrcore.layout.tilt import blobs_tilt

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ocrcore.engines.onnx.network import OnnxNetwork

    Floats = NDArray[np.float64]

PRINT_PX = 15.0
"""The height to which a usual word's box is brought."""
MISSED = 0.8
"""A page whose boxes come out lower than this share of it is looked at again, larger."""
BLANK_PIXELS = 400_000
"""Area of a page on which nothing looks like print."""
MAX_PIXELS = 3_000_000
MAX_ENLARGEMENT = 2.0
LEVEL_DEGREES = 0.6
"""Tilts up to this are left as they are."""
SPECK = 0.4
"""What is smaller than this share of a usual word's box is no print that the detector must look at."""
TEXT_PROBABILITY = 0.45
"""Pixels at least this likely to be text make a box; docTR's own 0.1 joins neighbours in small print."""
BINARY_THRESHOLD = 0.3
REFINED_DEGREES = np.arange(-4.0, 4.01, 0.25)
"""Blobs lean less than their rows do, the shorter the more: the tilt is looked for this far around theirs."""
PROFILE_POINTS = 4_000
EVEN = np.eye(3)


class WordFinder:
    """docTR's detection network with its post-processor."""

    def __init__(self, network: OnnxNetwork) -> None:
        """Take a network from grey bytes of shape (1, height, width) to logits of shape (1, 1, height, width)."""
        from onnxtr.models.detection.postprocessor.base import GeneralDetectionPostProcessor  # noqa: PLC0415

        self._network = network
        self._post_processor = GeneralDetectionPostProcessor(
            bin_thresh=TEXT_PROBABILITY, box_thresh=TEXT_PROBABILITY, assume_straight_pages=True
        )

    def find(self, gray: NDArray[np.uint8]) -> Floats:
        """Return the words on a grey page, whose print is brought to `PRINT_PX` as far as it has the pixels.

        Returns:
            Quadrilaterals of shape (n, 4, 2) in page pixels, corners clockwise from the top left.
        """
        pixels = gray.size
        most = min(MAX_ENLARGEMENT, math.sqrt(MAX_PIXELS / pixels))
        expected_px = print_height(gray)
        scale = min(most, PRINT_PX / expected_px if expected_px else math.sqrt(BLANK_PIXELS / pixels))
        quads = self._look(gray, scale)
        found_px = _median_height(quads)
        if not 0 < found_px * scale < MISSED * PRINT_PX:
            return quads
        better = min(most, PRINT_PX / found_px)
        return self._look(gray, better) if better > scale else quads

    def _look(self, gray: NDArray[np.uint8], scale: float) -> Floats:
        page = self._scaled(gray, scale)
        probability = text_map(page, page, self._probability_of_part, speck_px=SPECK * PRINT_PX)
        tilt = _tilt(probability)
        level, to_map = _level(probability, tilt) if abs(tilt) > math.radians(LEVEL_DEGREES) else (probability, EVEN)
        boxes = self._post_processor(level[None, :, :, None])[0][0]
        corners = _corners(np.asarray(boxes, np.float64)[:, :4]) * (level.shape[1], level.shape[0])
        in_map = corners @ to_map[:2, :2].T + to_map[:2, 2]
        return np.asarray(in_map * (gray.shape[1] / probability.shape[1], gray.shape[0] / probability.shape[0]))

    @staticmethod
    def _scaled(gray: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
        """Scale a page so that both sides are multiples of a cell, as the network needs them."""
        height, width = (max(CELL_PX, round(side * scale / CELL_PX) * CELL_PX) for side in gray.shape)
        method = cv2.INTER_AREA if height < gray.shape[0] else cv2.INTER_LINEAR
        return np.asarray(cv2.resize(gray, (width, height), interpolation=method), np.uint8)

    def _probability_of_part(self, part: NDArray[np.uint8]) -> NDArray[np.float32]:
        return np.asarray(1 / (1 + np.exp(-self._network.run(part[None])[0, 0])), np.float32)


def _median_height(quads: Floats) -> float:
    """Return the print's size by the boxes' heights; 0 without boxes."""
    return float(np.median(np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1))) if len(quads) else 0.0


def _tilt(probability: NDArray[np.float32]) -> float:
    """Return the page's tilt in radians: near the direction of its blobs, where rows stand out most from their gaps.

    The measure is Postl's: the sum of squares of the profile across the rows (W. Postl, ICPR 1986). Rows may run up or
    down the page, so both directions are looked at.
    """
    binary = (probability >= BINARY_THRESHOLD).astype(np.uint8)
    ys, xs = np.nonzero(binary)
    if not len(ys):
        return 0.0
    some = slice(None, None, max(1, len(ys) // PROFILE_POINTS))
    tilts = np.radians(blobs_tilt(binary) + REFINED_DEGREES)
    down = np.outer(np.cos(tilts), ys[some]) - np.outer(np.sin(tilts), xs[some])
    across = np.outer(np.cos(tilts), xs[some]) + np.outer(np.sin(tilts), ys[some])
    height, width = binary.shape
    contrast = np.maximum(height * _squares(down), width * _squares(across))
    return float(tilts[int(np.argmax(contrast))])


def _squares(positions: Floats) -> Floats:
    """Return the sum of squares of each row's profile, by whole pixels."""
    whole = (positions - positions.min()).astype(np.int64)
    return np.array([(np.bincount(row).astype(np.float64) ** 2).sum() for row in whole])


def _level(probability: NDArray[np.float32], tilt: float) -> tuple[NDArray[np.float32], Floats]:
    """Turn a map level on a canvas that holds all of it; also return the matrix back to the map."""
    height, width = probability.shape
    cos, sin = math.cos(tilt), math.sin(tilt)
    new_width = math.ceil(width * cos + height * abs(sin))
    new_height = math.ceil(height * cos + width * abs(sin))
    turn = np.array([[cos, sin, 0.0], [-sin, cos, 0.0], [0.0, 0.0, 1.0]])
    centre = turn[:2, :2] @ np.array([width / 2, height / 2])
    turn[:2, 2] = np.array([new_width / 2, new_height / 2]) - centre
    level = cv2.warpAffine(probability, turn[:2], (new_width, new_height), flags=cv2.INTER_LINEAR, borderValue=0)
    return np.asarray(level, dtype=np.float32), np.linalg.inv(turn)


def _corners(boxes: Floats) -> Floats:
    x0, y0, x1, y1 = boxes.T
    return np.stack([np.stack(c, axis=1) for c in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))], axis=1)
