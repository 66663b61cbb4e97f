"""A copy made while the desk works is a desk of its own."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ocrcore.config import load_settings
from ocrcore.desk.backup import back_up, restore
from ocrcore.desk.desk import Desk
from ocrcore.desk.inventory import Inventory, take_inventory
from ocrcore.errors import ConfigurationError
from ocrcore.queue.job import Completed
from ocrcore.queue.owner import EVERYONE
from ocrcore.storage.keys import preview_key
from tests.web.conftest import picture

if TYPE_CHECKING:
    from ocrcore.config import Settings


async def test_documents_and_what_was_read_in_them_come_back(settings: Settings, tmp_path: Path) -> None:
    copy, elsewhere = tmp_path / "desk.tar", load_settings(data_dir=tmp_path / "elsewhere", database_url="")
    async with Desk.open(settings) as desk:
        read = await desk.submit("read.png", picture(), owner=EVERYONE)
        job = await desk.worker_queue.get_next_pending("w")
        assert job is not None
        await desk.worker_queue.update_status(job, Completed(result_json='{"text": "59,37"}', ocr_time_ms=1))
        waiting = await desk.submit("waiting.png", picture(), owner="ana")
        assert await asyncio.to_thread(back_up, settings, copy) == 4  # two documents, and a small picture of each
        await desk.delete(read.id, owner=EVERYONE)
    await asyncio.to_thread(restore, elsewhere, copy)
    async with Desk.open(elsewhere) as desk:
        assert (await desk.jobs.get_job(read.id, owner=EVERYONE)).result_json == '{"text": "59,37"}'
        assert (await desk.jobs.get_job(waiting.id, owner="ana")).file_path == waiting.file_path
        assert desk.storage.exists(preview_key(read.id, 0))
        assert await take_inventory(desk, orphan_after_s=0) == Inventory()
    with pytest.raises(ConfigurationError, match="already"):
        restore(elsewhere, copy)


async def test_a_copy_made_while_documents_come_and_go_lacks_no_file(settings: Settings, tmp_path: Path) -> None:
    stop = asyncio.Event()

    async def come_and_go(desk: Desk) -> None:
        while not stop.is_set():
            job = await desk.submit("a.png", picture(), owner=EVERYONE)
            await desk.submit("b.png", picture(), owner=EVERYONE)
            await desk.delete(job.id, owner=EVERYONE)

    async with Desk.open(settings) as desk:
        busy = asyncio.create_task(come_and_go(desk))
        for number in range(3):
            copy = tmp_path / f"{number}.tar"
            await asyncio.to_thread(back_up, settings, copy)
            elsewhere = load_settings(data_dir=tmp_path / str(number), database_url="")
            await asyncio.to_thread(restore, elsewhere, copy)
            async with Desk.open(elsewhere) as restored:
                assert (await take_inventory(restored)).missing == ()
        stop.set()
        await busy


def test_what_is_no_copy_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    file, settings = tmp_path / "x.tar", load_settings(data_dir=tmp_path / "new", database_url="")
    file.write_bytes(b"no tar at all")
    with pytest.raises(ConfigurationError, match="not a backup"):
        restore(settings, file)
    assert not list((tmp_path / "new").glob("*.sqlite3*"))
    with pytest.raises(ConfigurationError, match="pg_dump"):
        back_up(load_settings(data_dir=tmp_path, database_url="postgresql+asyncpg://desk@/desk"), Path("x"))
