"""What a worker does for the queue beside reading: it rescues, lets expire, and sweeps up what nobody refers to."""

from __future__ import annotations

import asyncio
import logging
from itertools import islice
from typing import TYPE_CHECKING

from ocrcore.errors import OcrDeskError
from ocrcore.storage.keys import ORPHAN_AFTER_S, PREVIEWS, UPLOADS, job_of_preview
from ocrcore.storage.removal import remove_files
from ocrcore.worker.clock_watch import ClockWatch
from ocrcore.worker.scratch import remove_abandoned
from ocrcore.worker.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from ocrcore.queue.job import Removed
    from ocrcore.queue.job_queue import JobQueue
    from ocrcore.queue.worker_queue import WorkerQueue
    from ocrcore.storage.store import Storage

log = logging.getLogger(__name__)

RESCUE_INTERVAL_S = 2.0
EXPIRY_INTERVAL_S = 60.0
SWEEP_INTERVAL_S = 3600.0
NOTHING_DELETED_FOR_S = 3600.0
"""After the clock was set forward: a mistake that is put right within this time deletes nothing."""
_FILES_PER_BATCH = 200


class Upkeep:
    """The upkeep of one worker. Several workers may do it side by side."""

    def __init__(
        self, worker_queue: WorkerQueue, jobs: JobQueue, storage: Storage, *, watch: ClockWatch | None = None
    ) -> None:
        self._watch = watch or ClockWatch(worker_queue.clock)
        self._worker_queue = worker_queue
        self._jobs = jobs
        self._storage = storage
        self._trouble = Trouble()

    async def run(self) -> None:
        """Do everything again and again; what fails does not keep the rest from being done."""
        duties: dict[str, tuple[Callable[[], Awaitable[object]], float]] = {
            "rescue": (self._worker_queue.rescue_expired, RESCUE_INTERVAL_S),
            "expiry": (self.remove_expired, EXPIRY_INTERVAL_S),
            "sweep": (self.sweep, SWEEP_INTERVAL_S),
        }
        due = dict.fromkeys(duties, 0.0)
        loop = asyncio.get_running_loop()
        while True:
            if (step_s := self._watch.step_s()) != 0:
                log.warning("The clock was set by %+.0f s.", step_s)
            if step_s > 0:
                # All leases end at once then, also those of workers that are about to renew theirs.
                due["rescue"] = loop.time() + self._worker_queue.settings.lease_seconds
                due["expiry"] = loop.time() + NOTHING_DELETED_FOR_S
            for name, (duty, interval_s) in duties.items():
                if loop.time() >= due[name]:
                    due[name] = loop.time() + interval_s
                    await self._try(name, duty)
            await asyncio.sleep(RESCUE_INTERVAL_S)

    async def _try(self, name: str, duty: Callable[[], Awaitable[object]]) -> None:
        try:
            await duty()
        except OcrDeskError as error:
            if self._trouble.happened(f"{name} {error.code} {error.case}"):
                log.warning("The %s failed and is tried again: %s", name, error.message)
        else:
            self._trouble.ended()

    async def remove_expired(self) -> None:
        """Delete expired jobs, and the files that no other job refers to."""
        await self._jobs.cleanup_expired(follow=self._follow)

    async def sweep(self, orphan_after_s: float = ORPHAN_AFTER_S) -> None:
        """Delete old files and pictures to which no job refers, and what killed processes left in the temporary folder."""
        await asyncio.to_thread(remove_abandoned)
        for folder in (UPLOADS, PREVIEWS):
            keys = self._storage.keys(folder, older_than_s=orphan_after_s)
            while batch := await asyncio.to_thread(_next, keys):
                job_ids = {job_of_preview(key) for key in batch} if folder == PREVIEWS else set()
                file_paths = batch if folder == UPLOADS else ()
                removed = await self._jobs.sweep(file_paths=file_paths, job_ids=job_ids, follow=self._follow)
                if removed.job_ids or removed.file_paths:
                    files, folders = len(removed.file_paths), len(removed.job_ids)
                    log.info("Swept %s files and the pictures of %s jobs that nobody refers to.", files, folders)

    async def _follow(self, removed: Removed) -> None:
        await asyncio.to_thread(remove_files, self._storage, removed.job_ids, removed.file_paths)


def _next(keys: Iterator[str]) -> list[str]:
    return list(islice(keys, _FILES_PER_BATCH))
