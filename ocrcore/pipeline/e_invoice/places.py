"""Where the parts of an e-invoice stand on the sender's picture: where they were read, else where they are printed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ocrcore.pipeline.e_invoice.printed import AMOUNTS, bare_letters, box_on, rows_with

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ocrcore.extraction.fields import Extraction
    from ocrcore.layout.page import Box
    from ocrcore.pipeline.e_invoice.printed import Print

Places = dict[str, tuple[int, "Box"]]
_MAX_ROWS = 500
"""Of a list: for so many rows their places are looked for."""


def places_on(
    prints: Sequence[Print],
    values: Mapping[str, str],
    lists: Mapping[str, Sequence[Mapping[str, str]]],
    read: Extraction,
) -> Places:
    """Return page and box by field, and by `list.number` for rows; what is not printed has none."""
    places: Places = {}
    for name, value in values.items():
        own = read.scalars.get(name)
        if own is not None and own.value.lstrip("-") == value.lstrip("-"):
            places[name] = own.page, own.box
        elif name != "document_type" and (rows := rows_with(prints, name, value)):
            # Totals stand below what they sum up, all else is said at the head first.
            printed = rows[-1 if name in AMOUNTS else 0]
            places[name] = printed.page, box_on(printed, name, value)
    for name, keys in (("items", ("amount", "description")), ("taxes", ("amount", "base"))):
        for number, row in enumerate(lists.get(name, ())[:_MAX_ROWS]):
            place = _place_of(prints, [row.get(key, "") for key in keys])
            if place is not None:
                places[f"{name}.{number}"] = place
    return places


def _place_of(prints: Sequence[Print], texts: Sequence[str]) -> tuple[int, Box] | None:
    """Return the row that holds an amount and a second text, if there is one."""
    amount, other = texts
    if not amount or not other:
        return None
    letters = bare_letters(other)
    for each in prints:
        if abs(Decimal(amount)) in each.amounts and letters and letters[:20] in each.letters:
            return each.page, each.line.box
    return None
