"""What stands on a page: the tree page - line - word in which text comes back, and the pieces it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Box = tuple[float, float, float, float]
"""`(x0, y0, x1, y1)` as fractions of the upright page image, origin top left."""
Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]
"""Four corners in pixels, clockwise from the text's own top left."""


def around(boxes: Sequence[Box]) -> Box:
    """Return the smallest box around some."""
    return (
        min(box[0] for box in boxes), min(box[1] for box in boxes), max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word with its confidence (0 to 1) and its box."""

    text: str
    confidence: float
    box: Box
    look: str = ""
    """Which second look it comes from, by its tier's name; empty for the first reading."""
    source: str = ""
    """`ocr` for a word that was read in a picture on a page of own text; else empty, and the page's source is its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One printed row: its words from left to right, also when wide gaps part them."""

    text: str
    confidence: float
    box: Box
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OcrPage:
    """What was read on one page; `width` and `height` in pixels of the upright image, lines in reading order."""

    number: int
    width: int
    height: int
    lines: tuple[Line, ...]
    source: str = "ocr"
    """`ocr`, `text_layer` for a born-digital PDF page whose own text was taken, or `e_invoice` for a page drawn from one."""

    @property
    def text(self) -> str:
        """The page's text, one printed row a line."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """A piece of text as an engine found it, before rows are formed: a quadrilateral in pixels.

    The quadrilateral keeps the angle of a tilted piece. `text` may hold several words.
    """

    text: str
    confidence: float
    quad: Quad
    look: str = ""
    """See `Word`."""

    @property
    def has_letters(self) -> bool:
        """Whether it holds a letter or a digit, and not signs alone."""
        return any(sign.isalnum() for sign in self.text)
