"""The documents that have been read, seen from above: how many are how far, of which months and vendors, and what they add up to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import String, case, cast, func, select

from ocrcore.database.review_state import IS_READ, ReviewState
from ocrcore.database.review_tables import job_confirmations, ledger_entries, ledger_taxes
from ocrcore.database.tables import ocr_jobs
from ocrcore.database.transactions import reading
from ocrcore.ledger import entries
from ocrcore.queue.owner import owned_by

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.database.database import Database
    from ocrcore.ledger.entry import LedgerEntry
    from ocrcore.queue.listing import JobFilter
    from ocrcore.queue.owner import Owner

T = TypeVar("T")
_STATE = case(
    (job_confirmations.c.job_id.is_(None), ReviewState.TO_REVIEW.value),
    (job_confirmations.c.exported_at.is_(None), ReviewState.CONFIRMED.value),
    else_=ReviewState.EXPORTED.value,
)
_MONTH = func.substr(cast(ledger_entries.c.document_date, String), 1, 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class RateSums:
    """What the documents of one currency add up to at one rate of VAT."""

    rate: Decimal | None
    base: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What the documents of one currency add up to."""

    currency: str
    """ISO 4217; empty for documents that name none."""
    documents: int
    without_total: int
    """Documents whose total is not known, which no sum holds."""
    without_tax: int
    """Documents with a total whose VAT is not known: only the total holds them."""
    net: Decimal | None
    tax: Decimal | None
    """None where no document tells."""
    total: Decimal
    by_rate: tuple[RateSums, ...]
    """The highest rate first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Counts, choices and sums of documents that have been read; every method may raise `DatabaseError`.

    A `wanted` filter tells whose documents; states of jobs in it do not matter.
    """

    database: Database

    @reading
    async def entries(self, connection: AsyncConnection, job_ids: Collection[str]) -> dict[str, LedgerEntry]:
        """Return what is booked of each of these documents; those that have not been read are left out."""
        return await entries.kept(connection, job_ids)

    @reading
    async def counts(self, connection: AsyncConnection, wanted: JobFilter) -> dict[ReviewState, int]:
        """Return how many documents are in each state."""
        query = (
            select(_STATE.label("state"), func.count())
            .select_from(ocr_jobs)
            .outerjoin(job_confirmations, job_confirmations.c.job_id == ocr_jobs.c.id)
            .where(IS_READ, *wanted.conditions())
            .group_by("state")
        )
        counted = {ReviewState(state): count for state, count in await connection.execute(query)}
        return {state: counted.get(state, 0) for state in ReviewState}

    @reading
    async def months(self, connection: AsyncConnection, *, owner: Owner) -> list[str | None]:
        """Return the months of the documents' own dates, newest first, and None when some have no date."""
        found: list[str | None] = list((await connection.execute(_of(_MONTH, owner).distinct())).scalars())
        return sorted(filter(None, found), reverse=True) + ([None] if None in found else [])

    @reading
    async def vendors(self, connection: AsyncConnection, *, owner: Owner) -> list[str]:
        """Return the vendors by name, each in one of its spellings."""
        query = _of(func.min(ledger_entries.c.vendor_name), owner).where(ledger_entries.c.vendor_key != "")
        grouped = query.group_by(ledger_entries.c.vendor_key).order_by(ledger_entries.c.vendor_key)
        return list((await connection.execute(grouped)).scalars())

    @reading
    async def expiring(
        self, connection: AsyncConnection, wanted: JobFilter, *, before: datetime
    ) -> tuple[int, datetime | None]:
        """Return how many documents are deleted before a time, and when the first is."""
        query = select(func.count(), func.min(ocr_jobs.c.expires_at)).where(
            IS_READ, ocr_jobs.c.expires_at < before, *wanted.conditions()
        )
        count, first = (await connection.execute(query)).one()
        return count, first

    @reading
    async def sums(self, connection: AsyncConnection, wanted: JobFilter) -> list[Sums]:
        """Return what the documents add up to, by currency."""
        chosen = ledger_entries.c.job_id.in_(select(ocr_jobs.c.id).where(IS_READ, *wanted.conditions()))
        rates: dict[str, list[RateSums]] = {}
        for currency, rate, base, amount in await connection.execute(_by_rate(chosen)):
            rates.setdefault(currency, []).append(
                RateSums(rate=rate, base=base or Decimal(), amount=amount or Decimal())
            )
        columns = [func.sum(ledger_entries.c[name]) for name in ("net_total", "tax_total", "total")]
        count, known = func.count(), func.count(ledger_entries.c.total)
        taxed = func.count(case((ledger_entries.c.tax_total.is_not(None), ledger_entries.c.total)))
        query = select(ledger_entries.c.currency, count, known, taxed, *columns).where(chosen)
        grouped = query.group_by(ledger_entries.c.currency).order_by(count.desc(), ledger_entries.c.currency)
        return [
            Sums(
                currency=currency,
                documents=documents,
                without_total=documents - with_total,
                without_tax=with_total - with_tax,
                net=net,
                tax=tax,
                total=total or Decimal(),
                by_rate=tuple(rates.get(currency, [])),
            )
            for currency, documents, with_total, with_tax, net, tax, total in await connection.execute(grouped)
        ]


def _by_rate(chosen: ColumnElement[bool]) -> Select[str, Decimal | None, Decimal | None, Decimal | None]:
    rate = ledger_taxes.c.rate
    return (
        select(ledger_entries.c.currency, rate, func.sum(ledger_taxes.c.base), func.sum(ledger_taxes.c.amount))
        .join(ledger_taxes, ledger_taxes.c.job_id == ledger_entries.c.job_id)
        .where(chosen)
        .group_by(ledger_entries.c.currency, rate)
        .order_by(ledger_entries.c.currency, rate.desc().nulls_last())
    )


def _of(column: ColumnElement[T], owner: Owner) -> Select[T]:
    joined = select(column).join_from(ledger_entries, ocr_jobs, ocr_jobs.c.id == ledger_entries.c.job_id)
    return joined.where(*owned_by(owner))
