"""Learn how letters follow one another in the words of this folder's texts, for words that the recogniser is not sure of.

Example: `python -m training.spelling` writes `ocrcore/engines/weights/spelling.npz` and names it in the manifest.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict

import numpy as np

from ocrcore.engines.doctr.manifest import WEIGHTS
from ocrcore.engines.doctr.spelling import EDGE, HISTORY, LETTER_BITS, NATS_PER_STEP, UNKNOWN, packed, without_first
from training import texts
from training.alphabet import VOCABULARY
from training.export import enter, sha256_of

SEED = 555
LEAST, FIRST_RARE = 2, 1 << 2 * LETTER_BITS
"""Runs of three and more letters that came less often are left out."""


def count(words: int) -> Counter[int]:
    """Count every run of up to `HISTORY + 1` letters in so many drawn words, packed."""
    rng = np.random.default_rng(SEED)
    codes = {letter: code for code, letter in enumerate(VOCABULARY, EDGE + 1)}
    found: Counter[int] = Counter()
    for _ in range(words):
        _, drawn = texts.word(rng)
        for word in drawn.split():
            letters = [EDGE, *(codes[letter] for letter in word), EDGE]
            for end in range(1, len(letters)):
                found.update(packed(letters[start : end + 1]) for start in range(max(0, end - HISTORY), end + 1))
    return found


def model(found: Counter[int]) -> dict[str, np.ndarray]:
    """Turn counts into log-probabilities of runs and what a context leaves for others (Witten and Bell, 1991), in steps."""
    totals, kinds = Counter[int](), Counter[int]()
    for run, times in found.items():
        totals[run >> LETTER_BITS] += times
        kinds[run >> LETTER_BITS] += 1
    share: dict[int, float] = {}
    told: dict[int, float] = defaultdict(float)
    told_shorter: dict[int, float] = defaultdict(float)
    for run in sorted(found):
        context = run >> LETTER_BITS
        shorter = share[without_first(run)] if context else UNKNOWN
        share[run] = (found[run] + kinds[context] * shorter) / (totals[context] + kinds[context])
        if run < FIRST_RARE or found[run] >= LEAST:
            told[context] += share[run]
            told_shorter[context] += shorter
    runs = [run for run in share if run < FIRST_RARE or found[run] >= LEAST]
    contexts = sorted(told)
    return {
        "runs": np.array(runs, np.uint64),
        "log": _steps([share[run] for run in runs]),
        "contexts": np.array(contexts, np.uint64),
        "left": _steps([max(1 - told[each], 1e-5) / max(1 - told_shorter[each], 1e-5) for each in contexts]),
    }


def _steps(shares: list[float]) -> np.ndarray:
    return np.minimum(np.round(-np.log(shares) / NATS_PER_STEP), 255).astype(np.uint8)


def main() -> None:
    """Count, write the file and enter it in the manifest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=400_000)
    options = parser.parse_args()
    path, arrays = WEIGHTS / "spelling.npz", model(count(options.words))
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]
    enter({"spelling": {"file": path.name, "sha256": sha256_of(path), "words": options.words}})
    print({name: len(each) for name, each in arrays.items()}, path.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
