"""Whether rows and files agree: documents without their file, and files to which no document refers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from anyio import to_thread

from ocrcore.storage.keys import ORPHAN_AFTER_S, PREVIEWS, UPLOADS, job_of_preview

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocrcore.desk.desk import Desk
    from ocrcore.storage.store import Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """What does not agree."""

    missing: tuple[str, ...] = ()
    """Ids of documents whose upload is gone."""
    orphans: tuple[str, ...] = ()
    """Keys of files to which no document refers."""


async def take_inventory(desk: Desk, *, orphan_after_s: float = ORPHAN_AFTER_S) -> Inventory:
    """Compare all documents with all files.

    Raises:
        DatabaseError: The database does not answer.
        StorageError: The store failed.
    """
    file_of = await desk.jobs.stored_files()
    return await to_thread.run_sync(_compare, desk.storage, file_of, orphan_after_s)


def _compare(storage: Storage, file_of: Mapping[str, str], orphan_after_s: float) -> Inventory:
    files = set(file_of.values())
    uploads = (key for key in storage.keys(UPLOADS, older_than_s=orphan_after_s) if key not in files)
    previews = (
        key for key in storage.keys(PREVIEWS, older_than_s=orphan_after_s) if job_of_preview(key) not in file_of
    )
    return Inventory(
        missing=tuple(job_id for job_id, key in file_of.items() if not storage.exists(key)),
        orphans=(*uploads, *previews),
    )
