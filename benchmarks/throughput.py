"""What the queue costs: documents through the desk's worker against a bare loop over the same engine.

`python -m benchmarks.throughput DIR [--engine E] [--limit N]` reads the pictures of DIR through the queue
with one process, through the queue with two, and in a bare pool of two processes with the same threads.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import platform
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ocrcore.config import load_settings
from ocrcore.engines.base import threads_environment
from ocrcore.pipeline.run import load_engine, read_document
from ocrcore.queue.job import FINAL
from ocrcore.queue.job_queue import JobQueue
from ocrcore.storage.sniff import sniff
from ocrcore.storage.store import open_storage
from ocrcore.worker.supervisor import Supervisor

if TYPE_CHECKING:
    from ocrcore.config import Settings
    from ocrcore.engines.base import Engine

_engine: Engine
_settings: Settings


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
    async with await JobQueue.open(settings) as queue:

        async def submit(path: Path, data: bytes) -> None:
            stored = storage.put(data, path.suffix.lower())
            await queue.create_job(
                file_path=stored.key,
                mime_type=sniff(data),
                engine=settings.default_engine,
                original_filename=path.name,
                sha256=stored.sha256,
                size_bytes=stored.size_bytes,
            )

        async def all_done() -> None:
            while any(job.status not in FINAL for job in (await queue.list_jobs(limit=5000)).jobs):  # noqa: ASYNC110
                await asyncio.sleep(0.02)

        supervisor = Supervisor(settings, queue)
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
    return spent_s


def main() -> None:
    """Print the three figures and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--engine", default="paddleocr")
    parser.add_argument("--limit", type=int, default=40)
    arguments = parser.parse_args()
    paths = sorted(p for p in arguments.folder.rglob("*") if p.suffix.lower() in {".jpg", ".png", ".tif"})
    paths = paths[: arguments.limit]
    figures = {}
    for name, processes in (("queue, 1 process", 1), ("queue, 2 processes", 2)):
        with tempfile.TemporaryDirectory() as folder:
            settings = load_settings(data_dir=Path(folder), worker_processes=processes, default_engine=arguments.engine)
            figures[name] = asyncio.run(queue_seconds(settings, paths))
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(data_dir=Path(folder), worker_processes=2, default_engine=arguments.engine)
        figures["bare, 2 processes"] = bare_seconds(settings, paths)
    print(f"{len(paths)} documents, {arguments.engine}, {platform.machine()}, {datetime.now(UTC):%Y-%m-%d}")
    for name, seconds in figures.items():
        print(f"{name:20} {seconds:7.1f} s  {len(paths) / seconds:5.2f} documents/s")
    print(f"queue / bare          {figures['queue, 2 processes'] / figures['bare, 2 processes']:.3f}")
    print(f"two / one process     {figures['queue, 1 process'] / figures['queue, 2 processes']:.2f}")


if __name__ == "__main__":
    main()
