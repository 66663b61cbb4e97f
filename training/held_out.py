"""What a recogniser in training is validated on: several sets, for what helps one kind of print can harm another."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from training import documents, real, texts, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

SEED = 7
MOST_REAL = 2000
"""Real words that are read at most; of more, every so many."""


def gathered(folders: Sequence[Path], count: int) -> tuple[list[real.RealPage], dict[str, list[words.Crop]]]:
    """Return the real pages to train on, and the sets by name: `count` crops of each drawn one, words of real pages held out."""
    training: list[real.RealPage] = []
    held_out: list[real.RealPage] = []
    for folder in folders:
        to_train, to_hold = real.parted(real.pages(folder))
        training, held_out = training + to_train, held_out + to_hold
    crops = real.held_out_crops(held_out)
    sets = drawn(count)
    return training, {"real": crops[:: 1 + len(crops) // MOST_REAL], **sets} if crops else sets


def drawn(count: int) -> dict[str, list[words.Crop]]:
    """Return words of generated documents, random print, and Romanian words with marks in small letters and in capitals."""
    sources = {
        "documents": documents.word_crops(np.random.default_rng(SEED)),
        "random": words.crops(np.random.default_rng([SEED, 1])),
        "marks": _marked(np.random.default_rng([SEED, 2]), str.lower),
        "capitals with marks": _marked(np.random.default_rng([SEED, 3]), str.upper),
    }
    return {name: list(islice(source, count)) for name, source in sources.items()}


def measure(sets: dict[str, list[words.Crop]], read: Callable[[list[words.Crop]], list[str]]) -> dict[str, float]:
    """Return the share of crops read exactly in each set, of real words with the case left out too, and the mean of all."""
    shares: dict[str, float] = {}
    for name, crops in sets.items():
        found = read(crops)
        shares[name] = _share(text == crop.text for crop, text in zip(crops, found, strict=True))
        if name == "real":
            shares["real, case left out"] = _share(
                text.upper() == crop.text.upper() for crop, text in zip(crops, found, strict=True)
            )
    return {**shares, "mean": round(float(np.mean(list(shares.values()))), 4)}


def _share(hits: Iterator[bool]) -> float:
    return round(float(np.mean(list(hits))), 4)


def _marked(rng: np.random.Generator, case: Callable[[str], str]) -> Iterator[words.Crop]:
    while True:
        text = case(texts.romanian_with_marks(rng))
        yield words.crop(rng, text)
