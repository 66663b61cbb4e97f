"""The two networks that ship with the project: docTR's architectures, trained here, run through OnnxTR."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocrcore.engines.base import Detection
from ocrcore.engines.doctr_crops import TORN_NUMBER, VIEWS, CropReader, cut, framed, sideways
from ocrcore.engines.doctr_manifest import INSTALL, WEIGHTS, read_manifest
from ocrcore.engines.doctr_pieces import joined, touching
from ocrcore.engines.doctr_words import WordFinder
from ocrcore.engines.freed_memory import keep_freed_memory, return_freed_memory
from ocrcore.engines.onnx_network import OnnxNetwork
from ocrcore.errors import EngineUnavailable

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from ocrcore.engines.base import Quad

MIN_CONFIDENCE = 0.2
"""Readings below this are texture taken for letters."""
SURE = 0.65
"""A word read with less is cut out anew, in another frame; the most certain of its readings stays."""
AS_SURE = 0.9
"""Two pieces make one word when that is read with at least this share of the less sure piece's confidence."""
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
        find, read = manifest.detection, manifest.recognition
        try:
            self._finder = WordFinder(OnnxNetwork(folder / find["file"], sha256=find["sha256"], threads=threads))
            self._reader = CropReader(
                OnnxNetwork(folder / read["file"], sha256=read["sha256"], threads=threads),
                vocabulary=read["vocabulary"],
                widths=read["widths"],
                mean=read["mean"],
                std=read["std"],
            )
            cv2.setNumThreads(threads)
        except ImportError as error:
            raise EngineUnavailable(f"{error}. Install it with: {INSTALL}") from error

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
        quads, texts = self._with_pieces_joined(gray, quads, self._read_in_frames(gray, quads))
        heights = np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1)
        letters_px = SPECK * float(np.median(heights))
        return [
            Detection(text=text.strip(), confidence=confidence, quad=_quad(quad))
            for quad, height, (text, confidence) in zip(quads, heights, texts, strict=True)
            if confidence >= MIN_CONFIDENCE and (_has_letters(text) or (text.strip() and height >= letters_px))
        ]

    def _read_in_frames(self, gray: NDArray[np.uint8], quads: NDArray[np.float64]) -> list[tuple[str, float]]:
        readings = [("", 0.0)] * len(quads)
        unsure = list(range(len(quads)))
        for margins in VIEWS:
            again = self._reader.read([cut(gray, quad) for quad in framed(quads[unsure], margins)])
            for word, reading in zip(unsure, again, strict=True):
                readings[word] = max(readings[word], reading, key=lambda found: found[1])
            unsure = [word for word in unsure if readings[word][1] < SURE]
        return readings

    def _with_pieces_joined(
        self, gray: NDArray[np.uint8], quads: NDArray[np.float64], readings: list[tuple[str, float]]
    ) -> tuple[NDArray[np.float64], list[tuple[str, float]]]:
        """Take two boxes for one word where the network reads both together without a blank, and about as surely (`_least`).

        A word may be cut more than once: what was joined is tried with its next neighbours.
        """
        grown = set(range(len(quads)))
        while grown:
            pairs = [(left, right) for left, right in touching(quads) if left in grown or right in grown]
            lefts, rights = np.reshape(pairs, (-1, 2)).astype(int).T
            boxes = joined(quads[lefts], quads[rights])
            together = self._reader.read([cut(gray, box) for box in framed(boxes, VIEWS[0])])
            grown, gone = set[int](), set[int]()
            surest = sorted(zip(pairs, boxes, together, strict=True), key=lambda found: -found[2][1])
            for (left, right), box, (text, confidence) in surest:
                least = _least(readings[left], readings[right], text)
                if {left, right} & (grown | gone) or len(text.split()) != 1 or confidence < least:
                    continue
                quads[left], readings[left] = box, (text, confidence)
                grown.add(left)
                gone.add(right)
            kept = [word for word in range(len(quads)) if word not in gone]
            quads, readings = quads[kept], [readings[word] for word in kept]
            grown = {place for place, word in enumerate(kept) if word in grown}
        return quads, readings


def _least(left: tuple[str, float], right: tuple[str, float], together: str) -> float:
    """Return the confidence from which two pieces are one word; a number that both readings give alike needs less."""
    (first, sure), (second, as_sure) = left, right
    is_number = together == first + second and TORN_NUMBER.search(f"{first[-2:]} {second[:2]}")
    return min(AS_SURE * min(sure, as_sure), SURE if is_number else 1.0)


def _has_letters(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _quad(corners: NDArray[np.float64]) -> Quad:
    first, second, third, fourth = ((x, y) for x, y in corners.tolist())
    return first, second, third, fourth
