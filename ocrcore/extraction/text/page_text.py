"""What the extraction reads: pages of lines of words, from any engine, or plain text with places made up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

Box = tuple[float, float, float, float]
"""`(x0, y0, x1, y1)` as fractions of the upright page, origin top left."""


class TextWord(Protocol):
    """One word with its confidence (0 to 1) and its box."""

    @property
    def text(self) -> str:
        """What was read."""
        ...

    @property
    def confidence(self) -> float:
        """How sure the engine is (0 to 1)."""
        ...

    @property
    def box(self) -> Box:
        """Where it stands."""
        ...


class TextLine(Protocol):
    """One printed row; `words` from left to right, or none where an engine gives whole lines only."""

    @property
    def text(self) -> str:
        """What was read."""
        ...

    @property
    def confidence(self) -> float:
        """How sure the engine is (0 to 1)."""
        ...

    @property
    def box(self) -> Box:
        """Where it stands."""
        ...

    @property
    def words(self) -> Sequence[TextWord]:
        """The words from left to right."""
        ...


class PageText(Protocol):
    """One page: its number from 1, its size in pixels, and its lines in reading order."""

    @property
    def number(self) -> int:
        """The page's number, from 1."""
        ...

    @property
    def width(self) -> int:
        """Width in pixels."""
        ...

    @property
    def height(self) -> int:
        """Height in pixels."""
        ...

    @property
    def lines(self) -> Sequence[TextLine]:
        """The lines in reading order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainLine:
    """A line of plain text with a made-up place, so that plain text can be read like a page."""

    text: str
    confidence: float
    box: Box
    words: tuple[TextWord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainPage:
    """A page of plain text."""

    number: int
    width: int
    height: int
    lines: tuple[PlainLine, ...]


PAGE_WIDTH = 800
ROW_HEIGHT = 24


def from_plain_text(text: str) -> tuple[PlainPage, ...]:
    """Return plain text as pages, a form feed between two pages, every line at a made-up place.

    Lines stand one below the other and their letters are all equally wide. Empty lines take their place and are left
    out, so that a gap in the text stays a gap on the page.
    """
    return tuple(_page(number, part) for number, part in enumerate(text.split("\f"), 1))


def _page(number: int, text: str) -> PlainPage:
    rows = text.split("\n")
    widest = max((len(row.rstrip()) for row in rows), default=1) or 1
    step = 1 / len(rows)
    lines = []
    for index, row in enumerate(rows):
        stripped = row.strip()
        if not stripped:
            continue
        start = len(row) - len(row.lstrip())
        edges = (start / widest, index * step, min((start + len(stripped)) / widest, 1.0), (index + 0.8) * step)
        lines.append(PlainLine(text=stripped, confidence=1.0, box=edges))
    return PlainPage(number=number, width=PAGE_WIDTH, height=ROW_HEIGHT * len(rows), lines=tuple(lines))
