"""What the desk has learnt of each owner's suppliers: kept by their tax ids, until the owner has it forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from ocrcore.database.review_tables import suppliers
from ocrcore.database.transactions import reading, writing
from ocrcore.reviews.supplier import Supplier, tax_id_of, text_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.database.database import Database
    from ocrcore.reviews.review import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppliers:
    """The suppliers by person; None is everybody at a desk without sign-in.

    Every method may raise `DatabaseError`.
    """

    database: Database

    @reading
    async def known(self, connection: AsyncConnection, person: str | None, tax_id: str) -> Supplier | None:
        """Return what is known of the supplier with this tax id; None when nothing is."""
        return await find(connection, person, tax_id)

    @reading
    async def of(self, connection: AsyncConnection, person: str | None) -> list[Supplier]:
        """Return a person's suppliers by name."""
        query = select(suppliers).where(suppliers.c.owner == (person or ""))
        found = [_supplier(row) for row in (await connection.execute(query)).mappings()]
        return sorted(found, key=lambda each: (each.name.casefold(), each.tax_id))

    @writing()
    async def forget(self, connection: AsyncConnection, person: str | None, tax_ids: Collection[str]) -> int:
        """Forget what was learnt of these suppliers and return how many there were; confirmed documents stay as they are."""
        owned = suppliers.c.owner == (person or "")
        return (await connection.execute(delete(suppliers).where(owned, suppliers.c.tax_id.in_(tax_ids)))).rowcount


async def learn(connection: AsyncConnection, person: str | None, said: Mapping[str, Value], *, at: datetime) -> None:
    """Learn from what a confirmed document says; nothing where it names no supplier with a tax id."""
    tax_id, name = tax_id_of(text_of(said, "vendor_tax_id")), text_of(said, "vendor_name")
    if not tax_id or not name:
        return
    before = await find(connection, person, tax_id, lock=True)
    values = _row((before or Supplier(tax_id=tax_id)).taught(said, at))
    this = {"owner": person or "", "tax_id": tax_id}
    if before is None:
        await connection.execute(insert(suppliers).values(this | values))
    else:
        here = (suppliers.c.owner == this["owner"], suppliers.c.tax_id == tax_id)
        await connection.execute(update(suppliers).where(*here).values(values))


async def find(connection: AsyncConnection, person: str | None, tax_id: str, *, lock: bool = False) -> Supplier | None:
    """Return what is known of a supplier, held until the transaction ends with `lock`; None when nothing is."""
    query = select(suppliers).where(suppliers.c.owner == (person or ""), suppliers.c.tax_id == tax_id_of(tax_id))
    row = (await connection.execute(query.with_for_update() if lock else query)).mappings().first()
    return None if row is None else _supplier(row)


def _supplier(row: Mapping[Any, Any]) -> Supplier:
    return Supplier(
        tax_id=row["tax_id"], name=row["name"], addresses=tuple(row["addresses"]), rates=tuple(row["rates"]),
        numbers=dict(row["numbers"]), documents=row["documents"], confirmed_at=row["confirmed_at"],
    )  # fmt: skip


def _row(supplier: Supplier) -> dict[str, Any]:
    return {
        "name": supplier.name, "addresses": list(supplier.addresses), "rates": list(supplier.rates),
        "numbers": [list(pair) for pair in supplier.numbers.items()],
        "documents": supplier.documents, "confirmed_at": supplier.confirmed_at,
    }  # fmt: skip
