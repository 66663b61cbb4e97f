"""How a person wants a file written: its headings, its figures, whose books it is for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class DecimalSign(StrEnum):
    """What parts the whole of a figure from its fraction, in CSV."""

    POINT = "point"
    COMMA = "comma"
    """As a spreadsheet in Romanian, German or French settings reads figures."""

    @property
    def sign(self) -> str:
        """The sign itself."""
        return "," if self is DecimalSign.COMMA else "."


class Separator(StrEnum):
    """What parts the cells of a row, in CSV."""

    COMMA = "comma"
    SEMICOLON = "semicolon"
    """As a spreadsheet with decimal commas expects it."""
    TAB = "tab"

    @property
    def sign(self) -> str:
        """The sign itself."""
        return {Separator.COMMA: ",", Separator.SEMICOLON: ";", Separator.TAB: "\t"}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """What is left out is written for programs: names of fields as headings, decimal points, commas."""

    heading: Callable[[str], str] = str
    """Returns what a column or sheet is called: its own name by default."""
    decimal: DecimalSign = DecimalSign.POINT
    separator: Separator = Separator.COMMA
    company_tax_id: str = ""
    """Tax id of the company whose books these are, for documents that do not name their buyer."""
