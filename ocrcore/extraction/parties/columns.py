"""Vendor and customer side by side: their two columns are read one after the other, as if one stood below the other."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import takewhile
from statistics import median
from typing import TYPE_CHECKING

from ocrcore.extraction.country import generic, ro
from ocrcore.extraction.parties.parties import REACH, Heading, Party, find_headings
from ocrcore.extraction.parties.party_words import COMPANY
from ocrcore.extraction.parties.vendor import HEAD_ROWS
from ocrcore.extraction.values.labelled_amounts import heads_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.extraction.text.rows import Part, Row
    from ocrcore.extraction.values.labelled_amounts import ReadRow

LEAST_APART = 0.25
"""Headings this far apart, as a share of the page's width, head two columns."""
_BANK = re.compile(r"BANC|BANK|IBAN|CONT\b")
GAP = 1.5
"""So many letters, at least, are free between the columns on a row that both of them have."""
SLACK = 0.02
"""How far a column's text may stand outside its heading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """All rows, the columns of the parties one below the other; `implied` heads a second column without a heading."""

    rows: tuple[Row, ...]
    implied: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """Where one party's data begin: at its heading, or at a company's name without one."""

    row: Row
    x: float
    party: Party | None
    end: int = -1


def part_columns(read: Sequence[ReadRow]) -> Parted | None:
    """Return all rows with the columns of the two parties one below the other, or None when they are not side by side."""
    pair = _side_by_side(read)
    if pair is None:
        return None
    left, right = pair
    first = min(left.row.index, right.row.index)
    begin = next(position for position, each in enumerate(read) if each.row.index == first)
    block = [
        each.row for each in takewhile(lambda each: _belongs(each, left.row.page), read[begin : begin + REACH + 2])
    ]
    edge = _edge(block, left.x, right.x)
    cuts = [_cut(whole, edge) for whole in block]
    before, after = [each.row for each in read[:begin]], [each.row for each in read[begin + len(block) :]]
    lefts, rights = [row for row, _ in cuts if row is not None], [row for _, row in cuts if row is not None]
    rows = tuple(
        replace(row, index=index) for index, row in enumerate([*before, *lefts, *rights, *after])
    )  # fmt: skip
    implied: tuple[Heading, ...] = ()
    if rights and right.party is None:
        party = Party.VENDOR if left.party is Party.CUSTOMER else Party.CUSTOMER
        implied = (Heading(party=party, row=rows[len(before) + len(lefts)], x=right.x, end=0),)
    return Parted(rows=rows, implied=implied)


def _side_by_side(read: Sequence[ReadRow]) -> tuple[_Side, _Side] | None:
    """Return the headings, or else the names, of both parties when they stand on one level, the left one first."""
    headed = [
        _Side(row=heading.row, x=heading.x, party=heading.party, end=heading.end) for heading in find_headings(read)
    ]
    pair = _on_one_level(headed, headed)
    if pair is not None:
        return pair
    named = [
        _Side(row=each.row, x=each.row.box_of(*cell)[0], party=None)
        for each in read[:HEAD_ROWS] for cell in each.row.cells() if _is_company(each, cell, headed)
    ]  # fmt: skip
    return _on_one_level([*headed, *named], [*headed, *named]) if _has_two_ids(read) else None


def _is_company(each: ReadRow, cell: tuple[int, int], headed: Sequence[_Side]) -> bool:
    """Tell whether a cell holds a company's name, no bank's, and no heading that says whose it is."""
    text = each.row.folded[slice(*cell)]
    has_heading = any(side.row.index == each.row.index and cell[0] <= side.end <= cell[1] for side in headed)
    return bool(COMPANY.search(text)) and not _BANK.search(text) and not each.amounts and not has_heading


def _on_one_level(lefts: Sequence[_Side], rights: Sequence[_Side]) -> tuple[_Side, _Side] | None:
    for left in lefts:
        for right in rights:
            level = abs(left.row.index - right.row.index) <= 1 and left.row.page == right.row.page
            if level and right.x - left.x > LEAST_APART and (left.party is not right.party or left.party is None):
                return left, right
    return None


def _has_two_ids(read: Sequence[ReadRow]) -> bool:
    """Tell whether the head holds more than one tax id, as only a document with two named parties does."""
    found = {digits.lstrip("0") for each in read[: HEAD_ROWS + REACH] for digits, *_ in ro.tax_ids(each.row.folded)}
    found |= {value for each in read[: HEAD_ROWS + REACH] for value, *_ in generic.tax_ids(each.row.folded)}
    return len(found) > 1


def _belongs(each: ReadRow, page: int) -> bool:
    """Tell whether a row may still speak of the parties: no row of the table of goods, nor its head."""
    return each.row.page == page and not heads_table(each) and len(each.amounts) < 2


def _edge(block: Sequence[Row], left: float, right: float) -> float:
    """Return where the right column begins: within the gap between both, which a column that ends flush right has, too.

    Where some row leaves no gap, it is at the right heading, or left of it where a heading stands in the middle.
    """
    boxes = [row.box_of(*cell) for row in block for cell in row.cells()]
    middle = left + LEAST_APART / 2
    ends = [x1 for x0, _, x1, _ in boxes if x0 <= middle]
    begins = [x0 for x0, *_ in boxes if x0 > middle]
    if ends and begins and max(ends) < min(begins):
        return (max(ends) + min(begins)) / 2
    starts = []
    for row in block:
        cells = [row.box_of(*cell)[0] for cell in row.cells()]
        starts += [x for x in cells if middle < x <= right + SLACK][:1]
    return min(right, median(starts) if starts else right) - SLACK


def _cut(row: Row, edge: float) -> tuple[Row | None, Row | None]:
    """Return what stands left and right of an edge, cut at the row's own gap; a row without one stays whole."""
    starts = [row.box_of(*cell)[0] for cell in row.cells()[1:]]
    edge = min(starts, key=lambda x: abs(x - edge), default=edge)
    left = [part for part in row.parts if part.box[0] < edge]
    right = [part for part in row.parts if part.box[0] >= edge]
    if left and right and (left[-1].box[2] > edge + SLACK or right[0].box[0] - left[-1].box[2] < GAP * _letter(row)):
        return row, None
    return _of(row, left), _of(row, right)


def _letter(row: Row) -> float:
    return (row.box[2] - row.box[0]) / max(len(row.text), 1)


def _of(row: Row, parts: Sequence[Part]) -> Row | None:
    if not parts:
        return None
    start, end = parts[0].start, parts[-1].end
    x0, y0, x1, y1 = zip(*(part.box for part in parts), strict=True)
    return replace(
        row, text=row.text[start:end], folded=row.folded[start:end], box=(min(x0), min(y0), max(x1), max(y1)),
        parts=tuple(replace(part, start=part.start - start, end=part.end - start) for part in parts),
    )  # fmt: skip
