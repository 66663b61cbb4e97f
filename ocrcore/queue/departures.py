"""What leaves the queue: what people delete, what expires, and what nobody refers to any more."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ocrcore.database.transactions import reading, writing
from ocrcore.queue import control, listing, workers
from ocrcore.queue.job import Removed

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.database.clock import Clock
    from ocrcore.database.database import Database
    from ocrcore.queue.control import Follow
    from ocrcore.queue.job import Job
    from ocrcore.queue.owner import Owner

_FORGET_SILENT_WORKERS = timedelta(hours=1)


class Departures:
    """The part of the `JobQueue` that takes jobs out. Every method may raise `DatabaseError`.

    The storage follows in `follow`, before the transaction ends: when it fails, nothing is removed.
    """

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self.database = database
        self._now = clock

    @writing()
    async def delete(
        self, connection: AsyncConnection, job_id: str, *, owner: Owner, follow: Follow | None = None
    ) -> Removed:
        """Take a job in any state out of the queue; the storage follows in `follow`, or else nothing is removed.

        Raises:
            JobNotFound: There is none of this id for this owner.
        """
        return await control.remove(connection, job_id, owner=owner, follow=follow)

    async def delete_all(self, *, owner: Owner, follow: Follow | None = None) -> int:
        """Take all of an owner's jobs out of the queue, and return how many they were."""
        number = 0
        while removed := (await self._remove_some(owner, follow)).job_ids:
            number += len(removed)
        await self.database.checkpoint(forget=True)
        return number

    @writing()
    async def _remove_some(self, connection: AsyncConnection, owner: Owner, follow: Follow | None) -> Removed:
        return await control.remove_some(connection, owner=owner, follow=follow)

    @reading
    async def cleanup_job_file(self, connection: AsyncConnection, job: Job, *, owner: Owner) -> str | None:
        """Return the storage key of a job's upload when no other job refers to it, else None.

        Raises:
            JobNotFound: It is not this owner's.
        """
        return await control.own_file(connection, job, owner=owner)

    async def cleanup_expired(self, *, follow: Follow | None = None) -> Removed:
        """Take expired jobs out of the queue, `follow` with their files, and forget dead workers."""
        job_ids: list[str] = []
        file_paths: set[str] = set()
        while (removed := await self._expire_some(follow)).job_ids:
            job_ids += removed.job_ids
            file_paths |= set(removed.file_paths)
        await self._forget_silent_workers()
        await self.database.checkpoint(forget=bool(job_ids))
        return Removed(job_ids=tuple(job_ids), file_paths=tuple(sorted(file_paths)))

    @writing()
    async def _expire_some(self, connection: AsyncConnection, follow: Follow | None) -> Removed:
        return await control.expire(connection, self._now(), follow=follow)

    @writing()
    async def _forget_silent_workers(self, connection: AsyncConnection) -> None:
        await workers.forget_silent(connection, self._now() - _FORGET_SILENT_WORKERS)

    @reading
    async def stored_files(self, connection: AsyncConnection) -> dict[str, str]:
        """Return the storage key of every document's upload, by the document's id."""
        return await listing.stored_files(connection)

    @writing()
    async def sweep(
        self, connection: AsyncConnection, *, file_paths: Collection[str], job_ids: Collection[str], follow: Follow
    ) -> Removed:
        """Let go of files and pictures to which no job refers: what refused and interrupted uploads left behind."""
        return await control.sweep(connection, file_paths=file_paths, job_ids=job_ids, follow=follow)
