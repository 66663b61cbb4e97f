"""Whether a page's own text is what its picture shows.

A layer of text can look like language and be another's: letters or digits are numbered otherwise in the font, a value
is covered and printed anew, a tool left the text of another page. So a few words are read in the picture and compared.
Engines misread, and that alone contradicts nobody: a word speaks against the layer when a sure reading of it has
little in common with it, when there is no ink where it should stand, or when another word stands in its place. One
word that a field stands on is enough, of all others it takes two.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from ocrcore.extraction.checks.sentences import BETWEEN, check_of
from ocrcore.extraction.fields import Check
from ocrcore.pipeline.text_layer.layer_sample import MOST_OF_FIELDS, comparable_words, spread_words, words_of_fields
from ocrcore.pipeline.text_layer.word_reading import read_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from ocrcore.engines.base import Engine, ReadOptions
    from ocrcore.extraction.fields import Extraction
    from ocrcore.layout.page import OcrPage, Word

CODE = "text_layer_agrees"
SURE = 0.8
"""A reading that is less sure contradicts nobody."""
ENOUGH = 2
"""So many words speak against a layer; one on which a field stands counts for as many."""
_INK = 24
"""Between the darkest and the brightest spot where something is printed, of 255."""
_SAME_PLACE = 0.5
"""Two words share one place when what they have in common is this part of both together."""
_LOOK_ALIKE = str.maketrans("OQILSZB", "0011528")
_MOST_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What a page's picture says of its text: None when it says nothing.

    `differing` has the text of words and what is seen in their place, by `BETWEEN`; nothing is behind it where there is
    no ink.
    """

    agrees: bool | None
    differing: tuple[str, ...] = ()


def compare(
    page: OcrPage, image: NDArray[np.uint8], fields: Extraction, engine: Engine, options: ReadOptions
) -> Comparison:
    """Compare a page's own text with its picture.

    Args:
        page: The page's own text.
        image: Its upright RGB picture.
        fields: What was found in that text.
        engine: A loaded engine.
        options: As for its other readings.

    Raises:
        EngineError: The engine failed.
    """
    words = comparable_words(page)
    booked = words_of_fields(words, fields)
    weights = {id(word): ENOUGH for word in booked}
    seen = {id(word): (word, "") for word in words if not _has_ink(word, image)}
    seen |= {id(word): (word, other.text) for word, other in _in_one_place(words)}
    asked = [*booked[:MOST_OF_FIELDS], *spread_words(words, booked)]
    asked = [word for word in asked if id(word) not in seen]
    heard = 0
    for word, reading in zip(asked, read_words(image, asked, engine, options), strict=True):
        if reading.text and reading.confidence >= SURE:
            heard += 1
            if differs(word.text, reading.text):
                seen[id(word)] = word, reading.text
    if sum(weights.get(key, 1) for key in seen) >= ENOUGH:
        first = sorted(seen.values(), key=lambda pair: -weights.get(id(pair[0]), 1))[:_MOST_SHOWN]
        return Comparison(agrees=False, differing=tuple(f"{word.text}{BETWEEN}{other}" for word, other in first))
    return Comparison(agrees=True if heard else None)


def differs(text: str, reading: str) -> bool:
    """Tell whether a reading is of another word than `text`, and no misreading of it.

    Figures differ by two digits and a quarter of them, words by half of their letters.
    """
    one, other = _plain(text), _plain(reading)
    distance = Levenshtein.distance(one, other)
    is_figure = sum(each.isdigit() for each in text) * 2 >= sum(each.isalnum() for each in text)
    return distance >= 2 and distance >= (len(one) / 4 if is_figure else max(len(one), len(other)) / 2)


def layer_check(pages: Mapping[int, Comparison]) -> Check:
    """Return the document's check of its pages' comparisons, by the pages' numbers."""
    against = {number: each for number, each in pages.items() if each.agrees is False}
    if against:
        words = [word for each in against.values() for word in each.differing][:_MOST_SHOWN]
        return check_of(CODE, passed=False, facts={"pages": ", ".join(map(str, against)), "words": "; ".join(words)})
    if any(each.agrees for each in pages.values()):
        return check_of(CODE, passed=True, facts={})
    return Check(code=CODE, passed=None)


def _plain(text: str) -> str:
    """Return letters and digits in capitals without marks; those that look alike are one."""
    parts = unicodedata.normalize("NFKD", text).upper()
    return "".join(each for each in parts if each.isalnum()).translate(_LOOK_ALIKE)


def _has_ink(word: Word, image: NDArray[np.uint8]) -> bool:
    height, width = image.shape[:2]
    x0, y0, x1, y1 = word.box
    spot = image[int(y0 * height) : int(y1 * height) + 1, int(x0 * width) : int(x1 * width) + 1]
    return bool(spot.size) and int(spot.max()) - int(spot.min()) >= _INK


def _in_one_place(words: Sequence[Word]) -> Iterator[tuple[Word, Word]]:
    """Give words with another one that stands in the same place and says something else."""
    ordered = sorted(words, key=lambda word: word.box[1])
    for at, word in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if other.box[1] >= word.box[3]:
                break
            if _share(word, other) > _SAME_PLACE and differs(word.text, other.text):
                yield word, other
                yield other, word


def _share(one: Word, other: Word) -> float:
    """Return the part of two words' place that both take."""
    a, b = one.box, other.box
    across, down = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    both = max(across, 0.0) * max(down, 0.0)
    return both / max((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both, 1e-12)
