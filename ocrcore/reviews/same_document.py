"""The same document again, though another photo or file: told by tax id, number, date and total together."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, insert, or_, select

from ocrcore.database.review_tables import document_fingerprints, job_confirmations
from ocrcore.database.tables import ocr_jobs
from ocrcore.queue.owner import owned_by
from ocrcore.reviews.review import bare
from ocrcore.reviews.supplier import tax_id_of, text_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.queue.owner import Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class SameDocument:
    """Another reading of the same document, of the same owner."""

    job_id: str
    name: str
    """What the user called its file: data for display."""
    created_at: datetime
    confirmed_at: datetime | None


def fingerprint(fields: Mapping[str, Any], *, several: bool = False) -> str:
    """Return what all readings of one document share; empty when tax id, number, date or total is missing.

    Args:
        fields: By name, as a Result has them or their bare values.
        several: Whether they are the first document's of a file with several: that file is the same as none of its parts.
    """
    if several:
        return ""
    said = {name: bare(fields.get(name)) for name in ("vendor_tax_id", "document_number", "date", "total")}
    number = "".join(letter for letter in text_of(said, "document_number").upper() if letter.isalnum())
    try:
        day = date.fromisoformat(text_of(said, "date")).isoformat()
        total = f"{Decimal(text_of(said, 'total')):.2f}"
    except (ValueError, InvalidOperation):
        return ""
    parts = (tax_id_of(text_of(said, "vendor_tax_id")), number, day, total)
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest() if all(parts) else ""


async def remember(connection: AsyncConnection, job_id: str, fields: Mapping[str, Any], *, several: bool) -> None:
    """Keep a document's fingerprint as its fields are now."""
    found = fingerprint(fields, several=several)
    await connection.execute(delete(document_fingerprints).where(document_fingerprints.c.job_id == job_id))
    if found:
        await connection.execute(insert(document_fingerprints).values(job_id=job_id, fingerprint=found))


async def same_documents(
    connection: AsyncConnection, job_ids: Collection[str], *, owner: Owner
) -> dict[str, SameDocument]:
    """Return for each of these documents another one that is the same: one that was confirmed, else the oldest."""
    this, own = document_fingerprints.alias(), ocr_jobs.alias()
    of_one_owner = or_(
        ocr_jobs.c.created_by == own.c.created_by,
        and_(ocr_jobs.c.created_by.is_(None), own.c.created_by.is_(None)),
    )
    query = (
        select(
            this.c.job_id.label("this"), ocr_jobs.c.id, ocr_jobs.c.original_filename, ocr_jobs.c.created_at,
            job_confirmations.c.confirmed_at,
        )
        .join_from(this, own, own.c.id == this.c.job_id)
        .join(document_fingerprints, document_fingerprints.c.fingerprint == this.c.fingerprint)
        .join(ocr_jobs, and_(ocr_jobs.c.id == document_fingerprints.c.job_id, ocr_jobs.c.id != this.c.job_id, of_one_owner))
        .outerjoin(job_confirmations, job_confirmations.c.job_id == ocr_jobs.c.id)
        .where(this.c.job_id.in_(job_ids), *owned_by(owner, own))
        .order_by(job_confirmations.c.confirmed_at.is_(None), ocr_jobs.c.created_at, ocr_jobs.c.id)
    )  # fmt: skip
    found: dict[str, SameDocument] = {}
    for row in await connection.execute(query):
        same = SameDocument(
            job_id=row.id, name=row.original_filename, created_at=row.created_at, confirmed_at=row.confirmed_at
        )
        found.setdefault(row.this, same)
    return found
