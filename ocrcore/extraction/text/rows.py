"""Rows as the readers of fields see them: folded text whose every span leads back to its place on the page."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ocrcore.extraction.text.page_text import Box, PageText, TextLine

MAX_ROW_LETTERS = 300
"""A printed row is never longer; the rest of a longer one (a broken text layer) is left out."""
MAX_PAGE_LETTERS = 15_000
"""Three times a dense page; of a longer one the first and the last half are read, for what matters stands at both ends."""
MAX_PAGE_ROWS = 500
MAX_ROWS = 5000
"""Rows of one document that are looked at, again the first and the last half."""
GAP_IN_LETTERS = 2.5
"""Words this many letters apart belong to different columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of a row's text with the place of the words it came from."""

    start: int
    end: int
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One printed row.

    `text` is what was read (composed Unicode); `folded` is the same, letter by letter, in capitals without
    diacritics, so a span of one is a span of the other. `index` counts rows through the whole document.
    """

    index: int
    page: int
    text: str
    folded: str
    box: Box
    parts: tuple[Part, ...]
    aspect: float
    """Width of the page divided by its height."""

    @property
    def height(self) -> float:
        """Height as a fraction of the page's width, so that rows of any page compare."""
        return (self.box[3] - self.box[1]) / max(self.aspect, 1e-6)

    def box_of(self, start: int, end: int) -> Box:
        """Return the place of a span of the text; a part of a word gets its share of the word's width."""
        found = [_share(part, start, end) for part in self.parts if part.start < end and start < part.end]
        return _around(found) if found else self.box

    def confidence_of(self, start: int, end: int) -> float:
        """Return the lowest confidence among the words of a span (0 to 1)."""
        return min((p.confidence for p in self.parts if p.start < end and start < p.end), default=1.0)

    def cells(self) -> list[tuple[int, int]]:
        """Return the spans of the row's columns: runs of words without a wide gap."""
        letter = _letter_width(self.parts)
        spans: list[list[int]] = []
        edge = 0.0
        for part in self.parts:
            if spans and part.box[0] - edge <= GAP_IN_LETTERS * letter:
                spans[-1][1] = part.end
            else:
                spans.append([part.start, part.end])
            edge = part.box[2]
        return [(start, end) for start, end in spans]


def build_rows(pages: Sequence[PageText]) -> tuple[Row, ...]:
    """Return the rows of all pages in reading order; pieces of one printed row that came as several lines are joined."""
    rows: list[Row] = []
    for page in pages:
        aspect = page.width / page.height if page.width > 0 and page.height > 0 else 1.0
        for lines in _joined(_bounded(page.lines)):
            text, parts = _compose(lines)
            if text.strip():
                box = _around([line.box for line in lines])
                rows.append(
                    Row(
                        index=len(rows),
                        page=page.number,
                        text=text,
                        folded=fold(text),
                        box=box,
                        parts=parts,
                        aspect=aspect,
                    )
                )
    return tuple(rows if len(rows) <= MAX_ROWS else rows[: MAX_ROWS // 2] + rows[-MAX_ROWS // 2 :])


def _bounded(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines of a page, of a page without end the first and the last."""
    kept = list(lines) if len(lines) <= MAX_PAGE_ROWS else [*lines[: MAX_PAGE_ROWS // 2], *lines[-MAX_PAGE_ROWS // 2 :]]
    sizes = [min(len(line.text), MAX_ROW_LETTERS) for line in kept]
    if sum(sizes) <= MAX_PAGE_LETTERS:
        return kept
    ends = (list(accumulate(sizes)), list(accumulate(reversed(sizes))))
    head, tail = (bisect_right(end, MAX_PAGE_LETTERS // 2) for end in ends)
    return [*kept[:head], *kept[len(kept) - tail :]]


def fold(text: str) -> str:
    """Return text in capitals without diacritics, letter by letter: the length stays."""
    return text.upper() if text.isascii() else "".join(map(_fold_letter, text))


@lru_cache(maxsize=4096)
def _fold_letter(letter: str) -> str:
    special = _SPECIAL.get(letter)
    if special:
        return special
    base = unicodedata.normalize("NFKD", letter)[:1] or letter
    upper = base.upper()
    return upper if len(upper) == 1 else letter


_SPECIAL = {
    "ß": "S", "Đ": "D", "đ": "D", "ł": "L", "Ł": "L", "ø": "O", "Ø": "O", "æ": "A", "Æ": "A", "œ": "O", "Œ": "O",
    "×": "X", "х": "X", "Х": "X", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "’": "'",  "`": "'", "´": "'",
    "：": ":", "，": ",", "．": ".", "；": ";", "（": "(", "）": ")", "＊": "*", "％": "%", "\u00a0": " ", "\u2009": " ",
    "\u202f": " ", "\t": " ", "“": '"', "”": '"', "„": '"', "№": "N", "‘": "'", "ʼ": "'", "′": "'", "＃": "#", "一": "-",
}  # fmt: skip


def _joined(lines: Iterable[TextLine]) -> list[list[TextLine]]:
    """Group neighbouring lines that stand on one level side by side."""
    groups: list[list[TextLine]] = []
    for line in lines:
        if groups and all(_beside(line, other) for other in groups[-1]):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [sorted(group, key=lambda line: line.box[0]) if len(group) > 1 else group for group in groups]


def _beside(a: TextLine, b: TextLine) -> bool:
    low, high = max(a.box[1], b.box[1]), min(a.box[3], b.box[3])
    shorter = min(a.box[3] - a.box[1], b.box[3] - b.box[1])
    apart = max(a.box[0], b.box[0]) >= min(a.box[2], b.box[2]) - 0.005
    return apart and shorter > 0 and high - low > 0.6 * shorter


def _compose(lines: Sequence[TextLine]) -> tuple[str, tuple[Part, ...]]:
    """Return the text of one row and, for each of its words, the span in that text."""
    text, parts = "", list[Part]()
    for line in lines:
        words = [word for word in line.words if word.text.strip()] or [line]
        for word in words:
            if len(text) >= MAX_ROW_LETTERS:
                break
            piece = unicodedata.normalize("NFC", word.text.strip())[: MAX_ROW_LETTERS - len(text)]
            start = len(text) + 1 if text else 0
            text = f"{text} {piece}" if text else piece
            parts.append(Part(start=start, end=len(text), box=word.box, confidence=float(word.confidence)))
    return text, tuple(parts)


def _share(part: Part, start: int, end: int) -> Box:
    x0, y0, x1, y1 = part.box
    length = max(part.end - part.start, 1)
    first = max(start - part.start, 0) / length
    last = min(end - part.start, length) / length
    return x0 + first * (x1 - x0), y0, x0 + last * (x1 - x0), y1


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _letter_width(parts: Sequence[Part]) -> float:
    letters = sum(part.end - part.start for part in parts)
    return sum(part.box[2] - part.box[0] for part in parts) / max(letters, 1)
