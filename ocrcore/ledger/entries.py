"""The entries as the database keeps them: one a document that has been read, with its VAT by rate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from ocrcore.database.review_tables import ledger_entries, ledger_taxes
from ocrcore.ledger.entry import LedgerEntry
from ocrcore.ledger.search import folded
from ocrcore.ledger.vat import VatShare

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import RowMapping
    from sqlalchemy.ext.asyncio import AsyncConnection

_TOTALS = ("net_total", "tax_total", "total")


async def keep(connection: AsyncConnection, job_id: str, entry: LedgerEntry) -> None:
    """Keep the entry of a document instead of the one before."""
    await connection.execute(delete(ledger_entries).where(ledger_entries.c.job_id == job_id))
    await connection.execute(delete(ledger_taxes).where(ledger_taxes.c.job_id == job_id))
    row: dict[str, Any] = {
        "job_id": job_id,
        "vendor_name": entry.vendor_name,
        "vendor_key": folded(entry.vendor_name),
        "document_number": entry.document_number,
        "document_date": entry.date,
        "currency": entry.currency,
        "missing": list(entry.missing),
        "doubtful": list(entry.doubtful),
    }
    await connection.execute(insert(ledger_entries), row | {name: getattr(entry, name) for name in _TOTALS})
    shares = [
        {"job_id": job_id, "number": number, "rate": share.rate, "base": share.base, "amount": share.amount}
        for number, share in enumerate(entry.vat)
    ]
    if shares:
        await connection.execute(insert(ledger_taxes), shares)


async def kept(connection: AsyncConnection, job_ids: Collection[str]) -> dict[str, LedgerEntry]:
    """Return the entries of these documents; those that have not been read are left out."""
    shares: dict[str, list[VatShare]] = {}
    query = select(ledger_taxes).where(ledger_taxes.c.job_id.in_(job_ids)).order_by(ledger_taxes.c.number)
    for row in await connection.execute(query):
        shares.setdefault(row.job_id, []).append(VatShare(rate=row.rate, base=row.base, amount=row.amount))
    rows = await connection.execute(select(ledger_entries).where(ledger_entries.c.job_id.in_(job_ids)))
    return {row["job_id"]: _entry(row, shares.get(row["job_id"], [])) for row in rows.mappings()}


def _entry(row: RowMapping, shares: list[VatShare]) -> LedgerEntry:
    return LedgerEntry(
        vendor_name=row["vendor_name"],
        document_number=row["document_number"],
        date=row["document_date"],
        currency=row["currency"],
        **{name: row[name] for name in _TOTALS},
        vat=tuple(shares),
        missing=tuple(row["missing"]),
        doubtful=tuple(row["doubtful"]),
    )
