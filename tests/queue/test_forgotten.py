"""What has expired or was deleted is not served, and not in the file any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ocrcore.desk.desk import Desk
from ocrcore.errors import JobNotFound
from ocrcore.queue.job import Completed
from ocrcore.queue.owner import EVERYONE
from tests.queues import Clock, claim, submit
from tests.web.conftest import picture

if TYPE_CHECKING:
    from ocrcore.config import Settings

A_DAY_S = 24 * 3600
SECRET = "CNP 2960229400017 "


async def test_what_has_expired_is_not_served_though_nobody_has_deleted_it(desk: Desk, clock: Clock) -> None:
    job = await submit(desk)
    await desk.worker_queue.update_status(await claim(desk), Completed(result_json="{}", ocr_time_ms=1))
    running = await submit(desk)
    await claim(desk)
    clock.advance(A_DAY_S - 1)
    assert await desk.jobs.get_job(job.id, owner=EVERYONE)
    assert (await desk.jobs.find_duplicate(job.sha256, owner=EVERYONE)) is not None
    clock.advance(1)
    with pytest.raises(JobNotFound):
        await desk.jobs.get_job(job.id, owner=EVERYONE)
    assert [each.id for each in (await desk.jobs.list_jobs(owner=EVERYONE)).jobs] == [running.id]
    duplicate = await desk.jobs.find_duplicate(job.sha256, owner=EVERYONE)
    assert duplicate is not None
    assert duplicate.id == running.id, "what is being read is kept till its end"


@pytest.mark.parametrize("how", ["expiry", "all of them"])
async def test_nothing_of_a_document_is_left_in_the_file(settings: Settings, clock: Clock, how: str) -> None:
    async with Desk.open(settings, clock=clock) as desk:
        await submit(desk)
        text = Completed(result_json='{"text": "' + SECRET * 2000 + '"}', ocr_time_ms=1)
        await desk.worker_queue.update_status(await claim(desk), text)
        await desk.database.checkpoint()
        await submit(desk, priority=1)
        assert holds_the_secret(settings)
        clock.advance(A_DAY_S)
        if how == "expiry":
            await desk.jobs.cleanup_expired()
        else:
            assert await desk.delete_all(owner=EVERYONE) == 2
        assert not holds_the_secret(settings)


def holds_the_secret(settings: Settings) -> bool:
    files = list(settings.data_dir.glob("ocrdesk.sqlite3*"))
    return any(SECRET.encode() in file.read_bytes() for file in files)


async def test_a_person_deletes_all_of_their_documents_and_nobody_else_s(settings: Settings) -> None:
    async with Desk.open(settings) as desk:
        hers = [await desk.submit(f"{number}.png", picture(), owner="ana") for number in range(3)]
        shared = picture()
        both = [await desk.submit("s.png", shared, owner=owner) for owner in ("ana", "ion")]
        assert await desk.delete_all(owner="ana") == 4
        assert (await desk.jobs.list_jobs(owner="ana")).jobs == ()
        assert [job.id for job in (await desk.jobs.list_jobs(owner=EVERYONE)).jobs] == [both[1].id]
        assert desk.storage.exists(both[1].file_path), "what somebody else has too stays for them"
        assert not desk.storage.exists(hers[0].file_path)
