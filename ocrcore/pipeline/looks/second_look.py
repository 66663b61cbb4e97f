"""What is done about a reading that is not sure enough: another network looks again, at its doubtful words, then at the page.

Looking the same way at a page prepared otherwise brings nothing: the network errs in the same places
(docs/decisions/0015-second-look.md).
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from ocrcore.engines.base import SecondReader
from ocrcore.errors import EngineError
from ocrcore.layout.join import gap_between, join
from ocrcore.layout.merge import merge
from ocrcore.layout.rows import group_rows
from ocrcore.layout.torn_numbers import join_torn_numbers
from ocrcore.pipeline.looks.better_word import are_one, better_word
from ocrcore.pipeline.looks.judgement import NEEDED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ocrcore.engines.base import Engine, ReadOptions
    from ocrcore.extraction.fields import Extraction
    from ocrcore.layout.page import Box, Detection

PROVEN = 0.8
"""Fields at least this sure have their checks behind them: a reading of theirs that looks surer is more often wrong."""
DOUBTFUL = 0.9
"""Words read with less are looked at again. Of those that are surer, few are wrong."""
CLOSE = 1.5
"""Words with less than this between them, in heights of the first, are read as one line, the doubtful with their neighbours."""


class Look(StrEnum):
    """The second looks, in the order in which they cost more: names of tiers, and of what a word was read with."""

    WORDS = "words"
    """The lines that hold doubtful words are read again in the boxes that there are."""
    PAGE = "page"
    """The whole page is found and read again; it votes with the first reading on rows, and then on fields."""


def look_again(
    look: str,
    image: NDArray[np.uint8],
    voices: list[list[Detection]],
    engine: Engine,
    options: ReadOptions,
    *,
    proven: Sequence[Box] = (),
) -> list[list[Detection]]:
    """Return the independent readings of a page after one more look: the first one mended, or a further one.

    Args:
        look: The tier's name.
        image: The page as it was prepared for the first reading.
        voices: The independent readings that there are; the first is the engine's own.
        engine: It must be a `SecondReader`.
        options: As for the first reading.
        proven: Where words stay as they are.

    Raises:
        EngineError: The engine has no such look, or it failed.
    """
    if not isinstance(engine, SecondReader) or look not in tuple(Look):
        raise EngineError(engine=engine.name, tier=look)
    first, *others = voices
    if look == Look.WORDS:
        return [_words_again(image, first, engine, options, proven), *others]
    again = engine.read_page_again(image, options)
    return [first, *others, [replace(piece, look=Look.PAGE.value) for piece in again]]


def proven(fields: Extraction) -> list[Box]:
    """Return where the booked fields stand of which the extraction is sure."""
    return [
        found.box
        for name, found in fields.scalars.items()
        if name in (*NEEDED, "vendor_tax_id") and found.confidence >= PROVEN
    ]


def joined(voices: Sequence[list[Detection]], width: int, height: int) -> list[Detection]:
    """Return one reading of a page of this size in pixels: of each row the better one, of equals the first."""
    shown, *others = voices
    for other in others:
        shown = merge(shown, other, width, height)
    return shown


def _words_again(
    image: NDArray[np.uint8],
    first: list[Detection],
    engine: SecondReader,
    options: ReadOptions,
    proven: Sequence[Box],
) -> list[Detection]:
    """Read the runs that hold doubtful words again; of each of their words the better reading stays."""
    height, width = image.shape[:2]
    rows = [_runs(row) for row in group_rows(first, width, height)]
    doubtful = [run for row in rows for run in row if _is_doubtful(run)]
    again = iter(engine.read_words_again(image, doubtful, options))
    words: list[Detection] = []
    for row in rows:
        better: list[Detection] = []
        for run in row:
            if _is_doubtful(run):
                kept = [_holds_part_of(word, proven, width, height) for word in run]
                better += _better_words(run, next(again), kept)
            else:
                better += run
        words += join_torn_numbers(better)
    return words


def _is_doubtful(words: Sequence[Detection]) -> bool:
    return any(word.confidence < DOUBTFUL for word in words)


def _better_words(run: Sequence[Detection], others: Sequence[Detection], kept: Sequence[bool]) -> list[Detection]:
    """Return of each word the better reading, but for those that are kept; words that were cut are whole again."""
    words: list[Detection] = []
    for place, (word, other) in enumerate(zip(run, others, strict=True)):
        better = word if kept[place] else better_word(word, other)
        better = better if better.text == word.text else replace(better, look=Look.WORDS.value)
        if place and not any(kept[place - 1 : place + 1]) and are_one(run[place - 1], word, others[place - 1], other):
            words[-1] = join(words[-1], better)
        else:
            words.append(better)
    return words


def _holds_part_of(word: Detection, boxes: Sequence[Box], width: int, height: int) -> bool:
    """Tell whether a word reaches into a box on its row: a field may be the end of a word (`C.I.F.:RO941088`)."""
    quad = np.asarray(word.quad) / (width, height)
    (left, _), (right, _) = quad.min(axis=0), quad.max(axis=0)
    middle = float(quad[:, 1].mean())
    return any(left < x1 and right > x0 and y0 <= middle <= y1 for x0, y0, x1, y1 in boxes)


def _runs(row: Sequence[Detection]) -> list[list[Detection]]:
    """Cut a row where a wide gap parts its words, and between two that are sure: a doubtful word keeps its neighbours."""
    runs = [[row[0]]]
    for word in row[1:]:
        last = runs[-1][-1]
        if _is_doubtful((last, word)) and gap_between(last, word) < CLOSE:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs
