"""What goes when jobs go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocrcore.storage.keys import previews_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ocrcore.storage.store import Storage


def remove_files(storage: Storage, job_ids: Iterable[str], file_keys: Iterable[str]) -> None:
    """Delete the pictures of jobs that are gone, and uploads that no job needs any more. Blocks.

    Raises:
        StorageError: The store failed; what is gone already is no error.
    """
    for job_id in job_ids:
        storage.delete_tree(previews_of(job_id))
    for key in file_keys:
        storage.delete(key)
