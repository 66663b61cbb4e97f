"""Real workers, real signals: whatever is killed, every job ends by itself and nothing stays behind."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import psutil
import pytest

from ocrcore.database.job_status import JobStatus
from ocrcore.desk.desk import Desk
from ocrcore.errors import EngineTimeout
from ocrcore.queue.owner import EVERYONE
from ocrcore.storage.store import open_storage
from ocrcore.worker import pool
from ocrcore.worker.reader import ReadTask
from tests.conftest import draw_document

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from pathlib import Path

    from ocrcore.config import Settings
    from ocrcore.queue.job import Job

DEADLINE_S = 90.0

RUN_WORKER = (
    "import asyncio; from ocrcore.config import get_settings; from ocrcore.worker.supervisor import run_worker\n"
    "if __name__ == '__main__': asyncio.run(run_worker(get_settings()))"
)


@pytest.fixture
async def desk(settings: Settings) -> AsyncIterator[Desk]:
    async with Desk.open(settings) as opened:
        yield opened


class Workers:
    """Worker processes on one data folder, as a person would start them by hand."""

    def __init__(self, settings: Settings) -> None:
        self._environment = os.environ | {
            "OCR_DATA_DIR": str(settings.data_dir),
            "OCR_WORKER_PROCESSES": "1",
            "OCR_LEASE_SECONDS": str(settings.lease_seconds),
            "OCR_DEFAULT_ENGINE": "tesseract",
        }
        self.started: list[psutil.Popen] = []

    def start(self) -> psutil.Popen:
        process = psutil.Popen([sys.executable, "-c", RUN_WORKER], env=self._environment)
        self.started.append(process)
        return process

    def stop(self) -> None:
        for process in self.started:
            if process.poll() is None:
                process.kill()
            process.wait()


@pytest.fixture
def workers(settings: Settings) -> Iterator[Workers]:
    made = Workers(settings)
    yield made
    made.stop()


async def until(condition: Callable[[], Awaitable[bool]], what: str) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not await condition():
        assert time.monotonic() < deadline, f"waited {DEADLINE_S} s in vain until {what}"
        await asyncio.sleep(0.05)


async def submit(desk: Desk, settings: Settings, *, pages: int = 1, text: str = "TOTAL 59,37") -> Job:
    stored = open_storage(settings).put(draw_document([text], pages=pages), ".tif")
    return await desk.jobs.create_job(
        file_path=stored.key,
        mime_type="image/tiff",
        engine="tesseract",
        original_filename="bon.tif",
        sha256=stored.sha256,
        size_bytes=stored.size_bytes,
        owner=EVERYONE,
    )


def status_is(desk: Desk, job: Job, wanted: JobStatus) -> Callable[[], Awaitable[bool]]:
    async def check() -> bool:
        return (await desk.jobs.get_job(job.id, owner=EVERYONE)).status is wanted

    return check


def has_read_a_page(desk: Desk, job: Job) -> Callable[[], Awaitable[bool]]:
    async def check() -> bool:
        return (await desk.jobs.get_job(job.id, owner=EVERYONE)).page >= 1

    return check


def are_gone(processes: list[psutil.Process]) -> Callable[[], Awaitable[bool]]:
    async def check() -> bool:
        return not any(each.is_running() and each.status() != psutil.STATUS_ZOMBIE for each in processes)

    return check


def ocr_processes(worker: psutil.Popen) -> list[psutil.Process]:
    return [child for child in worker.children() if "spawn_main" in " ".join(child.cmdline())]


async def test_a_document_is_read_with_its_text_and_previews(desk: Desk, settings: Settings, workers: Workers) -> None:
    job = await submit(desk, settings, pages=2)
    workers.start()
    await until(status_is(desk, job, JobStatus.COMPLETED), "the job is completed")
    done = await desk.jobs.get_job(job.id, owner=EVERYONE)
    assert "59,37" in (done.result_json or "")
    assert done.page == 2
    storage = open_storage(settings)
    assert all(storage.read(f"previews/{job.id}/{number}.jpg").startswith(b"\xff\xd8") for number in (0, 1, 2))


async def test_jobs_complete_after_their_ocr_process_is_killed(
    desk: Desk, settings: Settings, workers: Workers
) -> None:
    job = await submit(desk, settings, pages=8)
    following = await submit(desk, settings, text="NEXT 1,00")
    worker = workers.start()
    await until(has_read_a_page(desk, job), "a page is read")
    for process in ocr_processes(worker):
        process.send_signal(signal.SIGKILL)
    for each in (job, following):
        await until(status_is(desk, each, JobStatus.COMPLETED), "the job is completed")
    assert (await desk.jobs.get_job(job.id, owner=EVERYONE)).attempt == 2


def runs_for_ever(worker: psutil.Popen | psutil.Process, found: list[psutil.Process]) -> Callable[[], Awaitable[bool]]:
    async def check() -> bool:
        for process in worker.children(recursive=True):
            with suppress(psutil.Error):
                if process.name() == "sleep":
                    found.append(process)
        return bool(found)

    return check


@pytest.fixture
def endless_tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a Tesseract before the real one that tells what it is and then never ends a page."""
    program = tmp_path / "programs" / "tesseract"
    program.parent.mkdir()
    real = shutil.which("tesseract")
    program.write_text(f'#!/bin/sh\ncase "$*" in *--version*|*--list-langs*) exec {real} "$@";; esac\nexec sleep 600\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)


@pytest.mark.usefixtures("endless_tesseract")
@pytest.mark.parametrize("killed", ["the OCR process", "the whole worker"])
async def test_a_program_that_an_engine_runs_ends_with_its_killed_ocr_process(
    desk: Desk, settings: Settings, workers: Workers, killed: str
) -> None:
    await submit(desk, settings)
    worker = workers.start()
    programs: list[psutil.Process] = []
    await until(runs_for_ever(worker, programs), "the program runs")
    for process in ocr_processes(worker) if killed == "the OCR process" else [worker]:
        process.kill()
    await until(are_gone(programs[:1]), "the program is gone")


async def test_a_killed_idle_ocr_process_is_replaced(desk: Desk, settings: Settings, workers: Workers) -> None:
    worker = workers.start()
    first = await submit(desk, settings)
    await until(status_is(desk, first, JobStatus.COMPLETED), "the first job is completed")
    for process in ocr_processes(worker):
        process.send_signal(signal.SIGKILL)
        process.wait()
    second = await submit(desk, settings)
    await until(status_is(desk, second, JobStatus.COMPLETED), "the second job is completed")


async def test_jobs_complete_after_the_whole_worker_is_killed(desk: Desk, settings: Settings, workers: Workers) -> None:
    job = await submit(desk, settings, pages=8)
    worker = workers.start()
    await until(has_read_a_page(desk, job), "a page is read")
    orphans = worker.children(recursive=True)
    worker.kill()
    worker.wait()

    await until(are_gone(orphans), "no OCR process is left")
    workers.start()
    await until(status_is(desk, job, JobStatus.COMPLETED), "the job is completed by another worker")
    story = " ".join(event.event for event in await desk.jobs.job_events(job.id, owner=EVERYONE))
    assert "rescued" in story


async def test_a_stopping_worker_gives_back_what_it_cannot_finish(
    desk: Desk, settings: Settings, workers: Workers
) -> None:
    job = await submit(desk, settings, pages=200)
    worker = workers.start()
    await until(has_read_a_page(desk, job), "a page is read")
    family = worker.children(recursive=True)
    worker.terminate()
    assert worker.wait(timeout=DEADLINE_S) == 0
    await until(are_gone(family), "no process is left")
    given_back = await desk.jobs.get_job(job.id, owner=EVERYONE)
    assert (given_back.status, given_back.attempt) == (JobStatus.PENDING, 0)
    assert await desk.worker_queue.live_workers() == ()


async def test_a_signal_to_all_processes_at_once_costs_no_attempt(
    desk: Desk, settings: Settings, workers: Workers
) -> None:
    job = await submit(desk, settings, pages=200)
    worker = workers.start()
    await until(has_read_a_page(desk, job), "a page is read")
    family = worker.children(recursive=True)
    for process in (*reversed(family), worker):  # the worker last, as it may happen
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    assert worker.wait(timeout=DEADLINE_S) == 0
    await until(are_gone(family), "no process is left")
    given_back = await desk.jobs.get_job(job.id, owner=EVERYONE)
    assert (given_back.status, given_back.attempt, given_back.error_code) == (JobStatus.PENDING, 0, None)


@pytest.mark.usefixtures("endless_tesseract")
async def test_a_page_s_time_does_not_count_the_loading_of_the_engine(
    desk: Desk, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "LOAD_ALLOWANCE_S", 10_000)
    job = await submit(desk, settings)
    task = ReadTask(job_id=job.id, file_key=job.file_path, mime_type=job.mime_type, engine="tesseract")
    slot = pool.Slot(settings.model_copy(update={"page_timeout_seconds": 3.0}))
    reading = asyncio.create_task(slot.read(task, lambda _: None))
    try:
        programs: list[psutil.Process] = []
        await until(runs_for_ever(psutil.Process(), programs), "the page is being read")
        psutil.Process(slot.pid()).suspend()  # so that it cannot end the page itself
        with pytest.raises(EngineTimeout):
            await asyncio.wait_for(reading, DEADLINE_S)
    finally:
        reading.cancel()
        await slot.close()


async def test_cancelling_a_running_job_stops_its_run(desk: Desk, settings: Settings, workers: Workers) -> None:
    job = await submit(desk, settings, pages=200)
    following = await submit(desk, settings)
    workers.start()
    await until(has_read_a_page(desk, job), "a page is read")
    await desk.jobs.cancel(job.id, owner=EVERYONE)
    await until(status_is(desk, following, JobStatus.COMPLETED), "the next job is completed")
    assert (await desk.jobs.get_job(job.id, owner=EVERYONE)).status is JobStatus.CANCELLED


async def test_a_damaged_document_fails_once_and_the_next_is_read(
    desk: Desk, settings: Settings, workers: Workers
) -> None:
    stored = open_storage(settings).put(b"%PDF-1.7\nnothing of a PDF follows", ".pdf")
    broken = await desk.jobs.create_job(
        file_path=stored.key,
        mime_type="application/pdf",
        engine="tesseract",
        original_filename="x.pdf",
        sha256=stored.sha256,
        size_bytes=stored.size_bytes,
        owner=EVERYONE,
    )
    good = await submit(desk, settings)
    workers.start()
    await until(status_is(desk, good, JobStatus.COMPLETED), "the good document is read")
    failed = await desk.jobs.get_job(broken.id, owner=EVERYONE)
    assert (failed.status, failed.error_code, failed.attempt) == (JobStatus.FAILED, "unreadable", 1)
