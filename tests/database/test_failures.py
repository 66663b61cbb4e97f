"""When the database does not do as it is told: errors in our words, and nothing left behind."""

from __future__ import annotations

import asyncio
import random
import shutil
import sqlite3
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, text

from ocrcore.config import load_settings
from ocrcore.database.database import Database
from ocrcore.desk.desk import Desk
from ocrcore.errors import ConfigurationError, DatabaseError, InvalidRequest
from ocrcore.queue.owner import EVERYONE
from tests.queues import submit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.config import Settings


def settings_with(tmp_path: Path, url: str) -> Settings:
    return load_settings(data_dir=tmp_path, database_url=url)


async def test_a_database_that_stays_locked_is_reported_as_busy(tmp_path: Path) -> None:
    file = tmp_path / "desk.sqlite3"
    async with Desk.open(settings_with(tmp_path, f"sqlite+aiosqlite:///{file}?timeout=0.2")) as desk:
        job = await submit(desk)
        hog = sqlite3.connect(file)
        try:
            hog.execute("BEGIN IMMEDIATE")
            with pytest.raises(DatabaseError, match="busy"):
                await submit(desk)
            assert await desk.jobs.get_job(job.id, owner=EVERYONE) == job, "readers do not wait"
        finally:
            hog.close()
        assert (await submit(desk)).id != job.id


async def test_a_writer_holds_the_lock_since_its_first_look_and_a_reader_never(settings: Settings) -> None:
    async def is_locked(connection: AsyncConnection) -> bool:
        await connection.execute(text("SELECT id FROM ocr_jobs"))
        other = sqlite3.connect(settings.data_dir / "ocrdesk.sqlite3", timeout=0, isolation_level=None)
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        finally:
            other.close()
        return False

    async with Desk.open(settings) as desk:
        assert await desk.database.write(is_locked)
        assert not await desk.database.read(is_locked)


async def submit_many(desk: Desk, number: int) -> None:
    for each in range(number):
        await submit(desk, "x" * 1000, file_path=f"uploads/{each}")


async def test_a_full_disk_is_reported_as_such_and_harms_nothing(settings: Settings) -> None:
    async with Desk.open(settings) as desk:
        job = await submit(desk)
        engine = desk.database.engine
        await engine.dispose()

        def limit(connection: Any, _record: object) -> None:
            connection.cursor().execute("PRAGMA max_page_count = 1")  # the present size, as if the disk ended there

        event.listen(engine.sync_engine, "connect", limit)
        with pytest.raises(DatabaseError, match="disk is full"):
            await submit_many(desk, 200)
        kept = (await desk.jobs.list_jobs(owner=EVERYONE)).jobs
        assert job in kept
        event.remove(engine.sync_engine, "connect", limit)
        await engine.dispose()
        await submit(desk)
        assert len((await desk.jobs.list_jobs(owner=EVERYONE)).jobs) == len(kept) + 1


async def test_a_file_that_is_no_database_is_reported(settings: Settings) -> None:
    settings.data_dir.mkdir()
    (settings.data_dir / "ocrdesk.sqlite3").write_bytes(b"this is no database" * 1000)
    with pytest.raises(DatabaseError):
        await Database.open(settings.sqlalchemy_url)


@pytest.mark.parametrize(
    "url", ["nonsense", "mysql://host/name", "sqlite:///x.db", "postgresql://host/name", "oracle+x://"]
)
async def test_a_url_that_cannot_be_used_is_a_setting_to_correct(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigurationError, match="OCR_DATABASE_URL"):
        await Database.open(settings_with(tmp_path, url).sqlalchemy_url)


async def test_a_driver_that_is_not_installed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    with pytest.raises(ConfigurationError, match="pip install asyncpg"):
        await Database.open(settings_with(tmp_path, "postgresql+asyncpg://desk@/desk").sqlalchemy_url)


async def test_a_server_that_does_not_answer_is_reported(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError):
        await Database.open(settings_with(tmp_path, f"postgresql+asyncpg://desk@/desk?host={tmp_path}").sqlalchemy_url)


async def test_a_text_with_a_nul_is_kept_or_refused(desk: Desk, store: Settings) -> None:
    if store.sqlalchemy_url.startswith("postgresql"):
        with pytest.raises(InvalidRequest):
            await submit(desk, "nul\x00.jpg")
    else:
        assert (await submit(desk, "nul\x00.jpg")).original_filename == "nul\x00.jpg"


async def test_operations_cancelled_at_any_moment_leave_no_lock_and_no_connection(store: Settings) -> None:
    chance = random.Random(11)
    async with Desk.open(store) as desk:
        operations: list[Callable[[], Any]] = [
            lambda: submit(desk),
            lambda: desk.worker_queue.get_next_pending("worker-1"),
            desk.jobs.get_queue_stats,
            desk.worker_queue.rescue_expired,
            desk.jobs.cleanup_expired,
        ]
        for _ in range(25):
            tasks = [asyncio.create_task(chance.choice(operations)()) for _ in range(4)]
            await asyncio.sleep(chance.random() * 0.01)
            for task in tasks:
                task.cancel()
            for ended in await asyncio.gather(*tasks, return_exceptions=True):
                assert not isinstance(ended, Exception), ended
        job = await submit(desk)
        assert await desk.jobs.get_job(job.id, owner=EVERYONE) == job
        assert desk.database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
        story = {
            row.id: await desk.jobs.job_events(row.id, owner=EVERYONE)
            for row in (await desk.jobs.list_jobs(limit=500, owner=EVERYONE)).jobs
        }
        assert all(story.values()), "a job and its story are written together or not at all"


async def test_a_transaction_runs_to_its_end_when_its_caller_is_cancelled(desk: Desk) -> None:
    job = await submit(desk)
    in_the_middle, go_on = asyncio.Event(), asyncio.Event()

    async def work(connection: AsyncConnection) -> None:
        await connection.execute(text("UPDATE ocr_jobs SET priority = 7"))
        in_the_middle.set()
        await go_on.wait()
        await connection.execute(text("UPDATE ocr_jobs SET pages = 7"))

    caller = asyncio.create_task(desk.database.write(work))
    await in_the_middle.wait()
    caller.cancel()
    await asyncio.sleep(0)
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await caller
    changed = await desk.jobs.get_job(job.id, owner=EVERYONE)
    assert (changed.priority, changed.pages) == (7, 7)


async def test_no_thread_outlives_its_queue(settings: Settings) -> None:
    before = set(threading.enumerate())
    async with Desk.open(settings) as desk:
        await asyncio.gather(*(desk.jobs.get_queue_stats() for _ in range(20)))
    (settings.data_dir / "ocrdesk.sqlite3").write_bytes(b"this is no database" * 1000)
    with pytest.raises(DatabaseError):
        await Database.open(settings.sqlalchemy_url)
    left = [thread for thread in set(threading.enumerate()) - before if "_connection_worker" in thread.name]
    assert left == []


async def test_a_sweep_brings_the_log_home_into_the_file(settings: Settings, tmp_path: Path) -> None:
    async with Desk.open(settings) as desk:
        await submit(desk)
        await desk.jobs.cleanup_expired()
        copied = shutil.copy(settings.data_dir / "ocrdesk.sqlite3", tmp_path / "without-log.sqlite3")
    connection = sqlite3.connect(copied)
    assert connection.execute("SELECT count(*) FROM ocr_jobs").fetchone() == (1,)
    connection.close()
