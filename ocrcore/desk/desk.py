"""The desk: a document is handed in, and taken out again, with the queue and the storage in step."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from anyio import to_thread

from ocrcore.accounts.former_names import FormerNames
from ocrcore.accounts.preferences import KeptPreferences
from ocrcore.accounts.tokens import Tokens
from ocrcore.database.database import Database
from ocrcore.desk.intake import Intake
from ocrcore.engines.base import engine_class
from ocrcore.errors import EngineUnavailable, InvalidTransition, UnknownEngine
from ocrcore.metrics.measurements import Measurements
from ocrcore.queue.job_queue import JobQueue
from ocrcore.queue.owner import person
from ocrcore.queue.retention import Retention
from ocrcore.queue.worker_queue import WorkerQueue
from ocrcore.reviews.overview import Overview
from ocrcore.reviews.reviews import Reviews
from ocrcore.reviews.suppliers import Suppliers
from ocrcore.storage.keys import preview_key
from ocrcore.storage.removal import remove_files
from ocrcore.storage.store import Storage, open_storage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from ocrcore.accounts.preferences import Preferences
    from ocrcore.config import Settings
    from ocrcore.database.clock import Clock
    from ocrcore.desk.intake import Content
    from ocrcore.queue.job import Job, Removed
    from ocrcore.queue.owner import Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """All that is kept in one database and one storage, by parts, and the steps that need more than one of them.

    It belongs to one event loop, as its database does.
    """

    settings: Settings
    database: Database
    storage: Storage
    intake: Intake
    jobs: JobQueue
    worker_queue: WorkerQueue
    reviews: Reviews
    suppliers: Suppliers
    overview: Overview
    preferences: KeptPreferences
    tokens: Tokens
    former_names: FormerNames
    measurements: Measurements

    @classmethod
    @asynccontextmanager
    async def open(cls, settings: Settings, *, clock: Clock | None = None) -> AsyncIterator[Self]:
        """Open everything, and close it at the end.

        Args:
            settings: The settings in force.
            clock: The time to go by; None for the database's.

        Raises:
            ConfigurationError: A URL in the settings is not valid.
            StorageError: The data folder cannot be written.
            DatabaseError: The database does not answer.
        """
        storage = await to_thread.run_sync(open_storage, settings)
        async with await Database.open(settings.sqlalchemy_url) as database:
            clock = clock or database.clock
            reviews = Reviews(database=database, retention=Retention.of(settings), clock=clock)
            await reviews.book()
            intake = Intake(settings, storage)
            try:
                yield cls(
                    settings=settings,
                    database=database,
                    storage=storage,
                    intake=intake,
                    jobs=JobQueue(database=database, settings=settings, clock=clock),
                    worker_queue=WorkerQueue(database=database, settings=settings, clock=clock),
                    reviews=reviews,
                    overview=Overview(database=database),
                    suppliers=Suppliers(database=database),
                    preferences=KeptPreferences(database=database),
                    tokens=Tokens(database=database, clock=clock),
                    former_names=FormerNames(database=database),
                    measurements=Measurements(database=database),
                )
            finally:
                await to_thread.run_sync(intake.close)

    async def require_room(self, *, owner: Owner) -> None:
        """Pass when the queue and the disk take another document.

        Raises:
            TooManyRequests: Enough documents wait, of all people or of this owner.
            StorageError: Too little of the disk is free.
        """
        await self.jobs.require_room(owner=owner)
        await self.check_room()

    async def check_room(self) -> None:
        """Pass when the disk takes another document.

        Raises:
            StorageError: Too little of it is free, or it failed.
        """
        await to_thread.run_sync(self.intake.require_room)

    async def submit(self, name: str, data: Content, *, owner: Owner, engine: str | None = None) -> Job:
        """Check a document, store it and put it into the queue.

        Args:
            name: What the user calls the file.
            data: Its content, or an open file of it.
            owner: Whose document it is; `EVERYONE` without sign-in.
            engine: The engine to read it with; None for the owner's preferred one, or the default.

        Raises:
            UnknownEngine: There is no engine of this name.
            EngineUnavailable: The engine cannot run here; the message says why and what installs it.
            InputError: The document is refused; nothing is stored.
            TooManyRequests: There is too much to do at the moment; nothing is stored.
            StorageError: The disk is full or failed.
        """
        await self.jobs.require_room(owner=owner)
        wanted = await self.preferences.of(person(owner))
        engine = engine or await self.preferred_engine(wanted)
        await to_thread.run_sync(require_engine, engine)
        accepted = await to_thread.run_sync(self.intake.accept, name, data, limiter=self.intake.threads)

        async def keep() -> None:
            await to_thread.run_sync(self.intake.keep, accepted, data)

        job = await self.jobs.create_job(
            owner=owner,
            file_path=accepted.key,
            mime_type=accepted.mime_type,
            engine=engine,
            original_filename=accepted.name,
            sha256=accepted.sha256,
            size_bytes=accepted.size_bytes,
            pages=accepted.pages,
            expiry_hours=wanted.expiry_hours,
            keep=keep,
        )
        if accepted.thumbnail is not None:
            await to_thread.run_sync(self.storage.write, preview_key(job.id, 0), accepted.thumbnail)
        return job

    async def preferred_engine(self, wanted: Preferences) -> str:
        """Return the engine that a person prefers, as long as it can run here, or else the default one."""
        name = wanted.engine
        if name is None or name == self.settings.default_engine:
            return self.settings.default_engine
        try:
            await to_thread.run_sync(require_engine, name)
        except (EngineUnavailable, UnknownEngine):
            return self.settings.default_engine
        return name

    async def retry(self, job_id: str, *, owner: Owner, engine: str | None = None) -> Job:
        """Retry a failed or cancelled document, perhaps with another engine.

        Raises:
            UnknownEngine: There is no engine of this name.
            EngineUnavailable: The engine cannot run here.
            JobNotFound: There is no such document for this owner.
            InvalidTransition: It is neither failed nor cancelled.
        """
        if engine is not None:
            await to_thread.run_sync(require_engine, engine)
        return await self.jobs.retry(job_id, engine=engine, owner=owner)

    async def withdraw(self, job_id: str, *, owner: Owner) -> Job | None:
        """Cancel a document that waits or is being read, or delete one that is done with.

        Returns:
            The cancelled job; None when it was deleted.

        Raises:
            JobNotFound: There is no such document for this owner.
        """
        try:
            return await self.jobs.cancel(job_id, owner=owner)
        except InvalidTransition:
            await self.delete(job_id, owner=owner)
            return None

    async def delete(self, job_id: str, *, owner: Owner) -> None:
        """Take a document in any state out, with its pictures, and its file when no other job needs it.

        Raises:
            JobNotFound: There is no such document for this owner.
            StorageError: The files could not be deleted.
        """
        await self.jobs.delete(job_id, owner=owner, follow=self._follow)

    async def delete_all(self, *, owner: Owner) -> int:
        """Take out all documents of an owner, whatever their state, with everything that was read in them.

        Returns:
            How many they were.

        Raises:
            StorageError: The files could not be deleted.
        """
        return await self.jobs.delete_all(owner=owner, follow=self._follow)

    async def _follow(self, removed: Removed) -> None:
        await to_thread.run_sync(remove_files, self.storage, removed.job_ids, removed.file_paths)


def require_engine(name: str) -> None:
    """Pass an engine that can run here.

    Raises:
        UnknownEngine: There is no engine of this name.
        EngineUnavailable: It cannot run here; the message says why and what installs it.
    """
    found = engine_class(name).availability()
    if not found.available:
        why = found.error or found.reason
        if not found.install:
            raise EngineUnavailable(case="here_without_advice", engine=name, why=why)
        raise EngineUnavailable(case="here", engine=name, why=why, install=found.install)
