"""A server's own worker is always there: whatever is killed, stopped or locked, another one follows."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sqlite3
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import psutil
import pytest

from ocrcore.config import Settings, load_settings
from ocrcore.database.job_status import JobStatus
from ocrcore.desk.desk import Desk
from ocrcore.errors import NoWorker
from ocrcore.queue.owner import EVERYONE
from ocrcore.queue.workers import WorkerInfo
from ocrcore.worker.fault_note import FaultNote
from ocrcore.worker.sidecar import Sidecar
from tests.worker.test_crashes import are_gone, has_read_a_page, status_is, submit, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

LONG_LEASE_S = 600.0
"""Longer than any deadline: what happens within it does not come of a lapsed lease."""


def prepare(monkeypatch: pytest.MonkeyPatch, data_dir: Path, lease_s: float) -> Settings:
    """Return settings, and give the workers to come the same."""
    monkeypatch.setenv("OCR_DATA_DIR", str(data_dir))
    monkeypatch.setenv("OCR_DATABASE_URL", f"sqlite+aiosqlite:///{data_dir / 'desk.sqlite3'}?timeout=0.2")
    monkeypatch.setenv("OCR_WORKER_PROCESSES", "1")
    monkeypatch.setenv("OCR_DEFAULT_ENGINE", "tesseract")
    monkeypatch.setenv("OCR_LEASE_SECONDS", str(lease_s))
    data_dir.mkdir()
    return load_settings()


@pytest.fixture
def settings(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    return prepare(monkeypatch, tmp_path / "data", getattr(request, "param", LONG_LEASE_S))


@pytest.fixture
async def desk(settings: Settings) -> AsyncIterator[Desk]:
    async with Desk.open(settings) as opened:
        yield opened


@pytest.fixture
async def sidecar(desk: Desk) -> AsyncIterator[Sidecar]:
    made = Sidecar(desk.settings, desk.worker_queue)
    yield made
    await made.stop()


def workers_here() -> list[psutil.Process]:
    """Return the worker processes of this test."""
    found = []
    for each in psutil.Process().children():
        with suppress(psutil.NoSuchProcess):  # it has just ended
            found += [each] if "--worker-id" in each.cmdline() else []
    return found


def works(desk: Desk, *, not_as: int = 0) -> Callable[[], Awaitable[bool]]:
    """Whether a worker of this test is heard, another than `not_as`."""

    async def check() -> bool:
        ours = {each.pid for each in workers_here()} - {not_as}
        return any(each.pid in ours for each in await desk.worker_queue.live_workers())

    return check


async def first_worker(desk: Desk, sidecar: Sidecar) -> psutil.Process:
    await sidecar.start()
    await until(works(desk), "the worker is heard")
    (worker,) = workers_here()
    return worker


async def test_a_killed_worker_s_documents_are_read_by_the_next_without_waiting_for_leases(
    desk: Desk, settings: Settings, sidecar: Sidecar
) -> None:
    read = await submit(desk, settings, pages=4)
    following = await submit(desk, settings)
    worker = await first_worker(desk, sidecar)
    await until(has_read_a_page(desk, read), "a page is read")
    worker.kill()
    for job in (read, following):
        await until(status_is(desk, job, JobStatus.COMPLETED), "the job is completed by the next worker")
    assert (await desk.jobs.get_job(read.id, owner=EVERYONE)).attempt == 2
    assert worker.pid not in [each.pid for each in await desk.worker_queue.live_workers()]


@pytest.mark.parametrize("settings", [4.0], indirect=True)
async def test_a_frozen_worker_is_killed_with_its_frozen_processes_and_replaced(
    desk: Desk, settings: Settings, sidecar: Sidecar
) -> None:
    job = await submit(desk, settings, pages=4)
    worker = await first_worker(desk, sidecar)
    await until(has_read_a_page(desk, job), "a page is read")
    family = [worker, *worker.children(recursive=True)]
    for process in family:
        process.send_signal(signal.SIGSTOP)
    await until(works(desk, not_as=worker.pid), "another worker is heard")
    await until(are_gone(family), "nothing of the frozen worker is left")
    await until(status_is(desk, job, JobStatus.COMPLETED), "the job is completed by the next worker")


async def test_a_locked_database_delays_the_watch_and_does_not_end_it(
    desk: Desk, settings: Settings, sidecar: Sidecar, caplog: pytest.LogCaptureFixture
) -> None:
    job = await submit(desk, settings, pages=4)
    worker = await first_worker(desk, sidecar)
    await until(has_read_a_page(desk, job), "a page is read")
    other = sqlite3.connect(settings.data_dir / "desk.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    worker.kill()
    await until(has_logged(caplog, "database"), "the watch has met the lock")
    await asyncio.sleep(2)  # it meets it again meanwhile
    other.execute("ROLLBACK")
    other.close()
    await until(status_is(desk, job, JobStatus.COMPLETED), "the job is completed by the next worker")
    told = [line for line in caplog.messages if line.startswith("No sure worker")]
    assert len(told) == len(set(told)) == 2  # the lock, and the worker's end


def has_logged(caplog: pytest.LogCaptureFixture, part: str) -> Callable[[], Awaitable[bool]]:
    async def check() -> bool:
        return any(part in line.lower() for line in caplog.messages if line.startswith("No sure worker"))

    return check


@pytest.mark.parametrize("settings", [3.0], indirect=True)
async def test_a_worker_that_cannot_be_heard_for_a_locked_database_is_not_taken_for_frozen(
    desk: Desk, settings: Settings, sidecar: Sidecar, caplog: pytest.LogCaptureFixture
) -> None:
    worker = await first_worker(desk, sidecar)
    other = sqlite3.connect(settings.data_dir / "desk.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    await until(has_logged(caplog, "database"), "the watch has met the lock")
    await asyncio.sleep(3 * settings.lease_seconds)
    other.execute("ROLLBACK")
    other.close()
    await until(works(desk), "the worker is heard again")
    assert workers_here() == [worker]


async def test_a_lock_file_that_cannot_be_opened_delays_the_first_worker(
    desk: Desk, settings: Settings, sidecar: Sidecar, caplog: pytest.LogCaptureFixture
) -> None:
    (settings.data_dir / "sidecar.lock").mkdir()
    await sidecar.start()
    assert [record.levelno for record in caplog.records if "No sure worker" in record.message] == [logging.WARNING]
    assert workers_here() == []
    (settings.data_dir / "sidecar.lock").rmdir()
    await until(works(desk), "a worker is heard")


async def test_a_worker_that_cannot_start_is_tried_again_and_told_once(
    desk: Desk, sidecar: Sidecar, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tried: set[int] = set()

    async def tried_thrice() -> bool:
        tried.update(each.pid for each in workers_here())
        return len(tried) >= 3

    with monkeypatch.context() as broken:
        broken.setenv("OCR_MAX_PAGES", "none")
        await sidecar.start()
        await until(tried_thrice, "it was tried three times")
        fault = FaultNote(desk.settings.data_dir).read()
        assert isinstance(fault, NoWorker)
        assert "A setting is not valid" in fault.message
    await until(works(desk), "a worker is heard")
    told = [line for line in caplog.messages if line.startswith("No sure worker")]
    assert len(told) == 1
    await until(nothing_is_noted(desk), "the note of the fault is taken away")


def nothing_is_noted(desk: Desk) -> Callable[[], Awaitable[bool]]:
    async def check() -> bool:
        return FaultNote(desk.settings.data_dir).read() is None

    return check


async def test_a_worker_that_died_unseen_or_is_of_another_time_keeps_none_from_starting(
    desk: Desk, sidecar: Sidecar
) -> None:
    gone = psutil.Popen(["true"])
    gone.wait()
    ghost = WorkerInfo(worker_id="died with its server", hostname=socket.gethostname(), pid=gone.pid, processes=1)
    await desk.worker_queue.register_worker(ghost)
    ahead = replace(desk.worker_queue, clock=lambda: datetime.now(UTC) + timedelta(hours=2))
    await ahead.register_worker(replace(ghost, worker_id="before the power cut", hostname="another", pid=1))
    await first_worker(desk, sidecar)


async def test_none_is_started_beside_a_worker_that_lives(desk: Desk, sidecar: Sidecar) -> None:
    by_hand = WorkerInfo(worker_id="by hand", hostname=socket.gethostname(), pid=os.getpid(), processes=1)
    await desk.worker_queue.register_worker(by_hand)
    await desk.worker_queue.register_worker(replace(by_hand, worker_id="elsewhere", hostname="another", pid=1))
    await sidecar.start()
    assert workers_here() == []
    await desk.worker_queue.unregister_worker("by hand")
    await sidecar.stop()
    await sidecar.start()
    assert workers_here() == []
    await desk.worker_queue.unregister_worker("elsewhere")
    await until(works(desk), "a worker is heard")
