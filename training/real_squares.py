"""Squares of real pages with their words, for the detector: from the folders that `real` reads words from."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from training import documents, pages
from training.real import ROOM
from training.retake import retaken

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class RealPage:
    """A picture on disk, and its words' corners `(n, 4, 2)` in its pixels."""

    picture: Path
    quads: NDArray[np.float32]


def read(folder: Path) -> list[RealPage]:
    """Return a folder's pages that hold words, in the order of its index."""
    entries = map(json.loads, (folder / "index.jsonl").read_text(encoding="utf-8").splitlines())
    return [
        RealPage(picture=folder / entry["image"], quads=np.concatenate([words(word) for word in entry["words"]]))
        for entry in entries
        if entry["words"]
    ]


def words(mark: dict) -> NDArray[np.float32]:
    """Return the corners `(n, 4, 2)` of the words in a box, close to the ink: a box of several is cut at their blanks.

    How wide each is, is not known: it gets its share of the box by its letters.
    """
    quad = np.array(mark["quad"], np.float64)
    across, down = quad[1] - quad[0], quad[3] - quad[0]
    height = float(np.linalg.norm(down))
    inset = height * ROOM / (1 + 2 * ROOM)
    along, below = across / max(1e-6, float(np.linalg.norm(across))) * inset, down / max(1e-6, height) * inset
    first, across, down = quad[0] + along + below, across - 2 * along, down - 2 * below
    parts = mark["text"].split()
    letters = sum(map(len, parts)) + len(parts) - 1
    found, start = [], 0
    for part in parts:
        left, right = (first + across * (place / letters) for place in (start, start + len(part)))
        found.append([left, right, right + down, left + down])
        start += len(part) + 1
    return np.array(found, np.float32).reshape(-1, 4, 2)


def squares(rng: np.random.Generator, real: Sequence[RealPage]) -> Iterator[pages.Page]:
    """Yield worn squares without end, a few of each page, at the sizes at which the detector meets print."""
    while True:
        for index in rng.permutation(len(real)).tolist():
            page = real[index]
            gray = cv2.imread(str(page.picture), cv2.IMREAD_GRAYSCALE)
            if gray is None:
                raise FileNotFoundError(page.picture)
            usual = float(np.median(np.linalg.norm(page.quads[:, 3] - page.quads[:, 0], axis=1)))
            scale = min(2.0, math.exp(rng.uniform(*np.log(documents.BOX_PX))) / max(1.0, usual))
            method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
            gray = np.asarray(cv2.resize(gray, None, fx=scale, fy=scale, interpolation=method), np.uint8)
            whole = pages.Page(pixels=cv2.cvtColor(gray, cv2.COLOR_GRAY2RGB), quads=page.quads * np.float32(scale))
            for _ in range(documents.SQUARES_A_PAGE):
                square = pages.cut(rng, whole)
                yield pages.Page(pixels=retaken(rng, square.pixels), quads=square.quads)
