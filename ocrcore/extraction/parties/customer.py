"""The name of whom the document is addressed to, below or beside its heading."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocrcore.extraction.parties.letterhead import name_end
from ocrcore.extraction.parties.parties import Heading, Party, party_of
from ocrcore.extraction.parties.vendor import EDGES, Name, form_below, is_name, trimmed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocrcore.extraction.values.labelled_amounts import ReadRow

_TAX_ID_FOLLOWS = re.compile(r"\d{4}")
"""A heading with a number behind it, as in `CUI CLIENT: RO1590082`, has no name below."""
_ATTENTION = re.compile(r"\W{0,3}(?:ATTN|ATTENTION|ZU HANDEN|IN ATENTIA)[.:]{0,2}\s")


def find_customer(read: Sequence[ReadRow], headings: Sequence[Heading]) -> Name | None:
    """Return the name below or beside the customer's heading."""
    for heading in headings:
        folded = heading.row.folded
        until = name_end(folded, heading.end, len(folded))
        if heading.party is Party.CUSTOMER and not _TAX_ID_FOLLOWS.search(folded, heading.end, until):
            found = next(_names(read, headings, heading), None)
            if found is not None:
                return found
    return None


def _names(read: Sequence[ReadRow], headings: Sequence[Heading], heading: Heading) -> Iterator[Name]:
    position = next(i for i, each in enumerate(read) if each.row.index == heading.row.index)
    for place, each in enumerate(read[position : position + 4], position):
        own = [h.end for h in headings if h.row.index == each.row.index and h.party is Party.CUSTOMER]
        for start, stop in [(max(own), len(each.row.text))] if own else each.row.cells():
            is_theirs = party_of(headings, each.row, start, stop) is Party.CUSTOMER
            if each.row.index != heading.row.index and not is_theirs:
                continue
            attention = _ATTENTION.match(each.row.folded, start, stop)
            first = attention.end() if attention else start
            end = name_end(each.row.folded, first, stop)
            name = each.row.text[first:end]
            if not each.amounts and not each.dates and is_name(name.strip(EDGES), each.row.folded[first:end]):
                form = form_below(read, place)
                text = name if form is None else f"{name.rstrip()} {form.row.text.strip()}"
                yield Name(text=trimmed(text), row=each.row, span=(first, end), last=(form or each).row, score=2.0)
