"""`python -m tests.on_small_disk FOLDER`: what the queue still does when the disk under the folder is full.

To be run on a file system of its own, which it fills to the last byte.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from ocrcore.config import load_settings
from ocrcore.database.clock import utc_now
from ocrcore.database.job_status import JobStatus
from ocrcore.desk.desk import Desk
from ocrcore.errors import OcrDeskError
from ocrcore.queue.job import Completed
from ocrcore.queue.owner import EVERYONE
from ocrcore.worker.upkeep import Upkeep

LEASE_S = 0.5
DEADLINE_S = 30


def noise(seed: int) -> bytes:
    stream = BytesIO()
    Image.frombytes("RGB", (300, 200), random.Random(seed).randbytes(180_000)).save(stream, "PNG")
    return stream.getvalue()


def fill(file: Path) -> None:
    """Take all room that there is."""
    with file.open("wb", buffering=0) as stream:
        for size in (1024 * 1024, 4096, 1):
            try:
                while stream.write(bytes(size)) == size:
                    pass
            except OSError:
                continue


async def main(folder: Path) -> None:
    settings = load_settings(data_dir=folder / "data", database_url="", lease_seconds=LEASE_S, min_free_mb=0)
    async with Desk.open(settings) as desk:
        jobs = [await desk.submit(f"{number}.png", noise(number), owner=EVERYONE) for number in range(8)]
        await desk.jobs.cleanup_expired()
        for _ in range(2):
            await desk.worker_queue.get_next_pending("a worker that dies")
        mine = await desk.worker_queue.get_next_pending("a worker that lives")
        assert mine is not None
        fill(folder / "ballast")
        with pytest.raises(OcrDeskError) as refused:
            await desk.submit("late.png", noise(99), owner=EVERYONE)
        assert refused.value.status == 507, refused.value.message
        assert await desk.worker_queue.update_status(mine, Completed(result_json="{}", ocr_time_ms=1))
        async with asyncio.timeout(DEADLINE_S):
            rescued: list[str] = []
            while len(rescued) < 2:
                rescued += await desk.worker_queue.rescue_expired()
                await asyncio.sleep(0.1)
        fill(folder / "more ballast")
        await desk.delete(jobs[7].id, owner=EVERYONE)
        assert not desk.storage.exists(jobs[7].file_path)
        (folder / "ballast").unlink()
        await desk.jobs.cleanup_expired()
    fill(folder / "ballast")
    async with Desk.open(settings, clock=lambda: utc_now() + timedelta(days=2)) as desk:
        await Upkeep(desk.worker_queue, desk.jobs, desk.storage).remove_expired()
        assert (await desk.jobs.list_jobs(owner=EVERYONE)).jobs == ()
        assert (await desk.submit("a.png", noise(1), owner=EVERYONE)).status is JobStatus.PENDING, "room has come back"
    with sqlite3.connect(settings.data_dir / "ocrdesk.sqlite3") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
