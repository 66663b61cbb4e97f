"""The queue as people have it: they put jobs in, look at them, and change their minds."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from ocrcore.database.clock import Clock, utc_now
from ocrcore.database.job_status import JobStatus
from ocrcore.database.transactions import reading, writing
from ocrcore.logs import facts, fingerprint
from ocrcore.metrics import measurements
from ocrcore.queue import control, events, listing, stats, submission
from ocrcore.queue.departures import Departures
from ocrcore.queue.forecast.durations import Document
from ocrcore.queue.forecast.eta import Forecast
from ocrcore.queue.forecast.forecast import NEW_ID, NewDocument, predict_jobs
from ocrcore.queue.listing import JobFilter
from ocrcore.queue.order import claim, room
from ocrcore.queue.owner import EVERYONE, person
from ocrcore.queue.retention import Retention

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.config import Settings
    from ocrcore.database.database import Database
    from ocrcore.database.review_state import ReviewState
    from ocrcore.queue.events import JobEvent
    from ocrcore.queue.job import Job, JobPage
    from ocrcore.queue.owner import Owner
    from ocrcore.queue.stats import QueueStats
    from ocrcore.queue.submission import Keep

log = logging.getLogger(__name__)

_DEEP_QUEUE = 500
_KEEP_FORECAST = timedelta(seconds=1)
"""So many waiting jobs are not played forward more often than this: it takes a hundredth of a millisecond each."""


class JobQueue(Departures):
    """The queue of documents, shared by all processes that open the same database.

    One instance belongs to one event loop. To an `owner` jobs of other people are not visible. Every method
    may raise `DatabaseError`.
    """

    def __init__(self, *, database: Database, settings: Settings, clock: Clock = utc_now) -> None:
        super().__init__(database=database, clock=clock)
        self._settings = settings
        self._retention = Retention.of(settings)
        self._lease = timedelta(seconds=settings.lease_seconds)
        self._kept_forecast = (clock(), Forecast())

    # Jobs come in and are looked at.

    async def create_job(
        self,
        *,
        owner: Owner,
        file_path: str,
        mime_type: str,
        engine: str,
        original_filename: str,
        sha256: str,
        size_bytes: int,
        pages: int | None = None,
        priority: int = 0,
        expiry_hours: float | None = None,
        keep: Keep | None = None,
    ) -> Job:
        """Put a stored document into the queue and return its job, pending.

        It expires after `expiry_hours`, and at the latest after the settings' time. `keep` is awaited while no other
        job can be removed: it stores the file again if the removal of the last job of the same content took it away
        since it was stored.
        """
        document = {
            "file_path": file_path,
            "mime_type": mime_type,
            "engine": engine,
            "original_filename": original_filename,
            "sha256": sha256,
            "size_bytes": size_bytes,
            "pages": pages,
            "created_by": person(owner),
            "priority": priority,
            "expiry_hours": expiry_hours,
        }
        forecast = await self._predict(
            NewDocument(Document(engine, pages, size_bytes, mime_type), person(owner), priority)
        )
        job = await self.database.write(
            lambda connection: submission.create(
                connection,
                document,
                now=self._now(),
                retention=self._retention,
                max_attempts=self._settings.max_attempts,
                forecast=forecast,
                keep=keep,
            ),
        )
        known = facts(job=job.id, owner=fingerprint(job.created_by), engine=engine, pages=pages, bytes=size_bytes)
        log.info("A document was accepted.", extra=known)
        return job

    @reading
    async def require_room(self, connection: AsyncConnection, *, owner: Owner) -> None:
        """Pass when the queue takes another document of this owner.

        Raises:
            TooManyRequests: It is long enough, or this owner's part of it is.
        """
        most, most_of_person = self._settings.max_waiting, self._settings.max_waiting_per_person
        await room.require_room(connection, owner=owner, most=most, most_of_person=most_of_person)

    @reading
    async def get_job(self, connection: AsyncConnection, job_id: str, *, owner: Owner) -> Job:
        """Return a job with its result.

        Raises:
            JobNotFound: There is none of this id for this owner.
        """
        return await listing.get(connection, job_id, owner=owner, now=self._now())

    @reading
    async def list_jobs(
        self,
        connection: AsyncConnection,
        *,
        owner: Owner,
        statuses: Collection[JobStatus] = (),
        engine: str | None = None,
        search: str | None = None,
        created_since: datetime | None = None,
        review_states: Collection[ReviewState] = (),
        month: str | None = None,
        vendor: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> JobPage:
        """Return a page of jobs without their results, newest first.

        Args:
            connection: Of this operation.
            owner: Whose jobs.
            statuses: Only jobs in these states; empty for all.
            engine: Only jobs for this engine.
            search: Only jobs that have all these words in the name of their file or vendor, their number or their total (case,
                diacritics and the amount's signs do not matter), or whose id begins so.
            created_since: Only jobs created at or after this time.
            review_states: Only documents that have been read and are in these states; empty for all jobs.
            month: Only documents of this month by their own date, such as `2026-03`; `none` for those without a date.
            vendor: Only documents of the vendor of this name.
            limit: Most jobs to return, 1 to 5,000.
            cursor: The `next_cursor` of the page before.

        Raises:
            InvalidRequest: The limit, the cursor or the month is not valid.
        """
        listing.require_month(month)
        wanted = JobFilter(
            owner=owner,
            statuses=statuses,
            engine=engine,
            search=search,
            created_since=created_since,
            review_states=review_states,
            month=month,
            vendor=vendor,
        )
        return await listing.page(connection, wanted, limit=limit, cursor=cursor, now=self._now())

    @reading
    async def list_owners(self, connection: AsyncConnection, *, owner: Owner) -> list[str]:
        """Return the people who own jobs that this owner sees, in order; empty where nobody signs in."""
        return await listing.owners(connection, owner=owner)

    @reading
    async def find_duplicate(
        self, connection: AsyncConnection, sha256: str, *, owner: Owner, engine: str | None = None
    ) -> Job | None:
        """Return the newest job of the same content (for the same engine) that is not failed or cancelled."""
        return await submission.find_duplicate(connection, sha256, engine=engine, owner=owner, now=self._now())

    @reading
    async def job_events(self, connection: AsyncConnection, job_id: str, *, owner: Owner) -> list[JobEvent]:
        """Return a job's story, oldest step first; empty when there is no such job for this owner."""
        return await events.story(connection, job_id, owner=owner)

    # The place in the queue.

    @reading
    async def get_queue_position(self, connection: AsyncConnection, job_id: str, *, owner: Owner) -> int | None:
        """Return the 1-based place of a pending job in claim order; None when it is not pending.

        Jobs that wait out a back-off are not counted, and have themselves the place that they would take now. Jobs of
        other people are counted; who comes with a single one while somebody has many waiting is served between them.
        """
        return await claim.position(connection, job_id, owner=owner, now=self._now())

    @reading
    async def get_queue_positions(
        self, connection: AsyncConnection, job_ids: Collection[str], *, owner: Owner
    ) -> dict[str, int]:
        """Return the places of many jobs in one go; those not pending are left out."""
        return await claim.positions(connection, job_ids, owner=owner, now=self._now())

    async def get_forecast(self, *, owner: Owner) -> Forecast:
        """Return when each running and waiting job will be done, and all of everybody's; empty when no worker lives."""
        forecast = await self._predict()
        if owner is EVERYONE:
            return forecast
        mine = await self.database.read(lambda connection: listing.active_ids(connection, owner=owner))
        return replace(forecast, etas={job_id: eta for job_id, eta in forecast.etas.items() if job_id in mine})

    async def _predict(self, new: NewDocument | None = None) -> Forecast:
        now, (at, kept) = self._now(), self._kept_forecast
        if kept.places >= _DEEP_QUEUE and timedelta() <= now - at < _KEEP_FORECAST:
            return kept
        forecast = await self.database.read(
            lambda connection: predict_jobs(connection, now=now, heard_within=self._lease, new=new)
        )
        of_known = {job_id: eta for job_id, eta in forecast.etas.items() if job_id != NEW_ID}
        self._kept_forecast = (now, replace(forecast, etas=of_known))
        return forecast

    # What people do.

    @writing()
    async def cancel(self, connection: AsyncConnection, job_id: str, *, owner: Owner) -> Job:
        """Stop a pending or processing job at once; its worker learns so at the next heartbeat.

        Raises:
            JobNotFound: There is none of this id for this owner.
            InvalidTransition: It has ended already.
        """
        return await control.cancel(connection, job_id, owner=owner, now=self._now())

    @writing()
    async def retry(self, connection: AsyncConnection, job_id: str, *, owner: Owner, engine: str | None = None) -> Job:
        """Retry a failed or cancelled job, with fresh attempts and perhaps another engine.

        Raises:
            JobNotFound: There is none of this id for this owner.
            InvalidTransition: It is neither failed nor cancelled.
        """
        return await control.retry(
            connection,
            job_id,
            engine=engine,
            owner=owner,
            now=self._now(),
            retention=self._retention,
            max_attempts=self._settings.max_attempts,
        )

    # The queue in figures, which are everybody's.

    @reading
    async def get_average_processing_time(self, connection: AsyncConnection, engine: str | None = None) -> float:
        """Return the mean seconds of the last 50 completed runs (of one engine); 7.0 with no data."""
        return await measurements.average_s(connection, engine)

    @reading
    async def count_pending(self, connection: AsyncConnection) -> int:
        """Return how many jobs wait, also those in a back-off."""
        return await stats.count(connection, JobStatus.PENDING)

    @reading
    async def count_processing(self, connection: AsyncConnection) -> int:
        """Return how many jobs are being read."""
        return await stats.count(connection, JobStatus.PROCESSING)

    @reading
    async def get_queue_stats(self, connection: AsyncConnection) -> QueueStats:
        """Return counts by state, today's figures, the average and the live workers."""
        return await stats.gather(connection, now=self._now(), heard_within=self._lease)
