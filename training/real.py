"""Words of real pages whose text is known: a folder of pictures with `index.jsonl`, cut out as the engine cuts them.

One line of the index describes one page; the corners are those that the detector gives, clockwise from the top left:
`{"image": "images/1.webp", "words": [{"quad": [[x, y], …], "text": "TOTAL", "read": "Total"}]}`.
`read` may be left out; where it is there, the text is taken to be in capitals and gets the case of what was read, and
words of which nothing was read are taken to stand beside the box; words that the box cuts through are left out.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

import cv2
import numpy as np

from training import documents, words
from training.alphabet import known
from training.fitted import is_cut, recase, within
from training.retake import retaken, skewed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

T = TypeVar("T")

GLUED = 0.1
"""Share of words that are cut out together with the one behind them."""
ROOM = 0.1
"""Heights of paper that a detector's box has around the ink on each side: the middle of what `words.margins` gives."""
AROUND = 0.45
"""Heights of the page that are kept around a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RealWord:
    """A part of a page `(height, width)`, grey, with a word's corners `(4, 2)` in it, in pixels, and what stands there."""

    around: NDArray[np.uint8]
    quad: NDArray[np.float64]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RealPage:
    """One page's words; `glued` are neighbours in one box, as a detector gives them that joins words."""

    words: tuple[RealWord, ...]
    glued: tuple[RealWord, ...]


def pages(folder: Path) -> list[RealPage]:
    """Read a folder's pages, in the order of its index."""
    lines = (folder / "index.jsonl").read_text(encoding="utf-8").splitlines()
    return [_page(folder, json.loads(line)) for line in lines if line.strip()]


def parted(pages: Sequence[T], held_out: float = 0.1) -> tuple[list[T], list[T]]:
    """Part pages into those to train on and the last ones of the index, which are held out."""
    count = max(1, round(len(pages) * held_out))
    return list(pages[:-count]), list(pages[-count:])


def word_crops(rng: np.random.Generator, pages: Sequence[RealPage]) -> Iterator[words.Crop]:
    """Yield worn crops of the pages' words without end, each word as often as the next, some with their neighbour."""
    single = [word for page in pages for word in page.words]
    glued = [word for page in pages for word in page.glued]
    while True:
        for index in rng.permutation(len(single)).tolist():
            is_glued = bool(glued) and rng.random() < GLUED
            word = glued[int(rng.integers(len(glued)))] if is_glued else single[index]
            margins, smooth = words.margins(rng, 1.0) - ROOM, bool(rng.random() < 0.7)
            cut = documents.cut_word(word.around, skewed(rng, word.quad), margins, smooth=smooth)
            if words.fits(word.text, cut.shape[1]):
                yield words.Crop(pixels=retaken(rng, cut), text=word.text, kind="real glued" if is_glued else "real")


def held_out_crops(pages: Sequence[RealPage]) -> list[words.Crop]:
    """Return every word of the pages as the engine cuts it: the box as it is, nothing worn."""
    crops = [
        words.Crop(pixels=documents.cut_word(word.around, word.quad, np.zeros(4)), text=word.text, kind="real")
        for page in pages
        for word in page.words
    ]
    return [crop for crop in crops if words.fits(crop.text, crop.pixels.shape[1])]


def _page(folder: Path, entry: dict) -> RealPage:
    gray = cv2.imread(str(folder / entry["image"]), cv2.IMREAD_GRAYSCALE)
    if gray is None:
        raise FileNotFoundError(folder / entry["image"])
    marks = [(np.array(word["quad"], np.float64), _text(word)) for word in entry["words"]]
    marks = [(quad, text) for quad, text in marks if text]
    glued = []
    for (quad, text), (after, next_text) in pairwise(marks):
        if documents.follows(quad, after):
            glued.append((np.array([quad[0], after[1], after[2], quad[3]]), f"{text} {next_text}"))
    return RealPage(
        words=tuple(_kept(gray, *mark) for mark in marks), glued=tuple(_kept(gray, *mark) for mark in glued)
    )


def _text(word: dict) -> str:
    """Return a word's text, or nothing where its box cuts through it or the alphabet cannot print all of it."""
    text = " ".join(word["text"].split())
    if "read" in word:
        text = within(text, word["read"])
        text = "" if is_cut(text, word["read"]) else recase(text, word["read"])
    return text if known(text) == text else ""


def _kept(gray: NDArray[np.uint8], quad: NDArray[np.float64], text: str) -> RealWord:
    room = AROUND * float(np.linalg.norm(quad[3] - quad[0]))
    low = np.maximum(np.floor(quad.min(0) - room), 0).astype(int)
    high = np.ceil(quad.max(0) + room).astype(int)
    return RealWord(around=gray[low[1] : high[1], low[0] : high[0]].copy(), quad=quad - low, text=text)
