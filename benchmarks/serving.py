"""What the benchmarks of the running desk share: a server, a worker, jobs made up in its database, its CPU and memory."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
import uuid
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from typing import TYPE_CHECKING

import psutil

from benchmarks.queue import machine as versions
from ocrcore.config import load_settings
from ocrcore.database.job_status import JobStatus
from ocrcore.desk.desk import Desk
from ocrcore.queue.job import FINAL, Completed
from ocrcore.queue.owner import EVERYONE
from tests.browser.visitor import receipt
from tests.web.conftest import ROOT, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ocrcore.config import Settings
    from ocrcore.queue.job import Job

MIB = 1024 * 1024
RESULT_JSON = json.dumps(
    {
        "schema": "ocrcore.result/1",
        "engine": "tesseract",
        "engine_version": "5",
        "text": "\n".join(["TOTAL LEI 59,37"] * 40),
        "pages": [
            {
                "number": 1,
                "width": 900,
                "height": 2000,
                "lines": [{"text": "TOTAL LEI 59,37", "confidence": 0.9, "box": [0.1, 0.1, 0.9, 0.12], "words": []}]
                * 40,
            }
        ],
        "tiers": [],
        "fast_path": None,
        "fields": {
            "total": {"value": "59.37", "confidence": 0.9, "page": 1, "box": [0.1, 0.1, 0.9, 0.12], "source": "59,37"}
        },
        "checks": [],
        "timings_ms": {"load": 12, "preprocess": 30, "ocr": 640, "extract": 5, "total": 690},
    }
)

__all__ = [
    "MIB",
    "completion",
    "cpu_s",
    "documents",
    "family_mb",
    "machine",
    "make_jobs",
    "server_process",
    "serving",
    "settings_of",
    "working",
]


def machine() -> str:
    """Return what the figures are measured on, and when."""
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {versions()}, load {os.getloadavg()[0]:.1f}"


def settings_of(folder: Path, **changes: object) -> Settings:
    """Return the settings of a server that `serving(folder)` starts."""
    return load_settings(data_dir=folder / "data", database_url="", **changes)


def documents(folder: Path | None, number: int) -> list[bytes]:
    """Return so many pictures of a folder, again and again if it has fewer; without one, small made receipts.

    Raises:
        SystemExit: The folder has no pictures.
    """
    if folder is None:
        return [receipt(each) for each in range(number)]
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in {".jpg", ".jpeg", ".png", ".tif"})
    if not found:
        raise SystemExit(f"{folder} has no pictures")
    return [path.read_bytes() for path in islice(cycle(found), number)]


def server_process() -> psutil.Process:
    """Return the server that this process has started."""
    (found,) = (child for child in psutil.Process().children() if "streamlit" in " ".join(child.cmdline()))
    return found


def cpu_s(process: psutil.Process) -> float:
    """Return the seconds of CPU that a process has used."""
    times = process.cpu_times()
    return float(times.user + times.system)


def family_mb(process: psutil.Process) -> float:
    """Return the resident memory of a process and its children, in MiB."""
    return float(sum(each.memory_info().rss for each in (process, *process.children(recursive=True))) / MIB)


@contextmanager
def working(folder: Path, processes: int, engine: str) -> Iterator[psutil.Process]:
    """Run a worker on the data of `serving(folder)`."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OCR_")}
    environment |= {"OCR_DATA_DIR": str(folder / "data"), "OCR_DEFAULT_ENGINE": engine}
    command = [sys.executable, "-m", "ocrcore", "worker", "--processes", str(processes)]
    worker = psutil.Process(subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL).pid)
    try:
        yield worker
    finally:
        worker.terminate()
        worker.wait(60)


async def completion(desk: Desk, job: Job) -> None:
    """Wait until a job is completed.

    Raises:
        SystemExit: It failed.
    """
    while (now := await desk.jobs.get_job(job.id, owner=EVERYONE)).status not in FINAL:  # noqa: ASYNC110 - the way of every client
        await asyncio.sleep(0.05)
    if now.status is not JobStatus.COMPLETED:
        raise SystemExit(f"A document was not read: {now.error_message}")


async def make_jobs(settings: Settings, *, completed: int, pending: int) -> None:
    """Write jobs straight into the database: some read before, some that wait behind all others."""
    async with Desk.open(settings) as desk:
        await _template(desk)
        done = await desk.worker_queue.get_next_pending("benchmark")
        assert done is not None  # noqa: S101 - the one just created
        await desk.worker_queue.update_status(done, Completed(result_json=RESULT_JSON, ocr_time_ms=900, pages=1))
        waiting = await _template(desk)
    with sqlite3.connect(settings.data_dir / "ocrdesk.sqlite3") as connection:
        _multiply(connection, done.id, completed - 1)
        _multiply(connection, waiting.id, pending - 1)
        if pending == 0:
            connection.execute("DELETE FROM ocr_jobs WHERE id = ?", (waiting.id,))
        connection.execute("UPDATE ocr_jobs SET run_after = '2099-01-01 00:00:00.000000' WHERE status = 'pending'")
    connection.close()


async def _template(desk: Desk) -> Job:
    return await desk.jobs.create_job(
        file_path="uploads/none.jpg",
        mime_type="image/jpeg",
        engine="tesseract",
        original_filename="bon.jpg",
        sha256="0" * 64,
        size_bytes=200_000,
        pages=1,
        owner=EVERYONE,
    )


def _multiply(connection: sqlite3.Connection, job_id: str, times: int) -> None:
    cursor = connection.execute("SELECT * FROM ocr_jobs WHERE id = ?", (job_id,))
    row = dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))
    places = ", ".join(f":{name}" for name in row)
    start = datetime.now(UTC) - timedelta(hours=1)
    rows = (
        row
        | {"id": str(uuid.uuid4()), "original_filename": f"bon {number}.jpg", "search_text": f"bon {number}.jpg"}
        | {"created_at": f"{start + timedelta(milliseconds=30 * number):%Y-%m-%d %H:%M:%S.%f}"}
        for number in range(times)
    )
    connection.executemany(f"INSERT INTO ocr_jobs ({', '.join(row)}) VALUES ({places})", rows)  # noqa: S608
