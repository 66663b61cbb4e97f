"""What stands in the pictures of a page of text is read and put beside its own text, each word with its source."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ocrcore.layout.rows import line_of
from ocrcore.pipeline.reading import read_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ocrcore.documents.pages import PageImage
    from ocrcore.engines.base import Engine, ReadOptions
    from ocrcore.layout.page import Box, Line, OcrPage, Word
    from ocrcore.pipeline.clock import Clock
    from ocrcore.pipeline.reading import PageReading, TierReading


def read_pictures(
    text: OcrPage, raw: PageImage, engine: Engine, options: ReadOptions, clock: Clock
) -> tuple[OcrPage, list[tuple[TierReading, ...]]]:
    """Return a page's own text with what is read in its pictures, and the tiers that were run for each.

    What is read where the page has a word of its own is left out: that picture is a ground with text on it.

    Args:
        text: The page's own text.
        raw: Its upright picture, and where pictures lie on it.
        engine: A loaded engine.
        options: What it may take.
        clock: Where the time is told.

    Raises:
        EngineError: The engine failed.
    """
    own = [word.box for line in text.lines for word in line.words]
    lines = list(text.lines)
    runs: list[tuple[TierReading, ...]] = []
    for box in raw.pictures:
        reading = read_page(_crop(raw.image, box), engine, options, clock)
        runs.append(reading.tiers)
        found = [words for line in reading.lines if (words := tuple(_placed(line, reading, box, own)))]
        below = next((at for at, line in enumerate(lines) if line.box[1] > box[1]), len(lines))
        lines[below:below] = [line_of(words) for words in found]
    return replace(text, lines=tuple(lines)), runs


def _crop(image: NDArray[np.uint8], box: Box) -> NDArray[np.uint8]:
    height, width = image.shape[:2]
    x0, y0, x1, y1 = box
    rows, columns = slice(int(y0 * height), int(y1 * height) + 1), slice(int(x0 * width), int(x1 * width) + 1)
    return np.ascontiguousarray(image[rows, columns])


def _placed(line: Line, reading: PageReading, picture: Box, own: Sequence[Box]) -> Iterator[Word]:
    """Give a line's words with their places on the page, without those that it has itself."""
    across, down = picture[2] - picture[0], picture[3] - picture[1]
    for word in line.words:
        x0, y0, x1, y1 = _unturned(word.box, reading.turn)
        box = (
            picture[0] + x0 * across,
            picture[1] + y0 * down,
            picture[0] + x1 * across,
            picture[1] + y1 * down,
        )
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        if not any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in own):
            yield replace(word, box=box, source="ocr")


def _unturned(box: Box, quarters: int) -> Box:
    """Return where a box lies on a picture before it was turned counter-clockwise by so many quarters."""
    x0, y0, x1, y1 = box
    for _ in range(quarters % 4):
        x0, y0, x1, y1 = 1 - y1, x0, 1 - y0, x1
    return x0, y0, x1, y1
