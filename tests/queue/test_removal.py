"""The files of jobs that go: nobody's file is dropped while somebody comes with the same one."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from ocrcore.desk.desk import Desk
from ocrcore.errors import StorageError
from ocrcore.queue.job import Removed
from ocrcore.queue.owner import EVERYONE
from tests.queues import submit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from ocrcore.config import Settings

LONG_ENOUGH_S = 0.5
"""In this time something would have happened that must not happen."""


@pytest.fixture
async def other(desk: Desk, store: Settings) -> AsyncIterator[Desk]:
    """The same queue as another process has it."""
    async with Desk.open(store) as opened:
        yield opened


async def test_a_newcomer_looks_for_its_file_after_the_removal_that_takes_it(desk: Desk, other: Desk) -> None:
    old = await submit(desk, file_path="uploads/x")
    order: list[str] = []
    coming: set[asyncio.Task[object]] = set()

    async def keep() -> None:
        order.append(f"looked, {len(order)} steps before")

    async def follow(removed: Removed) -> None:
        assert removed == Removed(job_ids=(old.id,), file_paths=("uploads/x",))
        coming.add(asyncio.create_task(submit(other, file_path="uploads/x", keep=keep)))
        await asyncio.wait(coming, timeout=LONG_ENOUGH_S)
        order.append("dropped")

    await desk.jobs.delete(old.id, follow=follow, owner=EVERYONE)
    await asyncio.gather(*coming)
    assert order == ["dropped", "looked, 1 steps before"]


async def test_a_removal_leaves_the_file_of_a_newcomer(desk: Desk, other: Desk) -> None:
    old = await submit(desk, file_path="uploads/x")
    going: set[asyncio.Task[Removed]] = set()

    async def follow(removed: Removed) -> None:
        assert removed.file_paths == ()

    async def keep() -> None:
        going.add(asyncio.create_task(other.jobs.delete(old.id, follow=follow, owner=EVERYONE)))
        await asyncio.wait(going, timeout=LONG_ENOUGH_S)

    await submit(desk, file_path="uploads/x", keep=keep)
    assert await asyncio.gather(*going) == [Removed(job_ids=(old.id,))]


async def test_a_job_stays_when_its_files_cannot_be_dropped(desk: Desk) -> None:
    job = await submit(desk)

    async def follow(_removed: Removed) -> None:
        raise StorageError

    with pytest.raises(StorageError):
        await desk.jobs.delete(job.id, follow=follow, owner=EVERYONE)
    assert await desk.jobs.get_job(job.id, owner=EVERYONE) == job
