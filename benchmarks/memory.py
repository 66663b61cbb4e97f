"""Memory: of the web process after many uploads, of an OCR process after many documents.

`python -m benchmarks.memory [DIR] [--uploads 200] [--documents 200] [--engine E]` uploads made receipts over REST, then
reads the pictures of DIR (or small made receipts), again and again until there were enough, in one OCR process.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from benchmarks.serving import (
    MIB,
    completion,
    documents,
    family_mb,
    machine,
    server_process,
    serving,
    settings_of,
    working,
)
from ocrcore.desk.desk import Desk
from ocrcore.queue.owner import EVERYONE
from tests.browser.visitor import receipt

if TYPE_CHECKING:
    import psutil


def upload(address: str, number: int) -> None:
    """Upload so many different receipts."""
    with httpx.Client(base_url=f"{address}/api/v1", timeout=60) as client:
        for each in range(number):
            client.post("/jobs", files={"file": (f"bon {each}.tif", receipt(each))}).raise_for_status()


async def read(folder: Path, engine: str, batch: list[bytes], worker: psutil.Process) -> list[float]:
    """Read the pictures one after the other; return the MiB of the worker's largest process after each."""
    sizes = []
    async with Desk.open(settings_of(folder)) as desk:
        for data in batch:
            job = await desk.submit("bon.jpg", data, engine=engine, owner=EVERYONE)
            await completion(desk, job)
            sizes.append(max(child.memory_info().rss for child in worker.children()) / MIB)
    return sizes


def main() -> None:
    """Parse the command line, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--uploads", type=int, default=200)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--engine", default="paddleocr")
    given = parser.parse_args()
    print(f"{machine()}, {given.engine}", flush=True)
    with tempfile.TemporaryDirectory() as name, serving(Path(name), OCR_DEFAULT_ENGINE=given.engine) as address:
        server, started = server_process(), time.perf_counter()
        before = server.memory_info().rss / MIB
        upload(address, given.uploads)
        after, seconds = server.memory_info().rss / MIB, time.perf_counter() - started
        print(f"web process                {before:.0f} MiB, after {given.uploads} uploads {after:.0f} (target: < 400)")
        print(
            f"with its inspection        {family_mb(server):.0f} MiB; {seconds / given.uploads * 1000:.0f} ms an upload"
        )
    with tempfile.TemporaryDirectory() as name, working(Path(name), 1, given.engine) as worker:
        batch = documents(given.folder, given.documents)
        sizes = asyncio.run(read(Path(name), given.engine, batch, worker))
        print(
            f"OCR process                after 1 document {sizes[0]:.0f} MiB, after {len(sizes)} {sizes[-1]:.0f}, ",
            end="",
        )
        print(f"largest {max(sizes):.0f} (target: < 700)")


if __name__ == "__main__":
    main()
