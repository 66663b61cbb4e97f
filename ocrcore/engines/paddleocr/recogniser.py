"""Read crops of printed lines or words with PP-OCRv6's recogniser, each at its own width."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from ocrcore.engines.paddleocr.networks import load_recogniser

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

HEIGHT_PX = 48
"""What the network was trained with."""
NARROWEST_PX = 16


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

    def read(self, crops: Iterable[NDArray[np.uint8]]) -> list[LineReading]:
        """Return what is read in each RGB crop of shape (height, width, 3); blanks part the words of a line.

        Each goes through the network by itself: its time goes with the width alone, so a batch would only add padding.
        """
        return [self._decoded(self._network.run(_normalised(crop))[0]) for crop in crops]

    def _decoded(self, steps: NDArray[np.float32]) -> LineReading:
        """Take the likeliest letter of each step; runs of one letter are one letter (CTC: A. Graves et al., ICML 2006)."""
        best = steps.argmax(axis=1)
        starts = np.flatnonzero((best != 0) & (best != np.concatenate(([0], best[:-1]))))
        if not len(starts):
            return LineReading("", 0.0)
        sure = steps[starts, best[starts]]
        text = "".join(self._letters[letter] for letter in best[starts])
        places = (starts + 0.5) / len(steps)
        return LineReading(text, float(sure.mean()), tuple(sure.tolist()), tuple(places.tolist()))


def _normalised(crop: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return BGR from -1 to 1 of shape (1, 3, 48, width)."""
    height, width = crop.shape[:2]
    size = max(NARROWEST_PX, round(width * HEIGHT_PX / height)), HEIGHT_PX
    if size != (width, height):
        method = cv2.INTER_AREA if height > HEIGHT_PX else cv2.INTER_LINEAR
        crop = np.asarray(cv2.resize(crop, size, interpolation=method), np.uint8)
    planes = np.ascontiguousarray(crop[:, :, ::-1].transpose(2, 0, 1)[None])
    return np.asarray(planes / np.float32(127.5) - 1, np.float32)
