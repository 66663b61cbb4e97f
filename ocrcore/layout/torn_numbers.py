"""Numbers that were found in two pieces, cut at their sign (`88` and `.17`), become one again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocrcore.layout.join import gap_between, join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.layout.page import Detection

TORN = re.compile(r"\d[.,:/-]? [.,:/-]\d|\d[.,:/-] \d")
"""A cut beside a sign, between digits. Two numbers side by side have none there."""
TOUCHING = 0.3
"""Pieces of one number have less than this between them, in heights of the first; a blank is wider."""


def join_torn_numbers(run: Sequence[Detection]) -> list[Detection]:
    """Return the pieces of a row, from left to right, with torn numbers joined; as sure as their less sure piece."""
    whole: list[Detection] = []
    for piece in run:
        if whole and _are_one(whole[-1], piece):
            whole[-1] = join(whole[-1], piece)
        else:
            whole.append(piece)
    return whole


def _are_one(left: Detection, right: Detection) -> bool:
    return gap_between(left, right) < TOUCHING and TORN.search(f"{left.text[-2:]} {right.text[:2]}") is not None
