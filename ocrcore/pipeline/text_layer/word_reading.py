"""Read single words of a page whose places are known, with whatever engine is at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ocrcore.engines.base import SecondReader
from ocrcore.layout.page import Detection
from ocrcore.pipeline.consensus import Consensus
from ocrcore.pipeline.looks.second_look import Look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ocrcore.engines.base import Engine, ReadOptions
    from ocrcore.layout.page import Word

_ROOM_PX = 24
"""White around each word of the picture that is put together for an engine that finds its words itself."""


def read_words(
    image: NDArray[np.uint8], words: Sequence[Word], engine: Engine, options: ReadOptions
) -> list[Detection]:
    """Return what an engine reads in the places of these words; one in whose place nothing is read is empty.

    Args:
        image: The page's upright RGB picture.
        words: Words whose boxes are fractions of it; not more than a dozen.
        engine: A loaded engine. Of several that vote the first one reads.
        options: As for its other readings.

    Raises:
        EngineError: The engine failed.
    """
    if isinstance(engine, Consensus):
        engine = engine.engines[0]
    places = [_place(word, image) for word in words]
    if not places:
        return []
    if Look.WORDS in engine.tiers and isinstance(engine, SecondReader):
        return [read for (read,) in engine.read_words_again(image, [[place] for place in places], options)]
    return _found_on_one_picture(image, places, engine, options)


def _place(word: Word, image: NDArray[np.uint8]) -> Detection:
    height, width = image.shape[:2]
    x0, y0, x1, y1 = (edge * size for edge, size in zip(word.box, (width, height, width, height), strict=True))
    return Detection(text=word.text, confidence=word.confidence, quad=((x0, y0), (x1, y0), (x1, y1), (x0, y1)))


def _found_on_one_picture(
    image: NDArray[np.uint8], places: Sequence[Detection], engine: Engine, options: ReadOptions
) -> list[Detection]:
    """Put the words one below the other on a white picture, and read it."""
    crops = [_crop(image, place) for place in places]
    ends = np.cumsum([crop.shape[0] + _ROOM_PX for crop in crops])
    widest = max(crop.shape[1] for crop in crops)
    picture = np.full((int(ends[-1]) + _ROOM_PX, widest + 2 * _ROOM_PX, 3), 255, np.uint8)
    for crop, end in zip(crops, ends.tolist(), strict=True):
        picture[end - crop.shape[0] : end, _ROOM_PX : _ROOM_PX + crop.shape[1]] = crop
    rows: list[list[Detection]] = [[] for _ in places]
    for piece in engine.detect(picture, options):
        middle = sum(y for _, y in piece.quad) / 4 - _ROOM_PX / 2
        rows[min(int(np.searchsorted(ends, middle)), len(rows) - 1)].append(piece)
    return [_joined(place, row) for place, row in zip(places, rows, strict=True)]


def _crop(image: NDArray[np.uint8], place: Detection) -> NDArray[np.uint8]:
    (x0, y0), (x1, y1) = place.quad[0], place.quad[2]
    return image[max(int(y0), 0) : int(y1) + 2, max(int(x0), 0) : int(x1) + 2]


def _joined(place: Detection, pieces: Sequence[Detection]) -> Detection:
    """Return the pieces that were read in one place as one word, as sure as the least sure of them."""
    ordered = sorted(pieces, key=lambda piece: piece.quad[0][0])
    sure = min((piece.confidence for piece in ordered), default=0.0)
    return Detection(text="".join(piece.text for piece in ordered), confidence=sure, quad=place.quad)
