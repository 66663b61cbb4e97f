"""What the queue itself costs: per job, for a place among 100,000, and for a page of a list of 5,000.

Run with `python -m benchmarks.queue [--quick]`; it prints a table to be copied into docs/benchmarks.md.
"""

from __future__ import annotations

import asyncio
import platform
import random
import sqlite3
import sys
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import TypeVar

from ocrcore.config import Settings, load_settings, usable_cores
from ocrcore.desk.desk import Desk
from ocrcore.queue.job import Completed, Job
from ocrcore.queue.owner import EVERYONE

Step = Callable[[], Awaitable[object]]
T = TypeVar("T")

RESULT_JSON = '{"schema": "ocrcore.result/1", "text": "' + "x" * 4000 + '"}'


async def main(jobs: int, pending: int, listed: int) -> None:
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {machine()}\n")
    print("| operation | n | median ms | 95th ms | target |\n| --- | ---: | ---: | ---: | --- |")
    with tempfile.TemporaryDirectory() as folder:
        async with Desk.open(_settings(folder, "jobs")) as desk:
            await _cost_per_job(desk, jobs)
            await _show("idle claim poll", lambda: desk.worker_queue.get_next_pending("bench"), 200, "")
        settings = _settings(folder, "pending")
        ids = await fill(settings, pending)
        async with Desk.open(settings) as desk:
            await _positions(desk, ids)
        settings = _settings(folder, "listed")
        ids = await fill(settings, listed)
        async with Desk.open(settings) as desk:
            await _lists(desk, ids)


async def _cost_per_job(desk: Desk, jobs: int) -> None:
    steps: dict[str, list[float]] = {name: [] for name in ("create", "claim", "heartbeat", "complete")}
    for number in range(jobs):
        await _timed(steps["create"], _create(desk, number))
        job = await _timed(steps["claim"], desk.worker_queue.get_next_pending("bench"))
        assert job is not None  # noqa: S101 - the one created above
        await _timed(steps["heartbeat"], desk.worker_queue.heartbeat(job))
        await _timed(
            steps["complete"], desk.worker_queue.update_status(job, Completed(result_json=RESULT_JSON, ocr_time_ms=900))
        )
    for name, times in steps.items():
        _row(name, times, "")
    _row("create + claim + heartbeat + complete", [sum(each) for each in zip(*steps.values(), strict=True)], "< 10")


def _create(desk: Desk, number: int) -> Awaitable[Job]:
    return desk.jobs.create_job(
        file_path=f"uploads/{number:08}.jpg",
        mime_type="image/jpeg",
        engine="paddleocr",
        original_filename=f"bon {number}.jpg",
        sha256=f"{number:064x}",
        size_bytes=200_000,
        pages=1,
        owner=EVERYONE,
    )


async def _positions(desk: Desk, ids: list[str]) -> None:
    chosen = random.Random(7).choices(ids, k=60)
    among = f"among {len(ids):,} pending"
    await _show(
        f"place of a random job {among}", lambda: desk.jobs.get_queue_position(chosen.pop(), owner=EVERYONE), 60, "< 5"
    )
    await _show(
        f"place of the first job {among}", lambda: desk.jobs.get_queue_position(ids[0], owner=EVERYONE), 30, "< 5"
    )
    await _show(
        f"place of the last job {among}", lambda: desk.jobs.get_queue_position(ids[-1], owner=EVERYONE), 30, "< 5"
    )
    await _show(
        f"places of 50 jobs at once {among}", lambda: desk.jobs.get_queue_positions(ids[:50], owner=EVERYONE), 10, ""
    )


async def _lists(desk: Desk, ids: list[str]) -> None:
    total = f"of {len(ids):,}"
    await _show(f"page of 50 {total}", lambda: desk.jobs.list_jobs(limit=50, owner=EVERYONE), 30, "< 1000")
    await _show(
        f"search for a name {total}", lambda: desk.jobs.list_jobs(search="bon 49", owner=EVERYONE), 30, "< 1000"
    )
    await _show(f"all {total}", lambda: desk.jobs.list_jobs(limit=len(ids), owner=EVERYONE), 5, "< 1000")
    await _show(f"places of 50 {total}", lambda: desk.jobs.get_queue_positions(ids[-50:], owner=EVERYONE), 30, "< 1000")
    await _show(f"statistics {total}", desk.jobs.get_queue_stats, 30, "< 1000")


async def _timed(times: list[float], step: Awaitable[T]) -> T:
    start = time.perf_counter()
    value = await step
    times.append((time.perf_counter() - start) * 1000)
    return value


async def _show(name: str, step: Step, repeats: int, target: str) -> None:
    times: list[float] = []
    await step() if "random" not in name else None
    for _ in range(repeats):
        await _timed(times, step())
    _row(name, times, target)


def _row(name: str, times: list[float], target: str) -> None:
    print(f"| {name} | {len(times)} | {median(times):.2f} | {quantiles(times, n=20)[-1]:.2f} | {target} |", flush=True)


async def fill(settings: Settings, number: int) -> list[str]:
    """Write `number` pending jobs straight into the file, as the queue would one by one; return ids in claim order."""
    async with Desk.open(settings) as desk:
        template = await _create(desk, 0)
    start = datetime.now(UTC) - timedelta(hours=1)
    file = settings.data_dir / "ocrdesk.sqlite3"
    ids = [str(uuid.UUID(int=random.Random(index).getrandbits(128))) for index in range(number)]
    with sqlite3.connect(file) as connection:
        cursor = connection.execute("SELECT * FROM ocr_jobs WHERE id = ?", (template.id,))
        row = dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))
        places = ", ".join(f":{name}" for name in row)
        rows = (
            row
            | {"id": job_id, "original_filename": f"bon {index}.jpg", "search_text": f"bon {index}.jpg"}
            | {"created_at": _text(start + timedelta(milliseconds=30 * index)), "run_after": _text(start)}
            | {"turn": index}
            for index, job_id in enumerate(ids)
        )
        connection.executemany(f"INSERT INTO ocr_jobs ({', '.join(row)}) VALUES ({places})", rows)  # noqa: S608
        connection.execute("DELETE FROM ocr_jobs WHERE id = ?", (template.id,))
    connection.close()
    return ids


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}"


def _settings(folder: str, name: str) -> Settings:
    return load_settings(data_dir=Path(folder) / name, database_url="")


def machine() -> str:
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    return f"{usable_cores()} cores, {platform.machine()}, {platform.system()} {platform.release()}, {versions}"


if __name__ == "__main__":
    quick = "--quick" in sys.argv[1:]
    asyncio.run(main(50, 10_000, 500) if quick else main(300, 100_000, 5_000))
