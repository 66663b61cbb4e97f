"""Jobs come in, are found again, and each person sees only their own."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ocrcore.database.job_status import JobStatus
from ocrcore.errors import InvalidRequest, JobNotFound
from ocrcore.ledger.entry import LedgerEntry
from ocrcore.queue.job import Completed
from ocrcore.queue.owner import EVERYONE
from tests.queues import Clock, claim, submit

if TYPE_CHECKING:
    from ocrcore.desk.desk import Desk


async def test_a_new_job_waits_and_comes_back_as_it_was_put_in(desk: Desk, clock: Clock) -> None:
    job = await submit(desk, "Bon fiscal ăâîșț ☂.pdf", pages=3, owner="ana", priority=2, mime_type="application/pdf")
    assert job == await desk.jobs.get_job(job.id, owner=EVERYONE)
    assert (job.status, job.attempt, job.page, job.pages) == (JobStatus.PENDING, 0, 0, 3)
    assert job.created_at == job.run_after == clock.now
    assert job.expires_at == clock.now + timedelta(hours=24)
    assert (job.original_filename, job.created_by, job.priority) == ("Bon fiscal ăâîșț ☂.pdf", "ana", 2)
    assert job.queue_wait_ms is None


async def test_an_unknown_id_is_not_found(desk: Desk) -> None:
    for strange in ("", "nope", "' OR 1=1 --", "0" * 5000, "é" * 40):
        with pytest.raises(JobNotFound):
            await desk.jobs.get_job(strange, owner=EVERYONE)


async def test_an_owner_sees_and_touches_only_their_own(desk: Desk) -> None:
    hers, his = await submit(desk, owner="ana"), await submit(desk, owner="dan")
    assert [job.id for job in (await desk.jobs.list_jobs(owner="ana")).jobs] == [hers.id]
    assert await desk.jobs.get_job(hers.id, owner="ana") == hers
    for forbidden in (desk.jobs.get_job, desk.jobs.cancel, desk.jobs.retry, desk.jobs.delete):
        with pytest.raises(JobNotFound):
            await forbidden(his.id, owner="ana")
    assert await desk.jobs.get_job(his.id, owner=EVERYONE) == his
    assert {job.id for job in (await desk.jobs.list_jobs(owner=EVERYONE)).jobs} == {hers.id, his.id}


async def test_owners_are_listed_once_and_nobody_is_none(desk: Desk) -> None:
    assert await desk.jobs.list_owners(owner=EVERYONE) == []
    for owner in ("dan", EVERYONE, "ana", "dan"):
        await submit(desk, owner=owner)
    assert await desk.jobs.list_owners(owner=EVERYONE) == ["ana", "dan"]


async def test_the_newest_live_duplicate_is_found(desk: Desk, clock: Clock) -> None:
    first = await submit(desk, sha256="1" * 64, engine="tesseract", owner="ana")
    clock.advance(1)
    second = await submit(desk, sha256="1" * 64, owner="dan")
    clock.advance(1)
    cancelled = await submit(desk, sha256="1" * 64)
    await desk.jobs.cancel(cancelled.id, owner=EVERYONE)
    assert await desk.jobs.find_duplicate("1" * 64, owner=EVERYONE) == second
    assert await desk.jobs.find_duplicate("1" * 64, engine="tesseract", owner=EVERYONE) == first
    assert await desk.jobs.find_duplicate("1" * 64, owner="ana") == first
    assert await desk.jobs.find_duplicate("1" * 64, owner="ana", engine="paddleocr") is None
    assert await desk.jobs.find_duplicate("2" * 64, owner=EVERYONE) is None


async def test_a_list_is_newest_first_and_leaves_results_out(desk: Desk, clock: Clock) -> None:
    jobs = []
    for number in range(3):
        jobs.append(await submit(desk, f"{number}.jpg"))
        clock.advance(1)
    await desk.worker_queue.update_status(await claim(desk), Completed(result_json="{}", ocr_time_ms=5))
    listed = (await desk.jobs.list_jobs(owner=EVERYONE)).jobs
    assert [job.id for job in listed] == [job.id for job in reversed(jobs)]
    assert [job.result_json for job in listed] == [None] * 3
    assert (await desk.jobs.get_job(jobs[0].id, owner=EVERYONE)).result_json == "{}"


async def test_pages_hold_every_job_once_while_jobs_come_and_go(desk: Desk, clock: Clock) -> None:
    jobs = []
    for number in range(25):
        jobs.append(await submit(desk, f"{number}.jpg"))
        clock.advance(number % 3)  # several share one moment
    seen, cursor = [], None
    while True:
        page = await desk.jobs.list_jobs(limit=4, cursor=cursor, owner=EVERYONE)
        seen += [job.id for job in page.jobs]
        cursor = page.next_cursor
        if cursor is None:
            break
        clock.advance(1)
        await submit(desk, "newer.jpg")
    assert sorted(seen) == sorted(job.id for job in jobs)


async def test_exactly_one_full_page_has_no_next_one(desk: Desk) -> None:
    for number in range(3):
        await submit(desk, f"{number}.jpg")
    assert (await desk.jobs.list_jobs(limit=3, owner=EVERYONE)).next_cursor is None
    assert (await desk.jobs.list_jobs(limit=2, owner=EVERYONE)).next_cursor is not None


@pytest.mark.parametrize("cursor", ["", "x", "%%%", "MjAyNg", "é", "MjAyNi0wMS0wMVQwMDowMDowMA a", "\x00" * 8])
async def test_a_foreign_cursor_is_refused(desk: Desk, cursor: str) -> None:
    with pytest.raises(InvalidRequest):
        await desk.jobs.list_jobs(cursor=cursor, owner=EVERYONE)


@pytest.mark.parametrize("limit", [0, -1, 5001])
async def test_a_limit_out_of_range_is_refused(desk: Desk, limit: int) -> None:
    with pytest.raises(InvalidRequest):
        await desk.jobs.list_jobs(limit=limit, owner=EVERYONE)


async def test_lists_filter_by_status_and_engine(desk: Desk, clock: Clock) -> None:
    read = await submit(desk, engine="tesseract")
    clock.advance(1)
    waiting = await submit(desk)
    await claim(desk)

    async def ids(**filters: object) -> list[str]:
        return [job.id for job in (await desk.jobs.list_jobs(owner=EVERYONE, **filters)).jobs]  # type: ignore[arg-type]

    assert await ids(statuses=[JobStatus.PROCESSING]) == [read.id]
    assert await ids(statuses=[JobStatus.PROCESSING, JobStatus.PENDING]) == [waiting.id, read.id]
    assert await ids(engine="tesseract") == [read.id]
    assert await ids(engine="tesseract", statuses=[JobStatus.PENDING]) == []


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("100%", ["100%.jpg"]),
        ("%", ["100%.jpg"]),
        ("_", ["a_b.jpg"]),
        ("\\", ["c\\d.jpg"]),
        ("taricea", ["Țăriceanu.JPG"]),
        ("ȚĂRI", ["Țăriceanu.JPG"]),
        ("strasse", ["Straße.jpg"]),
        ("JPG", ["100%.jpg", "Straße.jpg", "a_b.jpg", "c\\d.jpg", "Țăriceanu.JPG"]),
        ("'; DROP TABLE ocr_jobs", []),
        ("", ["100%.jpg", "Straße.jpg", "a_b.jpg", "c\\d.jpg", "Țăriceanu.JPG"]),
    ],
)
async def test_search_takes_every_character_as_itself(desk: Desk, search: str, found: list[str]) -> None:
    for name in ("100%.jpg", "a_b.jpg", "c\\d.jpg", "Țăriceanu.JPG", "Straße.jpg"):
        await submit(desk, name)
    assert (
        sorted(job.original_filename for job in (await desk.jobs.list_jobs(search=search, owner=EVERYONE)).jobs)
        == found
    )


async def test_search_finds_a_job_by_the_beginning_of_its_id(desk: Desk) -> None:
    await submit(desk)
    job = await submit(desk)
    assert [each.id for each in (await desk.jobs.list_jobs(search=job.id[:13].upper(), owner=EVERYONE)).jobs] == [
        job.id
    ]


async def test_text_that_cannot_be_stored_is_an_invalid_request(desk: Desk) -> None:
    with pytest.raises(InvalidRequest):
        await submit(desk, "lone surrogate \ud800.jpg")
    with pytest.raises(InvalidRequest):
        await desk.jobs.get_job("\udfff", owner=EVERYONE)
    assert (await desk.jobs.list_jobs(owner=EVERYONE)).jobs == ()


async def test_a_document_is_found_by_its_vendor_once_it_is_read(desk: Desk) -> None:
    job = await submit(desk, name="scan 7.jpg")
    assert (await desk.jobs.list_jobs(search="taricean", owner=EVERYONE)).jobs == ()
    read = Completed(result_json="{}", ocr_time_ms=5, entry=LedgerEntry(vendor_name="ȚĂRICEANU SRL"))
    await desk.worker_queue.update_status(await claim(desk), read)
    for search in ("taricean", "Scan 7"):
        assert [each.id for each in (await desk.jobs.list_jobs(search=search, owner=EVERYONE)).jobs] == [job.id]


async def test_a_list_can_begin_at_a_time(desk: Desk, clock: Clock) -> None:
    await submit(desk)
    clock.advance(60)
    since, late = clock.now, await submit(desk)
    assert [each.id for each in (await desk.jobs.list_jobs(created_since=since, owner=EVERYONE)).jobs] == [late.id]
