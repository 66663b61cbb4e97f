"""Read words again where another engine found them: a run of them as one line, its letters given to the boxes they stand in.

PP-OCRv6 was trained on lines and reads a line better than its words one by one, but it leaves out blanks. Which letter
belongs to which word is told by where the recogniser saw it.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from ocrcore.engines.level_crop import level_crop
from ocrcore.engines.paddleocr.recogniser import HEIGHT_PX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ocrcore.engines.paddleocr.recogniser import LineReading, LineRecogniser
    from ocrcore.layout.page import Detection

    Floats = NDArray[np.float64]


def read_runs(
    image: NDArray[np.uint8], runs: Sequence[Sequence[Detection]], recogniser: LineRecogniser
) -> list[list[Detection]]:
    """Return the same words of an RGB page with what the recogniser reads in them, and the blanks that it reads at their ends.

    Args:
        image: The page.
        runs: Words that follow each other closely, from left to right.
        recogniser: Reads the lines.
    """
    frames = [_frame(run) for run in runs]
    crops = [level_crop(image, frame, height_px=HEIGHT_PX) for frame in frames]
    readings = recogniser.read(crops)
    return [_shared_out(run, frame, reading) for run, frame, reading in zip(runs, frames, readings, strict=True)]


def _frame(run: Sequence[Detection]) -> Floats:
    """Return the rectangle around a run's boxes that lies along it, shape (4, 2)."""
    quads = np.asarray([word.quad for word in run], np.float64)
    along = quads[-1, 1] + quads[-1, 2] - quads[0, 0] - quads[0, 3]
    along /= max(float(np.linalg.norm(along)), 1e-6)
    axes = np.stack([along, (-along[1], along[0])])
    placed = quads.reshape(-1, 2) @ axes.T
    (left, top), (right, bottom) = placed.min(axis=0), placed.max(axis=0)
    corners = np.asarray([(left, top), (right, top), (right, bottom), (left, bottom)], np.float64)
    return np.asarray(corners @ axes, np.float64)


def _shared_out(run: Sequence[Detection], frame: Floats, reading: LineReading) -> list[Detection]:
    """Give each letter to the word whose part of the line it stands in; a word is as sure as its letters are on average."""
    along = frame[1] - frame[0]
    middles = [
        (np.add(word.quad[1], word.quad[2]) + np.add(following.quad[0], following.quad[3])) / 4
        for word, following in pairwise(run)
    ]
    ends = [float((middle - frame[0]) @ along / max(float(along @ along), 1e-6)) for middle in middles]
    owners = np.searchsorted(ends, reading.places).tolist()
    words = []
    for place, word in enumerate(run):
        mine = [number for number, owner in enumerate(owners) if owner == place]
        text = "".join(reading.text[number] for number in mine)
        sure = float(np.mean([reading.letters[number] for number in mine])) if text.strip() else 0.0
        words.append(replace(word, text=text, confidence=sure))
    return words
