"""Print on white pages: rows of cells, wrapped, broken over pages, and drawn when a page is asked for."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WIDTH, HEIGHT = 1240, 1754
"""A4 at 150 dpi."""
MARGIN = 80
TEXT_PX, TITLE_PX = 22, 36
_LEADING = 1.4
_REGULAR, _BOLD = 400, 700
"""Weights of the font's one axis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A text in a column from `x`, `width` wide, in pixels. `name` says what it is, for who looks for its place."""

    text: str
    x: int
    width: int
    right: bool = False
    bold: bool = False
    size: int = TEXT_PX
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedText:
    """One printed run of text, and its box in pixels."""

    text: str
    box: tuple[float, float, float, float]
    bold: bool
    size: int
    name: str


@dataclass(slots=True)
class Sheet:
    """Pages that fill from the top."""

    pages: list[list[PrintedText]] = field(default_factory=lambda: [[]])
    _y: float = MARGIN

    def row(self, cells: Sequence[Cell]) -> None:
        """Print cells side by side; long texts wrap, and go on on the next page."""
        wrapped = [_wrapped(cell) for cell in cells]
        height = max((cell.size for cell in cells), default=TEXT_PX) * _LEADING
        for line in range(max(map(len, wrapped), default=0)):
            if self._y + height > HEIGHT - MARGIN:
                self.pages.append([])
                self._y = MARGIN
            for cell, texts in zip(cells, wrapped, strict=True):
                if line < len(texts):
                    self.pages[-1].append(_printed(cell, texts[line], self._y))
            self._y += height

    def gap(self) -> None:
        """Leave a row free."""
        self._y += TEXT_PX


def draw(page: Sequence[PrintedText]) -> Image.Image:
    """Return a page as it looks, in RGB."""
    image = Image.new("RGB", (WIDTH, HEIGHT), "white")
    pen = ImageDraw.Draw(image)
    for each in page:
        pen.text(each.box[:2], each.text, font=_font(each.size, bold=each.bold), fill="black")
    return image


def _wrapped(cell: Cell) -> list[str]:
    """Cut a text at blanks so that each part fits its column; a word that is too long is cut within."""
    lines: list[str] = []
    line, taken, blank = "", 0.0, _width(" ", cell.size, bold=cell.bold)
    for word in _short_words(cell):
        width = _width(word, cell.size, bold=cell.bold)
        if line and taken + blank + width > cell.width:
            lines.append(line)
            line, taken = word, width
        else:
            line, taken = (f"{line} {word}", taken + blank + width) if line else (word, width)
    return [*lines, line] if line else lines


def _short_words(cell: Cell) -> Iterator[str]:
    """Give the words of a cell, those that are wider than its column in parts."""
    for word in cell.text.split():
        rest = word
        while _width(rest, cell.size, bold=cell.bold) > cell.width and len(rest) > 1:
            fits = max(1, int(len(rest) * cell.width / _width(rest, cell.size, bold=cell.bold)))
            while fits > 1 and _width(rest[:fits], cell.size, bold=cell.bold) > cell.width:
                fits -= 1
            yield rest[:fits]
            rest = rest[fits:]
        yield rest


def _printed(cell: Cell, text: str, y: float) -> PrintedText:
    width = sum(_width(word, cell.size, bold=cell.bold) for word in text.split())
    width += text.count(" ") * _width(" ", cell.size, bold=cell.bold)
    x = cell.x + cell.width - width if cell.right else float(cell.x)
    box = (x, y, x + width, y + 1.2 * cell.size)
    return PrintedText(text=text, box=box, bold=cell.bold, size=cell.size, name=cell.name)


@lru_cache(maxsize=10_000)
def _width(word: str, size: int, *, bold: bool) -> float:
    return _font(size, bold=bold).getlength(word)


@cache
def _font(size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    """Return the font of the desk's own pages, which comes with Streamlit and has every Latin letter."""
    font = ImageFont.truetype(_font_file(), size, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([_BOLD if bold else _REGULAR])
    return font


@cache
def _font_file() -> Path:
    # Its path is found without importing Streamlit, which an OCR process has no use for.
    found = importlib.util.find_spec("streamlit")
    folders = found.submodule_search_locations if found else None
    return next(file for folder in folders or () for file in Path(folder).rglob("SourceSansVF-Upright*.woff2"))
