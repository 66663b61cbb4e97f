"""Credit notes: what one prints without a minus is booked with it, as its e-invoice and a returned receipt have it."""

from __future__ import annotations

import re
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from ocrcore.extraction.checks.doubt import with_doubt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ocrcore.extraction.fields import Extraction
    from ocrcore.extraction.values.labelled_amounts import ReadRow

HEAD_ROWS = 25
"""Rows at the top in which a document's title stands."""
_REST_OF_TITLE = (
    r"(?:\W{0,3}+(?>TAX|VAT|NR|NO|NUMBER|NUMAR|NUMMER|SERI[AE](?:\W{1,3}[A-Z]{1,5}(?![A-Z]))?|VOM|DU|DIN|OF|DATED?|DATA|"
    r"[A-Z]{0,4}\W{0,2}+\d[\dA-Z./-]*+))*+\W*+"
)
"""Number and date; nothing is tried twice, so that no text makes it slow."""
_CREDIT = re.compile(
    r"\W*(?:(?:TAX )?CREDIT (?:NOTE|MEMO(?:RANDUM)?|INVOICE)|NOTA DE CREDIT(?:O)?|NOTA DI CREDITO|NOTE DE CREDIT|CREDITNOTA|"
    r"FACTURA (?:DE |FISCALA )?STORNO|STORNORECHNUNG|RECHNUNGSSTORNO|FACTURE D.?AVOIR|AVOIR|KREEDITARVE|STORNO SZAMLA)"
    rf"{_REST_OF_TITLE}"
)
_PERHAPS = re.compile(
    r"\W*(?:GUTSCHRIFT|(?:SALES )?REFUND(?: RECEIPT| SLIP)?|RETURN RECEIPT|(?:BON )?(?:DE )?RETUR|RECHNUNGSKORREKTUR|"
    rf"FACTURA RECTIFICATIVA|FAKTURA KORYGUJACA){_REST_OF_TITLE}"
)
"""Titles of papers whose amounts may be owed either way: a German `Gutschrift` may be the buyer's own invoice."""
_SIGNED = ("total", "net_total", "tax_total", "discount_total")
_SIGNED_MEMBERS = {"items": ("quantity", "amount"), "taxes": ("base", "amount"), "payments": ("amount",)}


class Credit(StrEnum):
    """Whether a document's title says that its amounts are owed to the customer."""

    NONE = "none"
    PERHAPS = "perhaps"
    CERTAIN = "certain"


def credit_of(read: Sequence[ReadRow]) -> Credit:
    """Return what the title says: a cell of the head that holds the title and perhaps its number and date."""
    cells = [each.row.folded[start:end] for each in read[:HEAD_ROWS] for start, end in each.row.cells()]
    if any(_CREDIT.fullmatch(cell) for cell in cells):
        return Credit.CERTAIN
    return Credit.PERHAPS if any(_PERHAPS.fullmatch(cell) for cell in cells) else Credit.NONE


def credited(extraction: Extraction, credit: Credit) -> Extraction:
    """Return the fields of a credit note with a minus before every amount; where its title may mean either, in doubt.

    Where the total, or some of the goods, are printed with a minus, the document says itself which way it goes.
    """
    total = extraction.scalars.get("total")
    items = extraction.lists.get("items", ())
    printed = any(row.members.get("amount", "").startswith("-") for row in items)
    if credit is Credit.NONE or total is None or total.value.startswith("-"):
        return extraction
    if credit is Credit.PERHAPS or printed:
        return with_doubt(extraction, {*_SIGNED, *_SIGNED_MEMBERS})
    scalars = {
        name: replace(found, value=_minus(found.value)) if name in _SIGNED else found
        for name, found in extraction.scalars.items()
    }
    lists = {
        name: tuple(replace(row, members=_signed(row.members, _SIGNED_MEMBERS[name])) for row in rows)
        for name, rows in extraction.lists.items()
    }
    return replace(extraction, scalars=scalars, lists=lists)


def _signed(members: Mapping[str, str], names: Sequence[str]) -> dict[str, str]:
    return {name: _minus(value) if name in names else value for name, value in members.items()}


def _minus(value: str) -> str:
    return value.removeprefix("-") if value.startswith("-") else f"-{value}" if value.strip("0.") else value
