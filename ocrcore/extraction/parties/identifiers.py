"""Tax ids of both sides, the number of the document, the fiscal device, and telephone numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocrcore.extraction.country import generic, ro
from ocrcore.extraction.parties.parties import Heading, Party, party_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ocrcore.extraction.text.rows import Row
    from ocrcore.extraction.values.labelled_amounts import ReadRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """An identifier with its place. `valid` is None where no checksum is known."""

    value: str
    row: Row
    span: tuple[int, int]
    party: Party = Party.VENDOR
    valid: bool | None = None
    repaired: bool = False
    weight: float = 1.0
    printed: str | None = None
    """The whole of it as printed, where the value is a part: a Romanian tax id with its `RO`."""


_PHONE = re.compile(
    r"(?:TEL(?:EFON|EPHONE|EFON)?|PHONE|MOBILE|MOB|TLF|TALR|HP|H/P|GSM|CONTACT|"
    r"RUFNUMMER)\b[^0-9+()]{0,14}(?P<value>[+(]?\d[\d\s()./-]{5,17}\d)"
)


_REST_OF_LABEL = re.compile(r"FISCALA?|UNICA?|INREGISTRARE|IDENTIFICARE|CLIENT|TVA|NR|DE|[RO0 :.-]")
"""What may stand in front of a tax id whose label began on the row above."""


def find_tax_ids(read: Sequence[ReadRow], headings: Sequence[Heading], *, romanian: bool) -> list[Identifier]:
    """Return the tax ids of both sides, in reading order; letters are taken for digits only where the checksum agrees."""
    found: list[Identifier] = []
    for position, each in enumerate(read):
        folded = each.row.folded
        if romanian:
            if position and read[position - 1].row.page == each.row.page:
                found += _below_label(read[position - 1], each, headings)
            for digits, start, end, repaired, buyer in ro.tax_ids(folded):
                valid = ro.is_valid_tax_id(digits)
                if repaired and not valid:
                    continue
                party = Party.CUSTOMER if buyer else party_of(headings, each.row, start, end)
                found.append(
                    Identifier(
                        value=digits,
                        row=each.row,
                        span=(start, end),
                        party=party,
                        valid=valid,
                        repaired=repaired,
                        printed=ro.with_prefix(folded, start, digits),
                    )
                )
            continue
        for value, start, end, valid, buyer in generic.tax_ids(folded):
            party = Party.CUSTOMER if buyer else party_of(headings, each.row, start, end)
            found.append(
                Identifier(
                    value=value,
                    row=each.row,
                    span=(start, end),
                    party=party,
                    valid=valid or None,
                    weight=1.0 if valid else 0.8,
                )
            )
    return found


def _below_label(above: ReadRow, each: ReadRow, headings: Sequence[Heading]) -> Iterable[Identifier]:
    """Yield the tax id at the start of a row whose label stands alone at the end of the row above."""
    head = above.row.folded
    for digits, start, end, repaired, buyer in ro.tax_ids(f"{head} {each.row.folded}"):
        first, last = start - len(head) - 1, end - len(head) - 1
        valid = ro.is_valid_tax_id(digits)
        if first >= 0 and not _REST_OF_LABEL.sub("", each.row.folded[:first]) and valid:
            party = Party.CUSTOMER if buyer else party_of(headings, each.row, first, last)
            printed = ro.with_prefix(each.row.folded, first, digits)
            yield Identifier(
                value=digits,
                row=each.row,
                span=(first, last),
                party=party,
                valid=True,
                repaired=repaired,
                printed=printed,
            )


def choose_tax_id(found: Iterable[Identifier], party: Party) -> Identifier | None:
    """Return one side's tax id: one with a right checksum before others, the first of equals."""
    own = [each for each in found if each.party is party]
    return max(own, key=lambda each: (each.valid is True, each.valid is None, -each.row.index), default=None)


def find_fiscal_id(read: Sequence[ReadRow]) -> Identifier | None:
    """Return the number of the Romanian fiscal device."""
    for each in read:
        found = ro.fiscal_device(each.row.folded)
        if found:
            return Identifier(value=found[0], row=each.row, span=found[1:])
    return None


def find_z_number(read: Sequence[ReadRow]) -> Identifier | None:
    """Return the number of the fiscal day's report, as Romanian tills print it beside the receipt's number."""
    for each in reversed(read):
        found = ro.z_number(each.row.folded)
        if found and not each.amounts:
            return Identifier(value=found[0], row=each.row, span=found[1:])
    return None


def find_phone(read: Sequence[ReadRow], headings: Sequence[Heading]) -> Identifier | None:
    """Return the vendor's telephone number."""
    for each in read:
        match = _PHONE.search(each.row.folded)
        if match and party_of(headings, each.row, *match.span("value")) is Party.VENDOR:
            value = match.group("value").strip(" ./-")
            return Identifier(value=value, row=each.row, span=match.span("value"))
    return None
