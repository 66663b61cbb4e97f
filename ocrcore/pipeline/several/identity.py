"""What tells one document from another: whose it is, its number, its moment and its total."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ocrcore.extraction.fields import Extraction

LEAST_SURE = 0.3
"""What is less sure tells nothing apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a page, or a part of it, says of the document that it belongs to; empty where it says nothing."""

    kind: str = "other"
    tax_id: str = ""
    """The vendor's; empty also where its control digit is wrong."""
    number: str = ""
    date: str = ""
    time: str = ""
    total: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it could be booked: a receipt or an invoice with a total and a head."""
        return self.kind != "other" and bool(self.total) and bool(self.tax_id or self.number or self.date)


def identity_of(fields: Extraction) -> Identity:
    """Return what the fields of a page say of its document."""

    def sure(name: str) -> str:
        found = fields.scalars.get(name)
        return found.value if found is not None and found.confidence >= LEAST_SURE else ""

    is_wrong = any(check.code == "vendor_tax_id_checksum" and check.passed is False for check in fields.checks)
    return Identity(
        kind=fields.document_type, tax_id="" if is_wrong else _plain(sure("vendor_tax_id").removeprefix("RO")),
        number=_plain(sure("document_number")), date=sure("date"), time=sure("time"), total=sure("total"),
    )  # fmt: skip


def are_two(one: Identity, other: Identity) -> bool:
    """Tell whether two parts of a file are documents of their own, each of which is booked.

    A receipt and the card slip below it, or an invoice's pages with their repeated head, are one: they have the number,
    or the vendor and the total, in common.
    """
    if not (one.is_whole and other.is_whole):
        return False
    if _differ(one.tax_id, other.tax_id):
        return True
    later = _differ(one.date, other.date) or _differ(one.time, other.time)
    # The foot of a receipt may have a total and a time of its own, but no head.
    again = later and one.kind == other.kind and bool(one.tax_id and other.tax_id)
    if one.number and other.number:
        return one.number != other.number and (again or one.total != other.total)
    return again and one.kind == "receipt" and one.total != other.total


def begins_another(one: Identity, page: Identity) -> bool:
    """Tell whether a page without a total has the head of another document, which goes on behind it."""
    return one.is_whole and not page.total and bool(page.tax_id) and _differ(one.number, page.number)


def joined(one: Identity, page: Identity) -> Identity:
    """Return what a document says with one more page: its first whole page tells, the last page has the total."""
    if one.is_whole:
        return replace(one, total=page.total or one.total)
    return Identity(
        kind=page.kind if page.kind != "other" else one.kind,
        **{name: getattr(page, name) or getattr(one, name) for name in ("tax_id", "number", "date", "time", "total")},
    )


def _differ(one: str, other: str) -> bool:
    return bool(one and other) and one != other


def _plain(number: str) -> str:
    """Return what stays the same however a number or an id is printed."""
    return "".join(sign for sign in number.upper() if sign.isalnum()).lstrip("0")
