"""The job queue: what people and time do to jobs, joined with what workers do and with the figures."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ocrcore.database.clock import Clock, utc_now
from ocrcore.queue import claim, control, events, listing, submission, workers
from ocrcore.queue.figure_operations import FigureOperations
from ocrcore.queue.forecast.durations import Document
from ocrcore.queue.forecast.eta import Forecast, Waiting
from ocrcore.queue.forecast.forecast import predict_jobs
from ocrcore.queue.job import Job, JobPage, Removed
from ocrcore.queue.listing import JobFilter
from ocrcore.queue.worker_queue import WorkerOperations

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from ocrcore.config import Settings
    from ocrcore.database.database import Database
    from ocrcore.database.job_status import JobStatus
    from ocrcore.queue.control import Follow
    from ocrcore.queue.events import JobEvent
    from ocrcore.queue.submission import Keep

_FORGET_SILENT_WORKERS = timedelta(hours=1)
_DEEP_QUEUE = 500
_KEEP_FORECAST = timedelta(seconds=1)
"""So many waiting jobs are not played forward more often than this: it takes a hundredth of a millisecond each."""


class JobQueue(WorkerOperations, FigureOperations):
    """The queue of documents, shared by all processes that open the same database.

    One instance belongs to one event loop. Where an `owner` is given, jobs of other people are as good as not there;
    None sees all. Every method may raise `DatabaseError`.
    """

    def __init__(self, database: Database, settings: Settings, clock: Clock = utc_now) -> None:
        super().__init__(database, settings, clock)
        self._kept_forecast = (clock(), Forecast())

    # Jobs come in and are looked at.

    async def create_job(
        self,
        *,
        file_path: str,
        mime_type: str,
        engine: str,
        original_filename: str,
        sha256: str,
        size_bytes: int,
        pages: int | None = None,
        created_by: str | None = None,
        priority: int = 0,
        expiry: timedelta | None = None,
        keep: Keep | None = None,
    ) -> Job:
        """Put a stored document into the queue and return its job, pending; it expires after the settings' time.

        `keep` is awaited while no other job can be removed: it stores the file again if the removal of the last job
        of the same content took it away since it was stored.
        """
        document = {
            "file_path": file_path,
            "mime_type": mime_type,
            "engine": engine,
            "original_filename": original_filename,
            "sha256": sha256,
            "size_bytes": size_bytes,
            "pages": pages,
            "created_by": created_by,
            "priority": priority,
        }
        new = Waiting(job_id="", document=Document(engine, pages, size_bytes, mime_type))
        forecast = await self._predict(new)
        return await self._database.write(
            lambda connection: submission.create(
                connection,
                document,
                now=self._now(),
                expiry=expiry or self._expiry,
                max_attempts=self._settings.max_attempts,
                eta=forecast.eta(new.job_id, forecast.places + forecast.behind + 1),
                keep=keep,
            ),
        )

    async def get_job(self, job_id: str, *, owner: str | None = None) -> Job:
        """Return a job with its result.

        Raises:
            JobNotFound: There is none of this id for this owner.
        """
        return await self._database.read(lambda connection: listing.get(connection, job_id, owner=owner))

    async def list_jobs(
        self,
        *,
        statuses: Collection[JobStatus] = (),
        engine: str | None = None,
        owner: str | None = None,
        search: str | None = None,
        created_since: datetime | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> JobPage:
        """Return a page of jobs without their results, newest first.

        Args:
            statuses: Only jobs in these states; empty for all.
            engine: Only jobs for this engine.
            owner: Only jobs of this person.
            search: Only jobs whose file or vendor has this in its name (case and diacritics do not matter) or whose id
                begins so.
            created_since: Only jobs created at or after this time.
            limit: Most jobs to return, 1 to 5,000.
            cursor: The `next_cursor` of the page before.

        Raises:
            InvalidRequest: The limit or the cursor is not valid.
        """
        folded = submission.folded(search) if search else None
        wanted = JobFilter(statuses=statuses, engine=engine, owner=owner, search=folded, created_since=created_since)
        return await self._database.read(
            lambda connection: listing.page(connection, wanted, limit=limit, cursor=cursor)
        )

    async def list_owners(self) -> list[str]:
        """Return everybody who owns a job, in order; empty where nobody signs in."""
        return await self._database.read(listing.owners)

    async def find_duplicate(self, sha256: str, *, engine: str | None = None, owner: str | None = None) -> Job | None:
        """Return the newest job of the same content (for the same engine) that is not failed or cancelled."""
        return await self._database.read(
            lambda connection: submission.find_duplicate(connection, sha256, engine=engine, owner=owner)
        )

    async def job_events(self, job_id: str) -> list[JobEvent]:
        """Return a job's story, oldest step first; empty when there is no such job."""
        return await self._database.read(lambda connection: events.story(connection, job_id))

    # The place in the queue.

    async def get_queue_position(self, job_id: str) -> int | None:
        """Return the 1-based place of a pending job in claim order; None when it is not pending.

        Jobs that wait out a back-off are not counted, and have themselves the place that they would take now.
        """
        return await self._database.read(lambda connection: claim.position(connection, job_id, now=self._now()))

    async def get_queue_positions(self, job_ids: Collection[str]) -> dict[str, int]:
        """Return the places of many jobs in one go; those not pending are left out."""
        return await self._database.read(lambda connection: claim.positions(connection, job_ids, now=self._now()))

    async def get_forecast(self) -> Forecast:
        """Return when each running and waiting job will be done; empty when no worker lives."""
        return await self._predict()

    async def _predict(self, new: Waiting | None = None) -> Forecast:
        now, (at, kept) = self._now(), self._kept_forecast
        if kept.places >= _DEEP_QUEUE and timedelta() <= now - at < _KEEP_FORECAST:
            return kept
        forecast = await self._database.read(
            lambda connection: predict_jobs(connection, now=now, heard_within=self._lease, new=new)
        )
        self._kept_forecast = (now, forecast)
        return forecast

    # What people do.

    async def cancel(self, job_id: str, *, owner: str | None = None) -> Job:
        """Stop a pending or processing job at once; its worker learns so at the next heartbeat.

        Raises:
            JobNotFound: There is none of this id for this owner.
            InvalidTransition: It has ended already.
        """
        return await self._database.write(
            lambda connection: control.cancel(connection, job_id, owner=owner, now=self._now())
        )

    async def retry(self, job_id: str, *, engine: str | None = None, owner: str | None = None) -> Job:
        """Send a failed or cancelled job round again, with fresh attempts and perhaps another engine.

        Raises:
            JobNotFound: There is none of this id for this owner.
            InvalidTransition: It is neither failed nor cancelled.
        """
        return await self._database.write(
            lambda connection: control.retry(
                connection,
                job_id,
                engine=engine,
                owner=owner,
                now=self._now(),
                expiry=self._expiry,
                max_attempts=self._settings.max_attempts,
            ),
        )

    async def delete(self, job_id: str, *, owner: str | None = None, follow: Follow | None = None) -> Removed:
        """Take a job in any state out of the queue; the storage follows in `follow`, or else nothing is removed.

        Raises:
            JobNotFound: There is none of this id for this owner.
        """
        return await self._database.write(
            lambda connection: control.remove(connection, job_id, owner=owner, follow=follow)
        )

    # What time does.

    async def cleanup_expired(self, *, follow: Follow | None = None) -> Removed:
        """Take expired jobs out of the queue, `follow` with their files, and forget dead workers."""
        job_ids: list[str] = []
        file_paths: set[str] = set()
        while True:
            removed = await self._database.write(
                lambda connection: control.expire(connection, self._now(), follow=follow)
            )
            job_ids += removed.job_ids
            file_paths |= set(removed.file_paths)
            if not removed.job_ids:
                break
        await self._database.write(
            lambda connection: workers.forget_silent(connection, self._now() - _FORGET_SILENT_WORKERS)
        )
        await self._database.checkpoint()
        return Removed(job_ids=tuple(job_ids), file_paths=tuple(sorted(file_paths)))

    async def cleanup_job_file(self, job: Job) -> str | None:
        """Return the storage key of a job's upload when no other job refers to it, else None."""
        free = await self._database.read(
            lambda connection: control.unreferenced(connection, {job.file_path}, except_job=job.id)
        )
        return free[0] if free else None
