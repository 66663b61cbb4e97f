"""One document as an accountant books it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ocrcore.ledger.fields import day, number, rows, scalar
from ocrcore.ledger.vat import VatShare, rest_without_vat, vat_shares

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

REQUIRED: Final = ("vendor_name", "date", "total", "currency")
"""Without these nothing can be booked."""
SURE: Final = 0.9
"""From this confidence on a field needs no second look: of fields shown with 0.9 about nine in ten are right (docs/extraction.md)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """What is booked; empty or None where the document does not say it, or says something else than its field holds."""

    vendor_name: str = ""
    document_number: str = ""
    date: date | None = None
    currency: str = ""
    """ISO 4217."""
    net_total: Decimal | None = None
    tax_total: Decimal | None = None
    total: Decimal | None = None
    vat: tuple[VatShare, ...] = ()
    """One share a rate, the highest first."""
    derived: tuple[str, ...] = ()
    """Which of the totals are not printed but follow from the others."""
    missing: tuple[str, ...] = ()
    """Those of `REQUIRED` that are empty."""
    doubtful: tuple[str, ...] = ()
    """Fields that a person has to look at."""

    @property
    def rest(self) -> Decimal | None:
        """What of the total no rate taxes; None where that is not known."""
        return rest_without_vat(self.vat, self.total)


def entry_of(fields: Mapping[str, Any]) -> LedgerEntry:
    """Return the entry of a document by its fields, as read or corrected."""
    printed = {name: number(scalar(fields, name)) for name in ("net_total", "tax_total", "total")}
    totals = _completed(printed, [number(row.get("amount")) for row in rows(fields, "taxes")])
    return LedgerEntry(
        vendor_name=scalar(fields, "vendor_name"),
        document_number=scalar(fields, "document_number"),
        date=day(scalar(fields, "date")),
        currency=scalar(fields, "currency"),
        **totals,
        vat=vat_shares(rows(fields, "taxes"), **totals),
        derived=tuple(
            name for name, value in totals.items() if value != printed[name] or _is_derived(fields.get(name))
        ),
        missing=tuple(name for name in REQUIRED if not scalar(fields, name)),
        doubtful=tuple(name for name, found in fields.items() if _is_doubtful(found)),
    )


def _completed(printed: dict[str, Decimal | None], amounts: list[Decimal | None]) -> dict[str, Decimal | None]:
    """Return the totals, of which one of net and VAT follows from the other; the total itself is never made up."""
    net, tax, total = printed["net_total"], printed["tax_total"], printed["total"]
    known = [amount for amount in amounts if amount is not None]
    if tax is None and net is not None and total is not None:
        tax = total - net
    if tax is None and known and len(known) == len(amounts):
        tax = sum(known, Decimal())
    if net is None and tax is not None and total is not None:
        net = total - tax
    return {"net_total": net, "tax_total": tax, "total": total}


def _is_derived(found: object) -> bool:
    return isinstance(found, dict) and "derived_from" in found


def _is_doubtful(found: object) -> bool:
    if isinstance(found, list):
        return any(_is_doubtful(row) for row in found)
    if not isinstance(found, dict) or found.get("corrected") or _is_derived(found):
        return False
    return float(found.get("confidence", 1.0)) < SURE or bool(found.get("repaired"))
