"""How letters follow one another in words, and the likeliest reading of a word when that is taken into account."""

from __future__ import annotations

import math
from bisect import bisect_left
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np

from ocrcore.engines.onnx.checked_file import read_checked

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

EDGE = 1
"""The code of a word's beginning and end; the letters of the vocabulary follow in their order, the first being 2."""
LETTER_BITS = 10
"""Bits of a packed run that one letter's code takes."""
HISTORY = 4
"""Letters that are looked back on."""
NATS_PER_STEP = 0.05
"""Logarithms are kept as whole steps of this size, at most 255."""
UNKNOWN = 1 / 256
"""The share of a letter that never came."""

WEIGHT = 0.3
"""How much the spelling counts beside what the network sees, both as logarithms of probabilities ..."""
PER_LETTER = 0.8
"""... and what makes up for it that a longer word is always less likely. Chosen on generated documents (docs/models.md)."""
BEAMS = 4
LIKELY = math.log(0.01)
"""Letters less likely than this in a step are not considered there, if any is likelier."""

_Beams = dict[tuple[int, ...], tuple[float, float, float]]
"""Of each word so far: the log-probabilities that it ends in the blank and in its last letter, and the spelling's part."""
_NEVER = -math.inf


def packed(codes: Iterable[int]) -> int:
    """Return a run of at most six letters' codes as one number, `LETTER_BITS` each."""
    run = 0
    for code in codes:
        run = run << LETTER_BITS | code
    return run


def without_first(run: int) -> int:
    """Return a packed run without its first letter."""
    return run & ((1 << (run.bit_length() - 1) // LETTER_BITS * LETTER_BITS) - 1)


class Spelling:
    """An n-gram model of letters with interpolated back-off (Witten and Bell, 1991)."""

    def __init__(self, path: Path, *, sha256: str, vocabulary: str) -> None:
        """Read the file that `python -m training.spelling` wrote.

        Raises:
            EngineUnavailable: It is missing or not the one that the manifest names.
        """
        with np.load(BytesIO(read_checked(path, sha256)), allow_pickle=False) as arrays:
            self._runs, self._log = memoryview(arrays["runs"]), memoryview(arrays["log"])
            self._contexts, self._left = memoryview(arrays["contexts"]), memoryview(arrays["left"])
        self.vocabulary = vocabulary
        self._space = vocabulary.index(" ")
        self.log_probability = lru_cache(maxsize=1 << 16)(self._log_probability)

    def _log_probability(self, history: int, code: int) -> float:
        """Return how likely a letter follows the packed codes before it, as a natural logarithm."""
        run = history << LETTER_BITS | code
        place = bisect_left(self._runs, run)
        if place < len(self._runs) and self._runs[place] == run:
            return -NATS_PER_STEP * self._log[place]
        if not history:
            return math.log(UNKNOWN)
        shorter = self.log_probability(without_first(history), code)
        place = bisect_left(self._contexts, history)
        is_known = place < len(self._contexts) and self._contexts[place] == history
        return shorter - NATS_PER_STEP * self._left[place] if is_known else shorter

    def likeliest(self, logits: NDArray[np.float32]) -> str:
        """Return the reading that fits both the network's logits, shape (steps, letters + 1), and the spelling.

        Prefix beam search over CTC's outputs (Hannun et al., 2014, arXiv 1408.2873).
        """
        highest = logits.max(axis=1, keepdims=True)
        log = logits - highest - np.log(np.exp(logits - highest).sum(axis=1, keepdims=True))
        blank = log.shape[1] - 1
        beams: _Beams = {(): (0.0, _NEVER, 0.0)}
        is_after_blank = False
        for step in log:
            likely = np.flatnonzero(step >= min(LIKELY, step.max()))
            if len(likely) != 1 or likely[0] != blank:
                beams = self._extended(beams, [(int(index), float(step[index])) for index in likely], blank)
                is_after_blank = False
            elif not is_after_blank:
                # Further blanks change nothing, and how sure they are is the same for all.
                beams = {word: (_sum(ends, goes_on), _NEVER, spelt) for word, (ends, goes_on, spelt) in beams.items()}
                is_after_blank = True
        best = max(beams, key=lambda word: _sum(*beams[word][:2]) + beams[word][2] + self._end(word))
        return "".join(self.vocabulary[index] for index in best)

    def _extended(self, beams: _Beams, likely: list[tuple[int, float]], blank: int) -> _Beams:
        found: _Beams = {}
        for word, (in_blank, in_letter, spelt) in beams.items():
            whole = _sum(in_blank, in_letter)
            for index, log in likely:
                before = whole
                if index == blank or (word and word[-1] == index):
                    ends, goes_on, _ = found.get(word, (_NEVER, _NEVER, spelt))
                    if index == blank:
                        found[word] = _sum(ends, whole + log), goes_on, spelt
                        continue
                    found[word] = ends, _sum(goes_on, in_letter + log), spelt
                    before = in_blank
                if before > _NEVER:
                    longer = (*word, index)
                    ends, goes_on, sum_spelt = found.get(longer) or (_NEVER, _NEVER, spelt + self._letter(word, index))
                    found[longer] = ends, _sum(goes_on, before + log), sum_spelt
        best = sorted(found, key=lambda word: -_sum(*found[word][:2]) - found[word][2])[:BEAMS]
        return {word: found[word] for word in best}

    def _letter(self, word: tuple[int, ...], index: int) -> float:
        if index == self._space:
            return self._end(word)
        return WEIGHT * self.log_probability(self._history(word), index + EDGE + 1) + PER_LETTER

    def _end(self, word: tuple[int, ...]) -> float:
        is_word = word and word[-1] != self._space
        return WEIGHT * self.log_probability(self._history(word), EDGE) if is_word else 0.0

    def _history(self, word: tuple[int, ...]) -> int:
        last = word[-HISTORY:]
        if self._space in last:
            last = last[len(last) - last[::-1].index(self._space) :]
        codes = [index + EDGE + 1 for index in last]
        return packed(codes if len(codes) == HISTORY else [EDGE, *codes])


def _sum(one: float, other: float) -> float:
    """Return the logarithm of the sum of two probabilities given by theirs."""
    if one < other:
        one, other = other, one
    return one if other == _NEVER else one + math.log1p(math.exp(other - one))
