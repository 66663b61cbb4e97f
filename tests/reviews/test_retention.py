"""How far people are with a document, and how long it is kept for that."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ocrcore.database.review_state import ReviewState
from ocrcore.errors import InvalidTransition, JobNotFound
from ocrcore.export import mark_exported, matching_ids
from ocrcore.queue.job import Completed
from ocrcore.queue.owner import EVERYONE
from tests.queues import claim, submit

if TYPE_CHECKING:
    from datetime import datetime

    from ocrcore.desk.desk import Desk
    from ocrcore.reviews.review import Review
    from tests.queues import Clock

HOUR = 3600
DAY = 24 * HOUR
DONE = Completed(result_json='{"fields": {"total": {"value": "59.31"}}}', ocr_time_ms=5)


async def read(desk: Desk, *, expiry_hours: float | None = None, name: str = "bon.jpg") -> str:
    job = await submit(desk, name, expiry_hours=expiry_hours)
    assert await desk.worker_queue.update_status(await claim(desk), DONE)
    return job.id


async def confirm(desk: Desk, job_id: str) -> Review:
    return await desk.reviews.confirm(job_id, {}, owner=EVERYONE)


async def export(desk: Desk, job_id: str, by: str | None = None) -> None:
    review = await desk.reviews.review(job_id, owner=EVERYONE)
    await mark_exported(desk.reviews, {job_id: review}, owner=EVERYONE, by=by)


async def state(desk: Desk, job_id: str) -> ReviewState | None:
    found = (await desk.reviews.states([job_id], owner=EVERYONE)).get(job_id)
    if found is not None:
        assert (await desk.reviews.review(job_id, owner=EVERYONE)).state is found
    for each in ReviewState:
        listed = (await desk.jobs.list_jobs(owner=EVERYONE, review_states=(each,))).jobs
        assert (job_id in {job.id for job in listed}) == (each is found)
    return found


async def expires_at(desk: Desk, job_id: str) -> datetime:
    return (await desk.jobs.get_job(job_id, owner=EVERYONE)).expires_at


async def test_what_nobody_confirmed_is_deleted_after_a_day_exported_or_not(desk: Desk, clock: Clock) -> None:
    one, exported = await read(desk), await read(desk)
    await export(desk, exported)
    assert await state(desk, one) is await state(desk, exported) is ReviewState.TO_REVIEW
    clock.advance(DAY)
    assert set((await desk.jobs.cleanup_expired()).job_ids) == {one, exported}


@pytest.mark.parametrize("own_hours", [None, 2])
async def test_a_confirmed_document_waits_for_its_export_for_ninety_days(
    desk: Desk, clock: Clock, own_hours: float | None
) -> None:
    job_id = await read(desk, expiry_hours=own_hours)
    clock.advance(HOUR)
    await confirm(desk, job_id)
    assert await state(desk, job_id) is ReviewState.CONFIRMED
    clock.advance(90 * DAY - 1)
    assert (await desk.jobs.cleanup_expired()).job_ids == ()
    clock.advance(1)
    assert (await desk.jobs.cleanup_expired()).job_ids == (job_id,)


@pytest.mark.parametrize(("own_hours", "hours"), [(None, 24), (2, 2), (10_000, 24)])
async def test_after_its_export_the_usual_time_runs_once(
    desk: Desk, clock: Clock, own_hours: float | None, hours: float
) -> None:
    job_id = await read(desk, expiry_hours=own_hours)
    await confirm(desk, job_id)
    clock.advance(30 * DAY)
    await export(desk, job_id, by="ana")
    until = clock.now + timedelta(hours=hours)
    assert (await state(desk, job_id), await expires_at(desk, job_id)) == (ReviewState.EXPORTED, until)
    story = await desk.jobs.job_events(job_id, owner=EVERYONE)
    assert story[-1].detail == "Exported by ana."
    clock.advance(HOUR)
    await export(desk, job_id)
    assert await desk.jobs.job_events(job_id, owner=EVERYONE) == story
    clock.advance((hours - 1) * HOUR - 1)
    assert (await desk.jobs.cleanup_expired()).job_ids == ()
    clock.advance(1)
    assert (await desk.jobs.cleanup_expired()).job_ids == (job_id,)


@pytest.mark.parametrize("is_exported", [False, True])
@pytest.mark.parametrize("is_corrected", [False, True])
async def test_a_confirmation_taken_back_brings_the_usual_time_from_then(
    desk: Desk, clock: Clock, is_exported: bool, is_corrected: bool
) -> None:
    job_id = await read(desk, expiry_hours=2)
    await confirm(desk, job_id)
    clock.advance(10 * DAY)
    if is_exported:
        await export(desk, job_id)
    if is_corrected:
        await desk.reviews.correct(job_id, {"total": "59.37"}, owner=EVERYONE)
    else:
        await desk.reviews.reopen(job_id, owner=EVERYONE)
    assert await state(desk, job_id) is ReviewState.TO_REVIEW
    assert await expires_at(desk, job_id) == clock.now + timedelta(hours=2)
    await confirm(desk, job_id)
    assert await state(desk, job_id) is ReviewState.CONFIRMED, "what was exported before is not what is confirmed now"


async def test_what_changed_since_the_file_was_made_does_not_count_as_exported(desk: Desk, clock: Clock) -> None:
    job_id = await read(desk)
    in_the_file = await confirm(desk, job_id)
    clock.advance(1)
    await desk.reviews.confirm(job_id, {"total": "59.37"}, owner=EVERYONE)
    await mark_exported(desk.reviews, {job_id: in_the_file}, owner=EVERYONE)
    assert await state(desk, job_id) is ReviewState.CONFIRMED
    await desk.reviews.reopen(job_id, owner=EVERYONE)
    await mark_exported(desk.reviews, {job_id: in_the_file}, owner=EVERYONE)
    assert await state(desk, job_id) is ReviewState.TO_REVIEW


async def test_a_document_deleted_since_keeps_no_other_from_being_marked(desk: Desk, clock: Clock) -> None:
    gone, here = await read(desk), await read(desk)
    exported = {job_id: await confirm(desk, job_id) for job_id in (gone, here)}
    await desk.jobs.delete(gone, owner=EVERYONE)
    await mark_exported(desk.reviews, exported, owner=EVERYONE)
    assert await state(desk, here) is ReviewState.EXPORTED
    with pytest.raises(JobNotFound):
        await desk.reviews.mark_exported(gone, clock.now, owner=EVERYONE)


async def test_a_retry_keeps_what_its_owner_had_set(desk: Desk, clock: Clock) -> None:
    for own_hours, hours in ((2, 2), (None, 24)):
        job = await submit(desk, expiry_hours=own_hours)
        assert job.expires_at == clock.now + timedelta(hours=hours)
        await desk.jobs.cancel(job.id, owner=EVERYONE)
        clock.advance(HOUR)
        assert (await desk.jobs.retry(job.id, owner=EVERYONE)).expires_at == clock.now + timedelta(hours=hours)
        await desk.jobs.delete(job.id, owner=EVERYONE)


async def test_what_has_not_been_read_has_no_state_and_is_not_exported(desk: Desk, clock: Clock) -> None:
    job = await submit(desk)
    assert await state(desk, job.id) is None
    with pytest.raises(InvalidTransition):
        await desk.reviews.mark_exported(job.id, clock.now, owner=EVERYONE)


async def test_an_export_can_have_what_is_confirmed_alone(desk: Desk, clock: Clock) -> None:
    ids = []
    for _ in range(3):
        clock.advance(1)
        ids.append(await read(desk))
    for job_id in ids[1:]:
        await confirm(desk, job_id)
    await export(desk, ids[2])
    states = (ReviewState.CONFIRMED, ReviewState.EXPORTED)
    assert await matching_ids(desk.jobs, owner=EVERYONE, review_states=states) == [ids[2], ids[1]]
    assert await matching_ids(desk.jobs, owner=EVERYONE, review_states=states[:1]) == [ids[1]]
