"""Which piece of a file becomes a file of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ocrcore.layout.page import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Pages of a file (from 1), or of its one page what is within `box` once it is turned counter-clockwise."""

    pages: tuple[int, ...]
    box: Box | None = None
    turned_degrees: int = 0
