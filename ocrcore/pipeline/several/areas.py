"""The documents that stand on one page, side by side or one under the other, each with its place.

A page is cut where nothing is printed across it, and the cut stays where both sides are documents of their own; each
side is cut again. Pictures on a page of text are places of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocrcore.extraction import extract
from ocrcore.extraction.text.label_match import match_labels
from ocrcore.extraction.text.labels import Label
from ocrcore.extraction.text.rows import build_rows
from ocrcore.extraction.values.dates import find_dates
from ocrcore.layout.page_part import within, without
from ocrcore.pipeline.several.cuts import cuts
from ocrcore.pipeline.several.identity import Identity, are_two, identity_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.extraction.fields import Extraction
    from ocrcore.layout.page import Box, OcrPage

WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
_TOTALS = frozenset({Label.TOTAL, Label.TOTAL_DUE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A page, or the part of it within `box`, with the fields found on it alone."""

    page: OcrPage
    fields: Extraction
    box: Box = WHOLE

    @property
    def identity(self) -> Identity:
        """What it says of its document."""
        return identity_of(self.fields)


def areas_of(page: OcrPage, fields: Extraction | None = None) -> list[Area]:
    """Return a page's documents in reading order; the whole page where there is one, or none.

    Args:
        page: What was read.
        fields: What was found on it, where that is known.
    """
    return _parted(_area(page, WHOLE) if fields is None else Area(page=page, fields=fields))


def areas_with_pictures(page: OcrPage, pictures: Sequence[Box], fields: Extraction) -> list[Area]:
    """Return the documents on a page of text that has pictures: of itself, and in them.

    Where only a picture holds one, the text around it is a letter that brings it.

    Args:
        page: Its own text, and what was read in the pictures.
        pictures: Where they are.
        fields: What was found in its own text alone.
    """
    found = [Area(page=without(page, pictures), fields=fields), *(_area(within(page, box), box) for box in pictures)]
    kept: list[Area] = []
    for area in found:
        if area.identity.is_whole and all(are_two(area.identity, each.identity) for each in kept):
            kept.append(area)
    return kept or [_area(page, WHOLE)]


def _area(page: OcrPage, box: Box) -> Area:
    return Area(page=page, fields=extract([page]), box=box)


def _parted(area: Area) -> list[Area]:
    if _least_signs(area.page) < 2:
        return [area]
    for boxes in cuts(area.page, area.box):
        sides = [within(area.page, box) for box in boxes]
        if all(_least_signs(side) for side in sides):
            one, other = (_area(side, box) for side, box in zip(sides, boxes, strict=True))
            if are_two(one.identity, other.identity):
                return [*_parted(one), *_parted(other)]
    return [area]


def _least_signs(page: OcrPage) -> int:
    """Return, without looking for fields, how many documents a page may hold: as many as it has dates, and labels of totals."""
    folded = [row.folded for row in build_rows([page])]
    dates = sum(len(find_dates(row)) for row in folded)
    return min(dates, sum(hit.label in _TOTALS for row in folded for hit in match_labels(row).hits) if dates else 0)
