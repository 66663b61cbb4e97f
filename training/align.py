"""Which words of a line's known text stand in which of the boxes that were found on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_IN_A_BOX = 4
"""Words that one box may hold, when a detector joins them."""
MOST_WRONG = 0.6
"""Share of its characters that may be misread before a box's text is not believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A box that was found, as left, top, right, bottom in pixels, and what was read in it."""

    box: tuple[float, float, float, float]
    read: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the truth: its box, like a found one's, and its text."""

    box: tuple[float, float, float, float]
    text: str


def texts_of(found: Sequence[Found], lines: Sequence[Line]) -> list[str]:
    """Return the true text of each box found on a page; nothing for a box whose text is not certain."""
    on_line: dict[int, list[int]] = {}
    for index, each in enumerate(found):
        best = max(range(len(lines)), key=lambda row: _shared(each.box, lines[row].box), default=-1)
        if best >= 0 and _shared(each.box, lines[best].box) > 0.5:
            on_line.setdefault(best, []).append(index)
    texts = [""] * len(found)
    for row, indices in on_line.items():
        indices.sort(key=lambda index: found[index].box[0])
        parts = shared_out(lines[row].text.split(), [found[index].read for index in indices])
        for index, part in zip(indices, parts, strict=True):
            texts[index] = part
    return texts


def _shared(box: tuple[float, float, float, float], line: tuple[float, float, float, float]) -> float:
    """Return which share of a box's area lies in a line's box."""
    width = min(box[2], line[2]) - max(box[0], line[0])
    height = min(box[3], line[3]) - max(box[1], line[1])
    area = (box[2] - box[0]) * (box[3] - box[1])
    return max(0.0, width) * max(0.0, height) / area if area > 0 else 0.0


def shared_out(words: Sequence[str], readings: Sequence[str]) -> list[str]:
    """Share a line's words out to readings of its boxes, both from left to right, with the fewest edits.

    A box may hold several words, joined by blanks, or none; a word may be in no box. The case is left out.

    Returns:
        What stands in each box: nothing where too little of it was read that way.
    """
    # cost[b][w]: edits with the first b boxes and w words dealt with; taken[b][w]: words that box b got to reach it.
    cost = [[float("inf")] * (len(words) + 1) for _ in range(len(readings) + 1)]
    taken = [[-1] * (len(words) + 1) for _ in range(len(readings) + 1)]
    cost[0][0] = 0.0
    for box in range(len(readings) + 1):
        for word in range(len(words) + 1):
            if word and cost[box][word - 1] + len(words[word - 1]) < cost[box][word]:
                cost[box][word], taken[box][word] = cost[box][word - 1] + len(words[word - 1]), -1
            for count in range(min(MOST_IN_A_BOX, word) + 1) if box else ():
                there = " ".join(words[word - count : word])
                here = cost[box - 1][word - count] + Levenshtein.distance(there.upper(), readings[box - 1].upper())
                if here < cost[box][word]:
                    cost[box][word], taken[box][word] = here, count
    return _believed(words, readings, taken)


def _believed(words: Sequence[str], readings: Sequence[str], taken: list[list[int]]) -> list[str]:
    """Walk back through what was taken, and leave out what was read too differently."""
    texts, word = [""] * len(readings), len(words)
    for box in range(len(readings), 0, -1):
        while taken[box][word] < 0:
            word -= 1
        text = " ".join(words[word - taken[box][word] : word])
        word -= taken[box][word]
        if Levenshtein.distance(text.upper(), readings[box - 1].upper()) <= MOST_WRONG * len(text):
            texts[box - 1] = text
    return texts
