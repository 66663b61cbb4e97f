"""Read crops of printed lines or words with PP-OCRv6's recogniser, each at its own width."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from ocrcore.engines.paddleocr.networks import load_recogniser

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

HEIGHT_PX = 48
"""What the network was trained with."""
NARROWEST_PX = 16
BATCH = 8
WASTE = 1.15
"""Crops go through the network together when the widest is at most this many times as wide as the narrowest."""


class LineReading(NamedTuple):
    """What is read in a crop."""

    text: str
    confidence: float
    """The letters' mean."""
    letters: tuple[float, ...] = ()
    """Of each character of the text: how sure it is ..."""
    places: tuple[float, ...] = ()
    """... and where its middle lies, as a share of the crop's width."""


class LineRecogniser:
    """PP-OCRv6's recogniser, loaded."""

    def __init__(self, *, threads: int) -> None:
        """Load the network with at most `threads` threads.

        Raises:
            ImportError: A package is missing.
            EngineUnavailable: The network's file is missing or another one.
        """
        self._network, self._letters = load_recogniser(threads=threads)

    def read(self, crops: Sequence[NDArray[np.uint8]]) -> list[LineReading]:
        """Return what is read in each RGB crop of shape (height, width, 3); blanks part the words of a line."""
        level = [_level(crop) for crop in crops]
        found = [LineReading("", 0.0)] * len(crops)
        for members in _batches([crop.shape[1] for crop in level]):
            probabilities = self._network.run(_batch([level[i] for i in members]))
            widest = level[members[-1]].shape[1]
            for index, steps in zip(members, probabilities, strict=True):
                found[index] = self._decoded(steps, widest / level[index].shape[1])
        return found

    def _decoded(self, steps: NDArray[np.float32], padding: float) -> LineReading:
        """Take the likeliest letter of each step; runs of one letter are one letter (CTC: A. Graves et al., ICML 2006)."""
        best = steps.argmax(axis=1)
        starts = np.flatnonzero((best != 0) & (best != np.concatenate(([0], best[:-1]))))
        if not len(starts):
            return LineReading("", 0.0)
        sure = steps[starts, best[starts]]
        text = "".join(self._letters[letter] for letter in best[starts])
        places = np.minimum((starts + 0.5) / len(steps) * padding, 1.0)
        return LineReading(text, float(sure.mean()), tuple(sure.tolist()), tuple(places.tolist()))


def _level(crop: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Scale a crop to the network's height."""
    height, width = crop.shape[:2]
    if height == HEIGHT_PX and width >= NARROWEST_PX:
        return crop
    size = max(NARROWEST_PX, round(width * HEIGHT_PX / height)), HEIGHT_PX
    shrinks = height > HEIGHT_PX
    return np.asarray(cv2.resize(crop, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR), np.uint8)


def _batches(widths: Sequence[int]) -> list[list[int]]:
    """Return the crops that go through the network together, narrow ones first."""
    batches: list[list[int]] = []
    for index in np.argsort(widths, kind="stable").tolist():
        if batches and len(batches[-1]) < BATCH and widths[index] <= WASTE * widths[batches[-1][0]]:
            batches[-1].append(index)
        else:
            batches.append([index])
    return batches


def _batch(crops: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
    """Return BGR from -1 to 1 of shape (n, 3, 48, width), padded with grey on the right."""
    padded = np.zeros((len(crops), HEIGHT_PX, max(crop.shape[1] for crop in crops), 3), np.float32)
    for row, crop in zip(padded, crops, strict=True):
        row[:, : crop.shape[1]] = crop[:, :, ::-1] / np.float32(127.5) - 1
    return np.ascontiguousarray(padded.transpose(0, 3, 1, 2))
