"""What the queue costs: documents through the desk's worker against a bare loop over the same engine.

`python -m benchmarks.throughput DIR [--engine E] [--limit 40] [--rounds 3]` reads the pictures of DIR through the queue
with two processes, in a bare pool of two, and through the queue with one, each process with one thread.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import tempfile
import time
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.queue import machine
from ocrcore.config import Settings, load_settings
from ocrcore.database.job_status import JobStatus
from ocrcore.desk.desk import Desk
from ocrcore.documents.sniff import sniff
from ocrcore.engines.base import threads_environment
from ocrcore.pipeline.run import load_engine, read_document
from ocrcore.queue.owner import EVERYONE
from ocrcore.storage.store import open_storage
from ocrcore.worker.supervisor import Supervisor

if TYPE_CHECKING:
    from ocrcore.engines.base import Engine

_engine: Engine
_settings: Settings


class _OneThread(Settings):
    """Settings under which an OCR process has one thread, however many processes there are."""

    @property
    def threads_per_process(self) -> int:
        return 1


def _load(settings: Settings) -> None:
    global _engine, _settings
    os.environ.update(threads_environment(settings.threads_per_process))
    _settings, _engine = settings, load_engine(settings.default_engine, settings)


def _read(path: Path) -> str:
    return read_document(path, engine=_engine, settings=_settings, on_preview=lambda _number, _jpeg: None).to_json()


def bare_seconds(settings: Settings, paths: list[Path]) -> float:
    """Return the seconds that a bare pool of warm processes takes for all documents."""
    with multiprocessing.get_context("spawn").Pool(settings.worker_processes, _load, (settings,)) as pool:
        pool.map(_read, paths[: settings.worker_processes], chunksize=1)
        started = time.perf_counter()
        for _ in pool.imap_unordered(_read, paths, chunksize=1):
            pass
        return time.perf_counter() - started


async def queue_seconds(settings: Settings, paths: list[Path]) -> float:
    """Return the seconds from the first submission to the last completion with a warm worker."""
    storage = open_storage(settings)
    async with Desk.open(settings) as desk:

        async def submit(path: Path, data: bytes) -> None:
            stored = storage.put(data, path.suffix.lower())
            await desk.jobs.create_job(
                file_path=stored.key,
                mime_type=sniff(data),
                engine=settings.default_engine,
                original_filename=path.name,
                sha256=stored.sha256,
                size_bytes=stored.size_bytes,
                owner=EVERYONE,
            )

        async def all_done() -> None:
            while await desk.jobs.count_pending() + await desk.jobs.count_processing():  # noqa: ASYNC110 - the way of every client
                await asyncio.sleep(0.05)

        supervisor = Supervisor(settings, desk.database)
        running = asyncio.create_task(supervisor.run())
        for path in paths[: settings.worker_processes]:
            await submit(path, await asyncio.to_thread(path.read_bytes))
        await all_done()
        started = time.perf_counter()
        for path in paths:
            await submit(path, await asyncio.to_thread(path.read_bytes))
        await all_done()
        spent_s = time.perf_counter() - started
        supervisor.stop()
        await running
        completed = (await desk.jobs.get_queue_stats()).counts[JobStatus.COMPLETED]
        if completed != len(paths) + settings.worker_processes:
            raise SystemExit("A document was not read.")
    return spent_s


def main() -> None:
    """Measure by turns, and print medians and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--engine", default="paddleocr")
    parser.add_argument("--limit", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    paths = sorted(p for p in given.folder.rglob("*") if p.suffix.lower() in {".jpg", ".png", ".tif"})[: given.limit]
    figures: dict[str, list[float]] = defaultdict(list)
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {machine()}, {given.engine}, {len(paths)} documents", flush=True)
    for _ in range(given.rounds):
        for name, processes in (("queue, 2 processes", 2), ("bare, 2 processes", 2), ("queue, 1 process", 1)):
            with tempfile.TemporaryDirectory() as folder:
                settings = _settings_for(Path(folder), processes, given.engine)
                bare = name.startswith("bare")
                figures[name].append(
                    bare_seconds(settings, paths) if bare else asyncio.run(queue_seconds(settings, paths))
                )
    seconds = {name: median(values) for name, values in figures.items()}
    for name, each in seconds.items():
        print(f"{name:20} {each:7.1f} s  {len(paths) / each:5.2f} documents/s")
    print(
        f"queue / bare          {seconds['queue, 2 processes'] / seconds['bare, 2 processes']:.3f}  (target: at most 1.05)"
    )
    print(
        f"two / one process     {seconds['queue, 1 process'] / seconds['queue, 2 processes']:.2f}  (target: at least 1.6)"
    )


def _settings_for(folder: Path, processes: int, engine: str) -> Settings:
    settings = load_settings(data_dir=folder, database_url="", worker_processes=processes, default_engine=engine)
    return _OneThread.model_validate(settings.model_dump())


if __name__ == "__main__":
    main()
