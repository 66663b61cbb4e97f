"""What a synthetic document is before it is drawn: blocks from top to bottom, and the truth about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Align = Literal["l", "c", "r"]
Media = Literal["till", "a4"]
Wear = Literal["clean", "worn"]
Quad = list[list[float]]
"""Four corners `[x, y]` in pixels: top left, top right, bottom right, bottom left of the upright text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Text anchored at one place of its row.

    Attributes:
        text: What is printed; its words are separated by single spaces.
        at: Anchor as a fraction of the text area's width.
        align: Which side of the text stands on the anchor.
        decoration: Drawn, but no word of the truth (a row of stars beside a heading).
    """

    text: str
    at: float = 0.0
    align: Align = "l"
    decoration: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One printed row; its cells read from left to right are one line of the truth.

    Attributes:
        wide: Horizontal stretch of the letters, 2 for a till's double width.
        tall: Vertical stretch of the letters, 2 for a till's double height.
        bold: Printed with a heavier face, or twice with a small shift where the font has none.
        inverted: White on black.
        lead: Empty space above in line heights.
    """

    cells: tuple[Cell, ...]
    wide: float = 1.0
    tall: float = 1.0
    bold: bool = False
    inverted: bool = False
    lead: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A separator across the text area; never a word of the truth."""

    style: Literal["-", "=", "*", "_", ".", "line", "double"] = "-"
    begin: float = 0.0
    end: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Graphic:
    """A drawn shape or a machine-readable code.

    Attributes:
        height: In line heights.
        payload: What a code says; empty for a logo.
    """

    shape: Literal["logo", "qr", "ean13", "code128"]
    height: float
    payload: str = ""
    at: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Empty space in line heights."""

    height: float = 0.5


Block = Row | Rule | Graphic | Gap


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A ruled box over the blocks `first` to `last` (inclusive) with vertical lines at `verticals`."""

    first: int
    last: int
    verticals: tuple[float, ...] = (0.0, 1.0)
    horizontals: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A laid-out document and the truth about it.

    Attributes:
        columns: Characters of the body font across the text area.
        fields: The fields of the result contract as plain values, only those that are printed.
    """

    kind: str
    language: str
    media: Media
    columns: int
    blocks: tuple[Block, ...]
    fields: dict[str, Any]
    frames: tuple[Frame, ...] = ()

    @property
    def text(self) -> str:
        """The reference text: one line a printed row."""
        rows = (row_text(block) for block in self.blocks if isinstance(block, Row))
        return "\n".join(text for text in rows if text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A piece of printed text and its place in pixels."""

    text: str
    quad: Quad

    def as_json(self) -> dict[str, Any]:
        return {"text": self.text, "quad": [[round(x, 1), round(y, 1)] for x, y in self.quad]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A rendered document: `image` is (height, width, 3), RGB, uint8; marks are in its pixels."""

    image: npt.NDArray[np.uint8]
    words: tuple[Mark, ...]
    lines: tuple[Mark, ...]
    text: str
    fields: dict[str, Any] = field(default_factory=dict)


def is_word(token: str) -> bool:
    """Tell whether a token is read as text; a run of stars, dashes or the like is decoration."""
    return len(token) < 2 or not set(token) <= set("*-=_.#~+")


def row_text(row: Row) -> str:
    """The row as one line of reference text, cells from left to right."""
    cells = sorted((cell for cell in row.cells if not cell.decoration), key=lambda cell: cell.at)
    return " ".join(token for cell in cells for token in cell.text.split() if is_word(token))


def left(text: str, at: float = 0.0) -> Cell:
    return Cell(text=text, at=at, align="l")


def right(text: str, at: float = 1.0) -> Cell:
    return Cell(text=text, at=at, align="r")


def center(text: str, at: float = 0.5) -> Cell:
    return Cell(text=text, at=at, align="c")
