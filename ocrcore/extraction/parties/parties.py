"""Who is meant by a row: the vendor or the customer, by the headings above it, in one or two columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.extraction.text.rows import Row
    from ocrcore.extraction.values.labelled_amounts import ReadRow

REACH = 14
"""Rows below a heading that it speaks for."""
_VENDOR = (
    r"FURNIZOR|VANZATOR|^MERCHANT:|\bUNITATEA\W{0,2}:|^UNITATEA(?=\sS\.?\s?C)|PRESTATOR|EMITENT|SUPPLIER|SELLER|VENDOR|"
    r"SERVICE PROVIDER|SOLD BY|LIEFERANT|VERKAUFER|FOURNISSEUR|VENDEUR|PARDEVEJS|PIEGADATAJS|LEVERANCIER|ISSUED BY|\bFROM:|"
    r"^FROM(?=\W*(?:$|BILL|INVOICE|CUSTOMER|SOLD|SHIP|BUYER))|EMETTEUR|ABSENDER|\bELADO\b|\bSZALLITO\b"
)
_CUSTOMER = (
    r"CUMPARATOR|BENEFICIAR|PRIMIT DE LA|\bCLIENT\b|BUYER|CUSTOMER(?!\W{0,2}S? COPY)|BILL(?:ED)? TO|SOLD TO|SHIP TO|"
    r"INVOICE TO|KUNDE\b|RECHNUNG AN|EMPFANGER|ACHETEUR|PIRCEJS|SANEMEJS|\bKLANT\b|GUEST NAME|CATRE:|"
    r"DESTINATAIRE|FACTURE A\b|\bVEVO\b|(?:^|(?<=ABSENDER )|(?<=LIEFERANT ))AN(?:$|:)"
)
_GERMAN = re.compile(r"RECHNUNG|LIEFER|KUNDE|MWST|GMBH|\bDATUM|ABSENDER")
"""`AN` heads the buyer's address in German; elsewhere it is what was read of a logo."""
_HEADING = re.compile(rf"(?P<vendor>{_VENDOR})|(?P<customer>{_CUSTOMER})")
_NOT_A_HEADING = re.compile(
    r"(?:EXEMPLAR|COPIE|COPIA|COPY|CHITANTA)\W{0,2}(?:CLIENT|CUSTOMER)|CLIENT(?:S|'S)? COPY|"
    r"CLIENT(?:UL)?\s?(?:FIDEL|NR|COD)|COD CLIENT|NR\.? CLIENT|NUMAR CLIENT|CUSTOMER (?:NO|SERVICE|"
    r"CARE|ID)|(?:CIF|CUI|CNP|C\.[I1]\.F\.?|C\.U\.[I1]\.?|COD FISCAL)\W{0,2}"
    r"(?:CLIENT|CUMPARATOR|BENEFICIAR)|KUNDENN|KLANTNUMMER|SEMNATURA|SIGNATURE|MULTUMIM|"
    r"THANK"
)


class Party(StrEnum):
    """One of the two sides of a sale."""

    VENDOR = "vendor"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A word that says whose data follow."""

    party: Party
    row: Row
    x: float
    end: int
    reach: int = REACH


def find_headings(read: Sequence[ReadRow]) -> tuple[Heading, ...]:
    """Return the headings of vendor and customer."""
    found = []
    is_german = any(_GERMAN.search(each.row.folded) for each in read)
    for each in read:
        if each.amounts or _NOT_A_HEADING.search(each.row.folded):
            continue
        for match in _HEADING.finditer(each.row.folded):
            if match.group() == "AN" and not is_german:
                continue
            party = Party.VENDOR if match.group("vendor") else Party.CUSTOMER
            x = each.row.box_of(match.start(), match.end())[0]
            if match.start() == 0 or x > 0.3 or each.row.folded[match.start() - 1] in " .|(":
                found.append(Heading(party=party, row=each.row, x=x, end=match.end()))
    return tuple(found)


def party_of(headings: Sequence[Heading], row: Row, start: int, end: int) -> Party:
    """Return whom a span of a row speaks of: the nearest heading above it, or beside in another column."""
    above = [h for h in headings if h.row.page == row.page and 0 <= row.index - h.row.index <= h.reach]
    above = [h for h in above if h.row.index < row.index or h.end <= start]
    if not above:
        return Party.VENDOR
    last = max(h.row.index for h in above)
    level = [h for h in above if last - h.row.index <= 1]
    x = row.box_of(start, end)[0]
    if len({h.party for h in level}) > 1:
        left = [h for h in level if h.x <= x + 0.03]
        return max(left or level, key=lambda h: h.x if left else -h.x).party
    return level[-1].party
