"""Both networks of PP-OCRv6 together: find the runs of print on a page, then read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2

from ocrcore.engines.level_crop import level_crop
from ocrcore.engines.paddleocr.detector import LineFinder
from ocrcore.engines.paddleocr.recogniser import HEIGHT_PX, LineRecogniser
from ocrcore.layout.page import Detection

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ocrcore.layout.page import Quad

MIN_CONFIDENCE = 0.5
"""Readings below this are texture taken for letters; RapidOCR's own."""


class PaddleOcrReader:
    """Detector and recogniser, loaded."""

    def __init__(self, *, threads: int) -> None:
        """Load both with at most `threads` threads.

        Raises:
            ImportError: A package is missing.
            EngineUnavailable: A network's file is missing or another one.
        """
        cv2.setNumThreads(threads)
        self.finder = LineFinder(threads=threads)
        self.recogniser = LineRecogniser(threads=threads)

    def read(self, image: NDArray[np.uint8]) -> list[Detection]:
        """Return the runs of text on an RGB page; a run holds blanks between its words."""
        quads = self.finder.find(image)
        readings = self.recogniser.read([level_crop(image, quad, height_px=HEIGHT_PX) for quad in quads])
        return [
            Detection(text=reading.text, confidence=reading.confidence, quad=_quad(quad))
            for quad, reading in zip(quads, readings, strict=True)
            if reading.text.strip() and reading.confidence >= MIN_CONFIDENCE
        ]


def _quad(corners: NDArray[np.float64]) -> Quad:
    first, second, third, fourth = ((x, y) for x, y in corners.tolist())
    return first, second, third, fourth
