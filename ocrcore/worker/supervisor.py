"""The worker: takes jobs from the queue, one at a time per OCR process, and answers for each until it is final."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import fields
from typing import TYPE_CHECKING

from ocrcore.accounts.preferences import KeptPreferences
from ocrcore.database.clock import steady_s
from ocrcore.database.database import Database
from ocrcore.errors import DatabaseError, EngineError, JobNotFound, OcrDeskError, StorageError
from ocrcore.pipeline.known_supplier import with_supplier
from ocrcore.pipeline.result import Result
from ocrcore.queue.job import Completed, Failed
from ocrcore.queue.job_queue import JobQueue
from ocrcore.queue.owner import EVERYONE
from ocrcore.queue.worker_queue import WorkerQueue
from ocrcore.queue.workers import STOPPING, WorkerInfo, new_worker_id
from ocrcore.reviews.suppliers import Suppliers
from ocrcore.storage.removal import remove_files
from ocrcore.storage.store import open_storage
from ocrcore.worker.pool import Slot
from ocrcore.worker.reader import DocumentReading, ReadTask
from ocrcore.worker.trouble import Trouble
from ocrcore.worker.upkeep import Upkeep

if TYPE_CHECKING:
    from ocrcore.config import Settings
    from ocrcore.queue.job import Job
    from ocrcore.worker.reader import Progress

log = logging.getLogger(__name__)

IDLE_POLL_S = 0.1
"""How often an idle slot asks for work: with the claim itself well under the 300 ms an upload may wait."""

HEARTBEAT_S = 1.0
"""At most this long a cancelled job goes on; the lease is several times longer."""

REPORT_INTERVAL_S = 2.0
"""How often a worker says that it lives; oftener where the lease is short."""

TROUBLE_WAIT_S = 5.0
"""At most this long between two tries while database or disk fail."""

LEAST_FREE_BYTES = 16 * 1024 * 1024
"""With less of the disk a worker takes nothing: it could not keep what it reads, and would use up the attempts."""

STOP_NOTICE_S = 0.5
"""How long a failed run waits for the signal that would explain it."""

GRACE_S = 10.0
"""How long a stopping worker lets running documents finish before it gives them back."""


class Supervisor:
    """One worker: `settings.worker_processes` slots, the upkeep of the queue, and an orderly stop."""

    def __init__(self, settings: Settings, database: Database, *, worker_id: str = "") -> None:
        self._settings = settings
        self._queue = WorkerQueue(database=database, settings=settings, clock=database.clock)
        self._jobs = JobQueue(database=database, settings=settings, clock=database.clock)
        self._preferences = KeptPreferences(database=database)
        self._suppliers = Suppliers(database=database)
        self._storage = open_storage(settings)
        self._upkeep = Upkeep(self._queue, self._jobs, self._storage)
        self._trouble = Trouble(max_wait_s=TROUBLE_WAIT_S)
        self._slots = [Slot(settings) for _ in range(settings.worker_processes)]
        self._running: dict[int, Job] = {}
        self._documents = 0
        self._stopping = asyncio.Event()
        self.worker_id = worker_id or new_worker_id()

    def stop(self) -> None:
        """Take no more jobs; finish what is running within the grace period, or give it back."""
        self._stopping.set()

    async def run(self) -> None:
        """Work until `stop` is called; leave no process behind and no job claimed."""
        for slot in self._slots:
            slot.warm_up()
        workers = [asyncio.create_task(self._serve(number)) for number in range(len(self._slots))]
        presence = asyncio.create_task(self._be_heard())
        upkeep = asyncio.create_task(self._upkeep.run())
        stopped = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait([*workers, presence, upkeep, stopped], return_when=asyncio.FIRST_COMPLETED)
            self._stopping.set()
            await asyncio.wait(workers, timeout=GRACE_S)
        finally:
            for task in (*workers, presence, upkeep, stopped):
                task.cancel()
            outcomes = await asyncio.gather(*workers, presence, upkeep, return_exceptions=True)
            await asyncio.gather(*(slot.close() for slot in self._slots))
            await self._queue.unregister_worker(self.worker_id)
        for outcome in outcomes:
            if isinstance(outcome, Exception):
                raise outcome

    async def _serve(self, number: int) -> None:
        while not self._stopping.is_set():
            wait_s = IDLE_POLL_S
            try:
                job = await self._next_job()
                if job is not None:
                    await self._read(number, job)
                    continue
                self._trouble.ended()
            except OcrDeskError as error:
                wait_s = self._note(error)
            await self._pause(wait_s)

    async def _next_job(self) -> Job | None:
        free = self._storage.free_bytes()
        if free is not None and free < LEAST_FREE_BYTES:
            raise StorageError(free_mb=free // 1024**2, folder=str(self._settings.data_dir))
        return await self._queue.get_next_pending(self.worker_id)

    def _note(self, error: OcrDeskError) -> float:
        """Log a fault of database or disk once a kind; return how long to wait before the next try."""
        if self._trouble.happened(f"{error.code} {error.case}"):
            log.error("%s It is tried again.", error.message)
        return self._trouble.wait_s

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    async def _read(self, number: int, job: Job) -> None:
        """Read a claimed job and record what came of it."""
        self._running[number] = job
        began = steady_s()
        beat = asyncio.create_task(self._keep_claim(job))
        reading = asyncio.create_task(self._outcome(number, job))
        try:
            await asyncio.wait([beat, reading], return_when=asyncio.FIRST_COMPLETED)
            held = reading.done() and await self._end(job, reading.result(), steady_s() - began)
        except asyncio.CancelledError:
            await self._queue.release(job)
            raise
        finally:
            beat.cancel()
            reading.cancel()
            await asyncio.gather(beat, reading, return_exceptions=True)
            del self._running[number]
        if not held:
            log.info("Job %s is no longer ours; its run was stopped.", job.id)
            await self._drop_pictures_if_deleted(job)

    async def _end(self, job: Job, outcome: Completed | Failed, took_s: float) -> bool:
        if isinstance(outcome, Failed) and isinstance(outcome.error, EngineError):
            # Whoever stops everything at once (systemd does) ends the OCR process a moment before this one knows.
            await self._pause(STOP_NOTICE_S)
            if self._stopping.is_set():
                return await self._queue.release(job)
        held = await self._record(job, outcome, took_s)
        self._documents += held
        return held

    async def _record(self, job: Job, outcome: Completed | Failed, took_s: float) -> bool:
        """Write what came of a job, and again until it is written: the reading is not to be lost to a full disk.

        Raises:
            DatabaseError: It could not be written before the worker stops; the job is rescued when its lease has ended.
        """
        while True:
            try:
                return await self._queue.update_status(job, outcome, took_s=took_s)
            except DatabaseError as error:
                wait_s = self._note(error)
                if self._stopping.is_set():
                    raise
            await self._pause(wait_s)

    async def _drop_pictures_if_deleted(self, job: Job) -> None:
        """Delete what a run has still written for a job that was deleted under it."""
        try:
            await self._jobs.get_job(job.id, owner=EVERYONE)
        except JobNotFound:
            await asyncio.to_thread(remove_files, self._storage, (job.id,), ())

    async def _outcome(self, number: int, job: Job) -> Completed | Failed:
        reports: set[asyncio.Task[bool]] = set()

        def on_progress(progress: Progress) -> None:
            report = asyncio.create_task(self._queue.report_progress(job, page=progress.page, pages=progress.pages))
            reports.add(report)
            report.add_done_callback(reports.discard)

        wanted = await self._preferences.of(job.created_by)
        task = ReadTask(
            job_id=job.id,
            file_key=job.file_path,
            mime_type=job.mime_type,
            engine=job.engine,
            languages=wanted.languages,
        )
        try:
            reading = await self._slots[number].read(task, on_progress)
        except OcrDeskError as error:
            log.info("Job %s failed: %s", job.id, error.code)
            return Failed(error=error)
        finally:
            await asyncio.gather(*reports, return_exceptions=True)
        reading = await self._with_supplier(job, reading)
        return Completed(**{field.name: getattr(reading, field.name) for field in fields(Completed)})

    async def _with_supplier(self, job: Job, reading: DocumentReading) -> DocumentReading:
        """Return a reading with what the job's owner has taught the desk about its supplier."""
        known = await self._suppliers.known(job.created_by, reading.known_by) if reading.known_by else None
        if known is None:
            return reading

        def put_right() -> DocumentReading:
            return DocumentReading.of(with_supplier(Result.from_json(reading.result_json), known))

        return await asyncio.to_thread(put_right)

    async def _keep_claim(self, job: Job) -> None:
        """Renew the lease; return when the claim is lost (cancelled, or rescued by another worker)."""
        interval_s = min(HEARTBEAT_S, self._settings.lease_seconds / 3)
        while True:
            await asyncio.sleep(interval_s)
            try:
                if not await self._queue.heartbeat(job):
                    return
            except DatabaseError as error:
                self._note(error)

    async def _be_heard(self) -> None:
        """Say that this worker lives; apart from the upkeep, for to remove much takes longer than a lease."""
        interval_s = min(REPORT_INTERVAL_S, self._settings.lease_seconds / 3)
        while True:
            try:
                await self._report()
            except OcrDeskError as error:
                self._note(error)
            await asyncio.sleep(interval_s)

    async def _report(self) -> None:
        memory_bytes = sum(slot.memory_bytes() for slot in self._slots)
        info = WorkerInfo(
            worker_id=self.worker_id,
            hostname=socket.gethostname(),
            pid=os.getpid(),
            processes=len(self._slots),
            busy=len(self._running),
            state=STOPPING if self._stopping.is_set() else "running",
            memory_mb=memory_bytes / (1024 * 1024),
            documents=self._documents,
        )
        known = await self._queue.worker_heartbeat(
            self.worker_id, state=info.state, memory_mb=info.memory_mb, busy=info.busy, documents=info.documents
        )
        if not known:
            await self._queue.register_worker(info)


async def run_worker(settings: Settings, *, worker_id: str = "", until_stdin_closes: bool = False) -> None:
    """Run one worker until SIGTERM, SIGINT, or (as a server's companion) until standard input closes.

    Args:
        settings: The settings in force.
        worker_id: Its name in the queue, where its parent has to know it; made up otherwise.
        until_stdin_closes: Stop with the parent, which holds the other end.
    """
    loop = asyncio.get_running_loop()
    async with await Database.open(settings.sqlalchemy_url) as database:
        supervisor = Supervisor(settings, database, worker_id=worker_id)
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, supervisor.stop)
        if until_stdin_closes:
            loop.add_reader(sys.stdin.fileno(), _stop_at_end_of_input, loop, supervisor)
        await supervisor.run()


def _stop_at_end_of_input(loop: asyncio.AbstractEventLoop, supervisor: Supervisor) -> None:
    if not os.read(sys.stdin.fileno(), 1024):
        loop.remove_reader(sys.stdin.fileno())
        supervisor.stop()
