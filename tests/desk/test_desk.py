"""Documents are handed in as their owner prefers, within what the desk allows."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from ocrcore.accounts.preferences import Preferences
from ocrcore.desk.desk import Desk
from ocrcore.engines.base import engine_classes
from ocrcore.queue.owner import EVERYONE

if TYPE_CHECKING:
    from ocrcore.config import Settings


def picture(shade: int) -> bytes:
    stream = BytesIO()
    Image.new("L", (60, 40), shade).save(stream, "PNG")
    return stream.getvalue()


async def test_a_document_takes_its_owner_s_engine_and_expiry(settings: Settings) -> None:
    others = [name for name, each in engine_classes().items() if each.availability().available]
    others = [name for name in others if name != settings.default_engine]
    if not others:
        pytest.skip("only one engine is installed")
    async with Desk.open(settings) as desk:
        await desk.preferences.keep("ana", Preferences(engine=others[0], expiry_hours=2))
        hers = await desk.submit("a.png", picture(1), owner="ana")
        named = await desk.submit("b.png", picture(2), owner="ana", engine=settings.default_engine)
        his = await desk.submit("c.png", picture(3), owner="dan")
    assert (hers.engine, hers.expires_at - hers.created_at) == (others[0], timedelta(hours=2))
    assert named.engine == settings.default_engine
    assert (his.engine, his.expires_at - his.created_at) == (
        settings.default_engine,
        timedelta(hours=settings.job_expiry_hours),
    )


async def test_every_job_has_its_file_while_others_delete_the_same_document(settings: Settings) -> None:
    data = picture(5)

    async def come_and_go(desk: Desk) -> None:
        for _ in range(20):
            job = await desk.submit("a.png", data, owner=EVERYONE)
            assert desk.storage.exists(job.file_path)
            await desk.delete(job.id, owner=EVERYONE)

    async with Desk.open(settings) as one, Desk.open(settings) as two:
        await asyncio.gather(come_and_go(one), come_and_go(two), come_and_go(two))
        job = await one.submit("a.png", data, owner=EVERYONE)
        assert one.storage.read(job.file_path) == data
        await one.delete(job.id, owner=EVERYONE)
        assert not one.storage.exists(job.file_path)


async def test_a_preference_that_cannot_be_met_gives_way(settings: Settings) -> None:
    async with Desk.open(settings) as desk:
        await desk.preferences.keep(None, Preferences(engine="gone", expiry_hours=10_000))
        job = await desk.submit("a.png", picture(4), owner=EVERYONE)
    assert job.engine == settings.default_engine
    assert job.expires_at - job.created_at == timedelta(hours=settings.job_expiry_hours)
