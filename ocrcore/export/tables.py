"""The tables that documents become: their columns, and a document's rows in them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ocrcore.export.cells import CellKind
from ocrcore.ledger.entry import entry_of
from ocrcore.ledger.fields import printed, rows, scalar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from ocrcore.export.document import ExportDocument
    from ocrcore.ledger.entry import LedgerEntry
    from ocrcore.ledger.vat import VatShare

BASE: Final = "base_"
VAT: Final = "vat_"
"""A column by rate is called so, with its rate behind it: `base_21`, `vat_21`."""
_TEXT, _NUMBER, _MONEY, _DATE = CellKind.TEXT, CellKind.NUMBER, CellKind.MONEY, CellKind.DATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: its name, the kind of each column by name, and how a document fills it."""

    name: str
    columns: Mapping[str, CellKind]
    values_of: Callable[[ExportDocument], Iterator[Mapping[str, object]]]
    is_by_rate: bool = False
    """Whether base and VAT of each rate that occurs get columns of their own, behind the total."""

    def columns_of(self, rows: Iterable[Mapping[str, object]]) -> dict[str, CellKind]:
        """Return the columns that these rows need, the highest rate first."""
        found = {name.removeprefix(BASE) for row in rows for name in row if name.startswith(BASE)}
        rates = sorted(found, key=Decimal, reverse=True)
        columns = dict[str, CellKind]()
        for name, kind in self.columns.items():
            columns[name] = kind
            if name == "total":
                columns |= {f"{part}{rate}": _MONEY for rate in rates for part in (BASE, VAT)}
        return columns


_FIELDS: dict[str, CellKind] = {
    "document_type": _TEXT,
    "vendor_name": _TEXT,
    "vendor_tax_id": _TEXT,
    "vendor_address": _TEXT,
    "vendor_phone": _TEXT,
    "document_number": _TEXT,
    "date": _DATE,
    "time": _TEXT,
    "due_date": _DATE,
    "currency": _TEXT,
    "net_total": _MONEY,
    "tax_total": _MONEY,
    "total": _MONEY,
    "discount_total": _MONEY,
    "charge_total": _MONEY,
    "amount_due": _MONEY,
    "tax_currency": _TEXT,
    "tax_total_in_tax_currency": _MONEY,
    "iban": _TEXT,
    "customer_name": _TEXT,
    "customer_tax_id": _TEXT,
    "fiscal_id": _TEXT,
}
_TAX_IDS = ("vendor_tax_id", "customer_tax_id")
_REFERENCE: dict[str, CellKind] = {
    "job_id": _TEXT,
    "file": _TEXT,
    "vendor_name": _TEXT,
    "document_number": _TEXT,
    "date": _DATE,
    "currency": _TEXT,
}
"""By what a row of the other tables is found in the documents' table."""


def _documents(document: ExportDocument) -> Iterator[dict[str, object]]:
    fields, checks = document.result.fields, document.result.checks
    entry = entry_of(fields)
    yield (
        _reference(document)
        | {name: scalar(fields, name) or getattr(entry, name, None) for name in _FIELDS}
        | by_rate(entry.vat)
        | {
            "taxes": _joined(fields, "taxes", ("code", "rate", "base", "amount")),
            "payments": _joined(fields, "payments", ("method", "amount")),
            "items": len(rows(fields, "items")) or None,
            "checks_passed": sum(check["passed"] is True for check in checks),
            "checks_failed": sum(check["passed"] is False for check in checks),
            "failed_checks": "; ".join(str(c["message"] or c["code"]) for c in checks if c["passed"] is False),
            "corrected": ", ".join(sorted(document.review.corrections)),
            "confirmed_at": _moment(document.review.confirmed_at),
            "confirmed_by": document.review.confirmed_by,
            "pages": len(document.result.pages),
            "engine": document.engine,
            "uploaded_at": _moment(document.created_at),
            "derived": ", ".join(dict.fromkeys(_derived(fields, entry))),
            **{f"{name}_printed": printed(fields, name) for name in _TAX_IDS},
        }
    )


def by_rate(shares: Iterable[VatShare]) -> dict[str, object]:
    """Return base and VAT of each rate by the names of their columns; one without a rate has none."""
    return {
        f"{part}{share.rate:f}": amount
        for share in shares if share.rate is not None
        for part, amount in ((BASE, share.base), (VAT, share.amount))
    }  # fmt: skip


def _listed(name: str) -> Callable[[ExportDocument], Iterator[Mapping[str, object]]]:
    def listed(document: ExportDocument) -> Iterator[Mapping[str, object]]:
        for number, entry in enumerate(rows(document.result.fields, name), start=1):
            derived = {"derived": ", ".join(entry.get("derived", ()))}
            yield _reference(document) | {"line": number} | dict(entry) | derived

    return listed


DOCUMENTS = Table(
    name="Documents",
    columns={"job_id": _TEXT, "file": _TEXT}
    | _FIELDS
    | {"taxes": _TEXT, "payments": _TEXT, "items": _NUMBER}
    | {"checks_passed": _NUMBER, "checks_failed": _NUMBER}
    | {"failed_checks": _TEXT, "corrected": _TEXT, "confirmed_at": _TEXT, "confirmed_by": _TEXT}
    | {"pages": _NUMBER, "engine": _TEXT, "uploaded_at": _TEXT, "derived": _TEXT}
    | dict.fromkeys([f"{name}_printed" for name in _TAX_IDS], _TEXT),
    values_of=_documents,
    is_by_rate=True,
)
"""One row a document; `derived` names the amounts that are not printed but follow from others."""

ITEMS = Table(
    name="Items",
    columns=_REFERENCE
    | {"line": _NUMBER, "description": _TEXT, "quantity": _NUMBER, "unit": _TEXT}
    | {"unit_price": _MONEY, "amount": _MONEY, "tax_code": _TEXT},
    values_of=_listed("items"),
)
"""One row an item."""

TAXES = Table(
    name="Taxes",
    columns=_REFERENCE
    | {"line": _NUMBER, "code": _TEXT, "rate": _NUMBER, "base": _MONEY, "amount": _MONEY, "derived": _TEXT},
    values_of=_listed("taxes"),
)
"""One row a tax rate."""


def _reference(document: ExportDocument) -> dict[str, object]:
    fields = document.result.fields
    found: dict[str, object] = {
        name: scalar(fields, name) for name in ("vendor_name", "document_number", "date", "currency")
    }
    return {"job_id": document.job_id, "file": document.name} | found


def _moment(at: datetime | None) -> str:
    return "" if at is None else at.isoformat(timespec="seconds")


def _derived(fields: Mapping[str, Any], entry: LedgerEntry) -> Iterator[str]:
    """Yield the names of fields, columns and members of lists that were not read but follow from others."""
    for name, found in fields.items():
        if isinstance(found, dict) and "derived_from" in found:
            yield name
        elif isinstance(found, list):
            yield from dict.fromkeys(f"{name}.{member}" for row in found for member in row.get("derived", ()))
    yield from entry.derived
    yield from (f"{BASE}{each.rate:f}" for each in entry.vat if each.is_derived and each.rate is not None)


def _joined(fields: Mapping[str, Any], name: str, members: Sequence[str]) -> str:
    told = (
        " ".join(f"{member} {entry[member]}" for member in members if member in entry) for entry in rows(fields, name)
    )
    return "; ".join(told)
