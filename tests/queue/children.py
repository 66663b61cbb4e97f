"""What the tests' child processes run; it imports little, since each child imports it anew."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ocrcore.database.database import Database
from ocrcore.queue.job import Completed
from ocrcore.queue.job_queue import JobQueue
from ocrcore.queue.owner import EVERYONE
from ocrcore.queue.worker_queue import WorkerQueue

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.synchronize import Barrier

    from ocrcore.config import Settings

DONE = Completed(result_json="{}", ocr_time_ms=1)

_start: Barrier


def share(start: Barrier) -> None:
    """Give a pool's process what cannot be sent with a task."""
    global _start  # noqa: PLW0603 - a pool has no other way
    _start = start


def drain(settings: Settings, worker_id: str) -> list[str]:
    """Read every job that can be claimed, beside others who do the same, and return the ids."""

    async def run() -> list[str]:
        done = []
        async with await Database.open(settings.sqlalchemy_url) as database:
            queue = WorkerQueue(database=database, settings=settings)
            _start.wait(60)
            while (job := await queue.get_next_pending(worker_id)) is not None:
                assert await queue.update_status(job, DONE)
                done.append(job.id)
        return done

    return asyncio.run(run())


def hold(settings: Settings, told: Connection) -> None:
    """Claim a job and keep its lease until killed."""

    async def run() -> None:
        async with await Database.open(settings.sqlalchemy_url) as database:
            queue = WorkerQueue(database=database, settings=settings)
            job = await queue.get_next_pending("worker-1")
            assert job is not None
            told.send(job)
            while await queue.heartbeat(job):  # noqa: ASYNC110 - there is no event: it beats until it is killed
                await asyncio.sleep(settings.lease_seconds / 10)

    asyncio.run(run())


def open_and_submit(settings: Settings, name: str) -> str:
    """Open the queue at the same moment as others and put a document into it."""

    async def run() -> str:
        _start.wait(60)
        async with await Database.open(settings.sqlalchemy_url) as database:
            queue = JobQueue(database=database, settings=settings)
            job = await queue.create_job(
                owner=EVERYONE,
                file_path=f"uploads/{name}",
                mime_type="image/jpeg",
                engine="paddleocr",
                original_filename=name,
                sha256="ab" * 32,
                size_bytes=1,
            )
            return job.id

    return asyncio.run(run())
