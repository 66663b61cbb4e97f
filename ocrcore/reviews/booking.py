"""The ledger's entries of documents that have been read, as people corrected them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, select, update

from ocrcore.database.review_state import IS_READ
from ocrcore.database.review_tables import ledger_entries
from ocrcore.database.tables import ocr_jobs
from ocrcore.ledger import entries
from ocrcore.ledger.entry import entry_of
from ocrcore.ledger.fields import scalar
from ocrcore.ledger.search import search_text
from ocrcore.queue.job import Job
from ocrcore.queue.listing import SUMMARY_COLUMNS
from ocrcore.queue.owner import EVERYONE
from ocrcore.reviews import documents

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.reviews.review import Value

_AT_ONCE = 50
_IS_UNBOOKED = IS_READ & ~exists().where(ledger_entries.c.job_id == ocr_jobs.c.id)
_ANY_UNBOOKED = select(select(ocr_jobs.c.id).where(_IS_UNBOOKED).exists())
_UNBOOKED = (
    select(*SUMMARY_COLUMNS, ocr_jobs.c.result_json)
    .where(_IS_UNBOOKED)
    .limit(_AT_ONCE)
    .with_for_update(skip_locked=True)
)


async def book(connection: AsyncConnection, job: Job, result: Mapping[str, Any], values: Mapping[str, Value]) -> None:
    """Keep the entry of a document, and what it is found by, with the values that people corrected in its result."""
    entry = entry_of(_said(documents.fields_of(result), values))
    await entries.keep(connection, job.id, entry)
    found_by = search_text(job.original_filename, entry, _names_of_parts(result))
    await connection.execute(update(ocr_jobs).where(ocr_jobs.c.id == job.id).values(search_text=found_by))


async def is_any_unbooked(connection: AsyncConnection) -> bool:
    """Tell whether an earlier version read documents that are not booked yet: whoever opens a desk waits for no writer."""
    return bool((await connection.execute(_ANY_UNBOOKED)).scalar_one())


async def book_some(connection: AsyncConnection) -> int:
    """Book documents that an earlier version read, some at once; return how many."""
    jobs = [Job.from_row(row) for row in (await connection.execute(_UNBOOKED)).mappings()]
    reviews = await documents.reviews(connection, [job.id for job in jobs], owner=EVERYONE) if jobs else {}
    for job in jobs:
        await book(connection, job, documents.result_of(job), reviews[job.id].values if job.id in reviews else {})
    return len(jobs)


def _names_of_parts(result: Mapping[str, Any]) -> str:
    """Return the vendors of the documents in a file that holds several."""
    parts = result.get("documents", ())
    return " ".join(dict.fromkeys(scalar(part.get("fields", {}), "vendor_name") for part in parts)).strip()


def _said(read: Mapping[str, Any], values: Mapping[str, Value]) -> dict[str, Any]:
    read = {name: list(map(_as_read, found)) if isinstance(found, list) else found for name, found in read.items()}
    said = {
        name: {"value": each, "corrected": True} if isinstance(each, str) else each for name, each in values.items()
    }
    return {name: each for name, each in {**read, **said}.items() if each is not None}


def _as_read(row: Any) -> Any:  # noqa: ANN401 - whatever stands in a list of the Result
    """Return a row without what was derived when it was read: the ledger works that out from what people said."""
    if not isinstance(row, dict) or "derived" not in row:
        return row
    return {name: value for name, value in row.items() if name != "derived" and name not in row["derived"]}
