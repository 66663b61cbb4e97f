"""Words and squares cut from whole generated documents: the print of `synthetic` as the engine meets it on a page.

They are mixed with the random print of `words` and `pages`: documents bring real layouts, neighbours, paper and cameras;
random print brings letters and faces in a variety that documents lack.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeVar

import cv2
import numpy as np

from training import pages, words
from training.synthetic.generate import TRAINING_SEEDS, make_sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from training.synthetic.model import Page

T = TypeVar("T")

WORDS_A_PAGE = 60
GLUED = 0.15
"""Share of words that are cut out together with their neighbour, as a detector does that joins them."""
SQUARES_A_PAGE = 3
BOX_PX = 10.0, 25.0
"""Heights between which a page's usual box lies: the engine brings print to `PRINT_PX` and misses it by some."""


def _pages(rng: np.random.Generator) -> Iterator[Page]:
    """Yield whole documents of the seeds that training may use."""
    while True:
        yield make_sample(int(rng.integers(TRAINING_SEEDS.start, TRAINING_SEEDS.stop))).page


def word_crops(rng: np.random.Generator) -> Iterator[words.Crop]:
    """Yield crops of words, some together with the word that follows on their row."""
    for page in _pages(rng):
        gray = np.asarray(cv2.cvtColor(page.image, cv2.COLOR_RGB2GRAY), np.uint8)
        quads = np.array([mark.quad for mark in page.words], np.float64).reshape(-1, 4, 2)
        for index in rng.permutation(len(quads))[:WORDS_A_PAGE].tolist():
            quad, text, kind = quads[index], page.words[index].text, "document"
            if index + 1 < len(quads) and rng.random() < GLUED and follows(quad, quads[index + 1]):
                after = quads[index + 1]
                quad = np.array([quad[0], after[1], after[2], quad[3]])
                text, kind = f"{text} {page.words[index + 1].text}", "document glued"
            pixels = cut_word(gray, quad, words.margins(rng, 1.0), smooth=bool(rng.random() < 0.7))
            if words.fits(text, pixels.shape[1]):
                yield words.Crop(pixels=pixels, text=text, kind=kind)


def follows(quad: NDArray[np.float64], after: NDArray[np.float64]) -> bool:
    """Tell whether a word stands behind another on its row, near enough for a detector to join them."""
    height = np.linalg.norm(quad[3] - quad[0])
    gap, drop = after[0] - quad[1]
    return bool(0 < gap < 0.6 * height and abs(drop) < 0.4 * height)


def cut_word(gray: NDArray[np.uint8], quad: NDArray[np.float64], margins: NDArray[np.float64], *, smooth: bool = True
             ) -> NDArray[np.uint8]:  # fmt: skip
    """Cut a word out level and resize it to the network's height.

    Args:
        gray: The page, `(height, width)`.
        quad: The word's corners `(4, 2)` in pixels, clockwise from the top left.
        margins: Left, top, right and bottom room around them, in heights of the word.
        smooth: Whether a large word is averaged when it is made smaller.
    """
    across, down = quad[1] - quad[0], quad[3] - quad[0]
    width, height = float(np.linalg.norm(across)), float(np.linalg.norm(down))
    if min(width, height) < 2:
        return np.zeros((words.HEIGHT_PX, 8), np.uint8)
    left, top, right, bottom = margins * height
    along, below = across / width, down / height
    origin = quad[0] - along * left - below * top
    size = max(2, round(width + left + right)), max(2, round(height + top + bottom))
    corners = np.array([origin, origin + along * size[0], origin + below * size[1]], np.float32)
    target = np.array([[0, 0], [size[0], 0], [0, size[1]]], np.float32)
    turn = cv2.getAffineTransform(corners, target)
    level = cv2.warpAffine(gray, turn, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return words.fit(np.asarray(level, np.uint8), smooth=smooth)


def squares(rng: np.random.Generator) -> Iterator[pages.Page]:
    """Yield square crops of documents at the sizes at which the detector meets them."""
    for page in _pages(rng):
        quads = np.array([mark.quad for mark in page.words], np.float32).reshape(-1, 4, 2)
        if not len(quads):
            continue
        wanted = math.exp(rng.uniform(*np.log(BOX_PX)))
        scale = min(2.0, wanted / float(np.median(np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1))))
        method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        pixels = np.asarray(cv2.resize(page.image, None, fx=scale, fy=scale, interpolation=method), np.uint8)
        whole = pages.Page(pixels=pixels, quads=np.asarray(quads * scale, np.float32))
        for _ in range(SQUARES_A_PAGE):
            yield pages.cut(rng, whole)


def mixed(rng: np.random.Generator, usual: Iterator[T], documents: Iterator[T], share: float) -> Iterator[T]:
    """Yield from two sources, `share` of it from documents."""
    while True:
        yield next(documents if rng.random() < share else usual)
