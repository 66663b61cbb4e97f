"""What the Documents page asks of the database, with 10,000 documents that have been read.

Run with `python -m benchmarks.documents [N]`; it prints a table to be copied into docs/benchmarks.md.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from benchmarks.queue import machine
from ocrcore.config import load_settings
from ocrcore.database.job_status import JobStatus
from ocrcore.database.review_state import ReviewState
from ocrcore.database.review_tables import job_confirmations, ledger_entries, ledger_taxes
from ocrcore.database.tables import ocr_jobs
from ocrcore.desk.desk import Desk
from ocrcore.ledger.search import folded
from ocrcore.queue.listing import JobFilter
from ocrcore.queue.owner import EVERYONE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy import Table
    from sqlalchemy.ext.asyncio import AsyncConnection

RESULT_JSON = '{"schema": "ocrcore.result/1", "text": "' + "x" * 20_000 + '"}'
VENDORS, MONTHS, TIMES = 400, 12, 30


async def main(documents: int) -> None:
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {machine()}, {documents:,} documents\n")
    print("| question | n | median ms | 95th ms |\n| --- | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(data_dir=Path(folder), database_url="")
        async with Desk.open(settings) as desk:
            await desk.database.write(lambda connection: fill(connection, documents))
        async with Desk.open(settings) as desk:
            for name, ask in questions(desk).items():
                await show(name, ask)


async def show(name: str, ask: Callable[[], Awaitable[object]]) -> None:
    """Ask once to warm up, then as often as it takes, and print a row."""
    times = list[float]()
    for _ in range(TIMES + 1):
        start = time.perf_counter()
        await ask()
        times.append((time.perf_counter() - start) * 1000)
    print(f"| {name} | {TIMES} | {median(times[1:]):.1f} | {quantiles(times[1:], n=20)[-1]:.1f} |", flush=True)


def questions(desk: Desk) -> dict[str, Callable[[], Awaitable[object]]]:
    """Return what the page asks for one drawing."""
    review: dict[str, Any] = {"owner": EVERYONE, "review_states": (ReviewState.TO_REVIEW,)}
    month: dict[str, Any] = {"owner": EVERYONE, "month": "2026-03"}
    vendor: dict[str, Any] = {"owner": EVERYONE, "vendor": "Vendor 7 SRL"}
    overview, soon = desk.overview, datetime.now(UTC) + timedelta(hours=3)
    return {
        "a page of 50 to review": lambda: desk.jobs.list_jobs(**review, limit=50),
        "a page of a month": lambda: desk.jobs.list_jobs(**month, review_states=(ReviewState.CONFIRMED,), limit=50),
        "a search for an amount": lambda: desk.jobs.list_jobs(**review, search="1.234,56", limit=50),
        "counts of the states": lambda: overview.counts(JobFilter(owner=EVERYONE)),
        "counts of a vendor": lambda: overview.counts(JobFilter(**vendor)),
        "sums of all to review": lambda: overview.sums(JobFilter(**review)),
        "sums of a month": lambda: overview.sums(JobFilter(**month)),
        "what is deleted soon": lambda: overview.expiring(JobFilter(**review), before=soon),
        "months": lambda: overview.months(owner=EVERYONE),
        "vendors": lambda: overview.vendors(owner=EVERYONE),
    }


async def fill(connection: AsyncConnection, documents: int) -> None:
    """Put documents in as if they had been read, a third of them confirmed."""
    luck, now, rows = random.Random(1), datetime.now(UTC), list[dict[str, dict[str, Any]]]()
    for number in range(documents):
        job_id, vendor = str(uuid.UUID(int=luck.getrandbits(128))), f"Vendor {number % VENDORS} SRL"
        tax = Decimal(luck.randint(100, 90_000)) / 100
        base = (tax * 100 / 21).quantize(Decimal("0.01"))
        at = now - timedelta(minutes=documents - number)
        job: dict[str, Any] = {"id": job_id, "status": JobStatus.COMPLETED, "file_path": "x", "mime_type": "image/jpeg"}
        job |= {"engine": "doctr_plus", "original_filename": f"bon {number}.jpg", "sha256": "ab", "size_bytes": 1}
        job |= {
            "search_text": folded(f"bon {number}.jpg {vendor} {number:06d} {base + tax:.2f}"),
            "page": 0,
            "priority": 0,
        }
        job |= {"attempt": 1, "max_attempts": 3, "run": 1, "created_at": at, "run_after": at, "completed_at": now}
        job |= {"expires_at": now + timedelta(minutes=number), "result_json": RESULT_JSON}
        entry: dict[str, Any] = {
            "job_id": job_id,
            "vendor_name": vendor,
            "vendor_key": folded(vendor),
            "document_number": f"{number:06d}",
        }
        entry |= {"document_date": date(2026, 1 + number % MONTHS, 1 + number % 28), "currency": "RON"}
        entry |= {"net_total": base, "tax_total": tax, "total": base + tax, "missing": [], "doubtful": []}
        share: dict[str, Any] = {"job_id": job_id, "number": 0, "rate": Decimal(21), "base": base, "amount": tax}
        said: dict[str, Any] = {"job_id": job_id, "confirmed_at": now, "measurement_id": job_id}
        rows.append({"job": job, "entry": entry, "share": share} | ({"said": said} if number % 3 == 0 else {}))
    kinds: dict[str, Table] = {
        "job": ocr_jobs,
        "entry": ledger_entries,
        "share": ledger_taxes,
        "said": job_confirmations,
    }
    for kind, table in kinds.items():
        await connection.execute(insert(table), [row[kind] for row in rows if kind in row])


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
