"""The two networks that ship with the project: docTR's architectures, trained here, run through OnnxTR."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocrcore.engines.doctr.crops import TORN_NUMBER, CropReader, sideways
from ocrcore.engines.doctr.manifest import INSTALL, WEIGHTS, read_manifest
from ocrcore.engines.doctr.pieces import join_pieces
from ocrcore.engines.doctr.spelling import Spelling
from ocrcore.engines.doctr.words import WordFinder
from ocrcore.engines.onnx.checked_file import read_checked
from ocrcore.engines.onnx.freed_memory import keep_freed_memory, return_freed_memory
from ocrcore.engines.onnx.network import OnnxNetwork
from ocrcore.errors import EngineUnavailable
from ocrcore.layout.page import Detection

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from ocrcore.engines.doctr.crops import CropReading
    from ocrcore.layout.page import Quad

MIN_CONFIDENCE = 0.2
"""Readings below this are texture taken for letters."""
SPECK = 0.55
"""Signs lower than this share of the page's usual box are dirt: boxes are found at a capital's height."""


class BundledNetworks:
    """Both networks, loaded; `read` finds and reads the words of a page."""

    def __init__(self, *, threads: int, folder: Path = WEIGHTS) -> None:
        """Load the networks with at most `threads` threads.

        Raises:
            EngineUnavailable: A package or a file is missing, or a file is not the one that the manifest names.
        """
        keep_freed_memory()
        os.environ["ONNXTR_MULTIPROCESSING_DISABLE"] = "TRUE"
        manifest = read_manifest(folder)
        find, read, spell = manifest.detection, manifest.recognition, manifest.spelling
        try:
            self._finder = WordFinder(OnnxNetwork(read_checked(folder / find["file"], find["sha256"]), threads=threads))
            self.reader = CropReader(
                OnnxNetwork(read_checked(folder / read["file"], read["sha256"]), threads=threads),
                vocabulary=read["vocabulary"],
                widths=read["widths"],
                mean=read["mean"],
                std=read["std"],
            )
            self._spelling = Spelling(folder / spell["file"], sha256=spell["sha256"], vocabulary=read["vocabulary"])
            cv2.setNumThreads(threads)
        except ImportError as error:
            raise EngineUnavailable(case="import_failed", reason=str(error), install=INSTALL) from error

    def read(self, image: NDArray[np.uint8]) -> list[Detection]:
        """Return the words of an RGB page; a detection holds a blank where two words were found as one."""
        try:
            return self._read(image)
        finally:
            return_freed_memory()

    def _read(self, image: NDArray[np.uint8]) -> list[Detection]:
        gray = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)
        quads = self._finder.find(gray)
        if not len(quads):
            return []
        turned = sideways(quads)
        quads = np.where(turned[:, None, None], np.roll(quads, -1, axis=1), quads)
        quads, readings = join_pieces(gray, quads, self.reader.read_boxes(gray, quads), self.reader)
        heights = np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1)
        letters_px = SPECK * float(np.median(heights))
        pieces = [
            Detection(text=self._spelt(reading).strip(), confidence=reading.confidence, quad=_quad(quad))
            for quad, reading in zip(quads, readings, strict=True)
        ]
        return [
            piece
            for piece, height in zip(pieces, heights, strict=True)
            if piece.confidence >= MIN_CONFIDENCE and (piece.has_letters or (piece.text and height >= letters_px))
        ]

    def _spelt(self, reading: CropReading) -> str:
        """Return the text; of an unsure word the one that also fits how words are spelt, unless that tears a number."""
        if reading.logits is None:
            return reading.text
        text = self._spelling.likeliest(reading.logits)
        return text if text.strip() and not TORN_NUMBER.search(text) else reading.text


def _quad(corners: NDArray[np.float64]) -> Quad:
    first, second, third, fourth = ((x, y) for x, y in corners.tolist())
    return first, second, third, fourth
