"""Word F1 as in ICDAR 2019 SROIE, task 2 (Z. Huang et al., ICDAR 2019): exact words as multisets, order and case left out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def word_f1(pairs: Iterable[tuple[str, str]]) -> float:
    """Return the harmonic mean of recall and precision for pairs of truth and reading, all documents together."""
    right = wanted = found = 0
    for truth, reading in pairs:
        ours, theirs = Counter(truth.lower().split()), Counter(reading.lower().split())
        right, wanted, found = right + (ours & theirs).total(), wanted + ours.total(), found + theirs.total()
    return 2 * right / max(1, wanted + found)
