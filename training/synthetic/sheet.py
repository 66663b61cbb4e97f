"""Rows of a till's paper, put together under its limits: so many characters across, perhaps no diacritics."""

from __future__ import annotations

import textwrap
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from training.synthetic.model import Block, Cell, Gap, Graphic, Row, Rule, center, left, right


def without_marks(text: str) -> str:
    """Letters without their diacritics, as old tills print them: `brânză` becomes `branza`."""
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(char for char in decomposed if not unicodedata.combining(char)))


@dataclass(slots=True, kw_only=True)
class Sheet:
    """Collects a document's blocks and the fields that were printed.

    Attributes:
        columns: Characters across at normal width.
        upper: Everything in capitals.
        marks: Whether diacritics are printed.
        indent: Left edge of left-aligned text as a fraction of the width.
    """

    columns: int
    upper: bool = False
    marks: bool = True
    blocks: list[Block] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)

    def say(self, text: str) -> str:
        """The text as this printer prints it."""
        text = text if self.marks else without_marks(text)
        return " ".join((text.upper() if self.upper else text).split())

    def put(self, *cells: Cell, wide: float = 1, tall: float = 1, bold: bool = False, inverted: bool = False,
            lead: float = 0) -> None:  # fmt: skip
        said = tuple(
            Cell(text=self.say(c.text), at=c.at, align=c.align, decoration=c.decoration)
            for c in cells
            if c.text.strip()
        )
        if said:
            self.blocks.append(Row(cells=said, wide=wide, tall=tall, bold=bold, inverted=inverted, lead=lead))

    def rule(self, style: str) -> None:
        if style:
            self.blocks.append(Rule(style=style))  # type: ignore[arg-type]

    def gap(self, height: float = 0.5) -> None:
        self.blocks.append(Gap(height=height))

    def draw(self, graphic: Graphic) -> None:
        self.blocks.append(graphic)

    def paragraph(self, text: str, *, align: str = "c", wide: float = 1, tall: float = 1, bold: bool = False,
                  lead: float = 0) -> list[str]:  # fmt: skip
        """Print text over as many rows as it needs; returns the rows as printed."""
        rows = textwrap.wrap(self.say(text), max(6, int(self.columns / wide)), break_long_words=True)
        for number, row in enumerate(rows):
            cell = center(row) if align == "c" else left(row) if align == "l" else right(row)
            self.put(cell, wide=wide, tall=tall, bold=bold, lead=lead if number == 0 else 0)
        return rows

    def pair(self, label: str, value: str, *, wide: float = 1, tall: float = 1, bold: bool = False,
             apart: bool = False, lead: float = 0) -> None:  # fmt: skip
        """Print a label at the left and its value at the right, on two rows where one is too short or `apart` asks."""
        room = int(self.columns / wide)
        if wide > 1 and len(label) + len(value) + 1 > room:
            wide, room = 1, self.columns
        if apart or len(label) + len(value) + 1 > room:
            self.paragraph(label, align="l", wide=wide, tall=tall, bold=bold, lead=lead)
            self.put(right(value), wide=wide, tall=tall, bold=bold)
        else:
            self.put(left(label), right(value), wide=wide, tall=tall, bold=bold, lead=lead)
