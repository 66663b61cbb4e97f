"""Of two readings of a word, each by a network of its own, the one that stays; and words that are parts of one.

The margins are chosen on 30 scans that nobody trained on, and on drawn receipts (docs/benchmarks.md, "The second look").
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from ocrcore.extraction.values.numbers import LOOKALIKES
from ocrcore.layout.join import gap_between

if TYPE_CHECKING:
    from ocrcore.layout.page import Detection

CLEARLY = 0.05
"""So much surer a second reading must be ..."""
CLEARLY_OTHER = 0.3
"""... and so much where both saw the same shapes: `RO12` and `R012`."""
TOUCHING = 0.05
"""Words with less than this between them, in heights of the first, were cut where no blank is read."""
ROMANIAN = frozenset("ăâîșțĂÂÎȘȚ")
_KINDS = re.compile(r"\d+|[^\W\d_]+")


def better_word(word: Detection, other: Detection) -> Detection:
    """Return a word as it was read first, or as it was read again.

    The first network knows Romanian letters best: where readings differ in marks alone, those that it read stay. Of two
    readings of the same shapes (`Slip`, `S1ip`) the one stays that changes less between letters and digits.
    """
    text = other.text.strip()
    if not text:
        return word
    if text == word.text or (_bare(text) == _bare(word.text) and _has_own_marks(word.text, text)):
        return replace(word, confidence=max(word.confidence, other.confidence))
    margin = CLEARLY
    if _shapes(text) == _shapes(word.text):
        ours, theirs = _changes(word.text), _changes(text)
        if ours < theirs:
            return word
        margin = CLEARLY_OTHER if ours == theirs else 0.0
    return replace(other, text=text) if other.confidence > word.confidence + margin else word


def are_one(left: Detection, right: Detection, left_again: Detection, right_again: Detection) -> bool:
    """Tell whether two words that nearly touch are parts of one: the second network read both, and no blank between."""
    if gap_between(left, right) >= TOUCHING or not (left_again.text.strip() and right_again.text.strip()):
        return False
    return not left_again.text.endswith(" ") and not right_again.text.startswith(" ")


def _has_own_marks(ours: str, theirs: str) -> bool:
    """Tell whether a Romanian letter of ours was read otherwise."""
    return any(one != other and one in ROMANIAN for one, other in zip(ours, theirs, strict=False))


def _bare(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each))


def _shapes(text: str) -> str:
    return text.upper().translate(LOOKALIKES)


def _changes(text: str) -> int:
    """Return how often letters and digits follow each other."""
    kinds = [part.isdigit() for part in _KINDS.findall(text)]
    return sum(one != following for one, following in pairwise(kinds))
