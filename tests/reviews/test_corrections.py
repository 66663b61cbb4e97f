"""Corrections are kept beside the reading, confirmations are true to them, and both keep to their owner."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from ocrcore.errors import InvalidRequest, InvalidTransition, JobNotFound
from ocrcore.metrics.figures import Accuracy, engine_figures
from ocrcore.queue.events import EventKind
from ocrcore.queue.job import Completed, Job
from ocrcore.reviews.corrections import MAX_VALUE_CHARACTERS, Review, bare
from tests.queues import claim, submit

if TYPE_CHECKING:
    from ocrcore.queue.job_queue import JobQueue
    from tests.queues import Clock

PLACE = {"confidence": 0.9, "page": 1, "box": [0.1, 0.1, 0.2, 0.2]}
FIELDS: dict[str, Any] = {
    "vendor_name": {"value": "MAGAZIN SRL", "source": "MAGAZIN SRL", **PLACE},
    "total": {"value": "59.31", "source": "59,31", **PLACE},
    "items": [{"description": "PAINE", "amount": "59.31", **PLACE}],
}


async def read(queue: JobQueue, clock: Clock, name: str = "bon.jpg", owner: str | None = None) -> Job:
    """Put a document into the queue and read it; each is a second younger than the one before."""
    clock.advance(1)
    job = await submit(queue, name, created_by=owner, engine="doctr_plus")
    result = json.dumps({"schema": "ocrcore.result/1", "fields": FIELDS})
    assert await queue.update_status(await claim(queue), Completed(result_json=result, ocr_time_ms=5))
    return job


async def accuracy(queue: JobQueue) -> Accuracy | None:
    figures = await engine_figures(queue)
    return figures["doctr_plus"].accuracy if figures else None


async def test_a_correction_is_kept_beside_the_reading(queue: JobQueue, clock: Clock) -> None:
    job = await read(queue, clock)
    before = (await queue.get_job(job.id)).result_json
    review = await queue.corrections.correct(job.id, {"total": "59.37", "date": "2025-03-14"}, by="ana")
    assert review.values == {"total": "59.37", "date": "2025-03-14"}
    total = review.corrections["total"]
    assert (total.raw, total.at, total.by) == (FIELDS["total"], clock.now, "ana")
    assert review.corrections["date"].raw is None
    assert await queue.corrections.review(job.id) == review
    assert (await queue.get_job(job.id)).result_json == before
    (step,) = [each for each in await queue.job_events(job.id) if each.event is EventKind.CORRECTED]
    assert step.detail == "Corrected by ana: total, date."


async def test_a_value_as_it_was_read_is_no_correction(queue: JobQueue, clock: Clock) -> None:
    job = await read(queue, clock)
    steps = len(await queue.job_events(job.id))
    same: dict[str, Any] = {
        "total": "59.31",
        "date": "",
        "items": [{"description": "PAINE", "amount": "59.31", "unit": "", "row": 0}],
    }
    assert await queue.corrections.correct(job.id, same) == Review()
    assert len(await queue.job_events(job.id)) == steps
    await queue.corrections.correct(job.id, {"total": "1.00", "items": []})
    assert (await queue.corrections.review(job.id)).values == {"items": None, "total": "1.00"}
    assert (await queue.corrections.correct(job.id, {"total": "59.31"})).values == {"items": None}
    assert (await queue.job_events(job.id))[-1].detail == "Put back as read: total."


async def test_a_confirmation_tells_the_metrics_which_fields_were_right(queue: JobQueue, clock: Clock) -> None:
    first, second = await read(queue, clock), await read(queue, clock)
    review = await queue.corrections.confirm(first.id, {"total": "59.37", "date": "2025-03-14"}, by="ana")
    assert (review.is_confirmed, review.confirmed_at, review.confirmed_by) == (True, clock.now, "ana")
    # Vendor and items were left, the total was changed, the date had to be added.
    assert await accuracy(queue) == Accuracy(n=1, fields=4, mean=0.5)
    await queue.corrections.confirm(second.id, {})
    assert await accuracy(queue) == Accuracy(n=2, fields=7, mean=5 / 7)
    assert (await queue.job_events(first.id))[-1].detail == "Confirmed by ana."
    await queue.delete(first.id)
    assert await accuracy(queue) == Accuracy(n=2, fields=7, mean=5 / 7)


async def test_a_later_correction_takes_the_confirmation_back(queue: JobQueue, clock: Clock) -> None:
    job = await read(queue, clock)
    await queue.corrections.confirm(job.id, {})
    assert not (await queue.corrections.correct(job.id, {"total": "59.37"})).is_confirmed
    assert await accuracy(queue) is None
    await queue.corrections.confirm(job.id, {"total": "59.37"})
    assert await accuracy(queue) == Accuracy(n=1, fields=3, mean=2 / 3)


async def test_a_confirmation_is_made_once_and_taken_back(queue: JobQueue, clock: Clock) -> None:
    job = await read(queue, clock)
    first = await queue.corrections.confirm(job.id, {"total": "59.37"}, by="ana")
    clock.advance(60)
    assert await queue.corrections.confirm(job.id, {"total": "59.37"}, by="dan") == first
    await queue.corrections.reopen(job.id, by="dan")
    await queue.corrections.reopen(job.id, by="dan")
    review = await queue.corrections.review(job.id)
    assert (review.is_confirmed, review.values) == (False, {"total": "59.37"})
    assert await accuracy(queue) is None
    reopened = [each for each in await queue.job_events(job.id) if each.event is EventKind.REOPENED]
    assert [each.detail for each in reopened] == ["Opened again by dan: no longer confirmed."]


async def test_documents_of_others_are_as_good_as_not_there(queue: JobQueue, clock: Clock) -> None:
    job = await read(queue, clock, owner="ana")
    for attempt in (
        queue.corrections.correct(job.id, {"total": "0.01"}, owner="dan"),
        queue.corrections.confirm(job.id, {}, owner="dan"),
        queue.corrections.reopen(job.id, owner="dan"),
    ):
        with pytest.raises(JobNotFound):
            await attempt
    assert await queue.corrections.review(job.id) == Review()
    assert await queue.corrections.next_unconfirmed("other", owner="dan") is None
    assert await queue.corrections.count_unconfirmed(owner="dan") == 0
    assert await queue.corrections.count_unconfirmed(owner="ana") == 1


async def test_only_what_has_been_read_is_corrected(queue: JobQueue) -> None:
    job = await submit(queue)
    with pytest.raises(InvalidTransition, match="The document is pending"):
        await queue.corrections.correct(job.id, {"total": "1.00"})
    with pytest.raises(JobNotFound):
        await queue.corrections.confirm("nothing", {})


@pytest.mark.parametrize("values", [{"": "x"}, {"Total": "x"}, {"a" * 65: "x"}, {"total": "9" * MAX_VALUE_CHARACTERS}])
async def test_what_cannot_be_kept_is_refused_whole(queue: JobQueue, clock: Clock, values: dict[str, str]) -> None:
    job = await read(queue, clock)
    with pytest.raises(InvalidRequest):
        await queue.corrections.confirm(job.id, {"date": "2025-03-14"} | values)
    assert await queue.corrections.review(job.id) == Review()


async def test_the_walk_goes_to_older_documents_and_then_round_to_the_newest(queue: JobQueue, clock: Clock) -> None:
    a, b, c, d = [await read(queue, clock, f"{name}.jpg") for name in "abcd"]
    await submit(queue, "waits.jpg")
    following = queue.corrections.next_unconfirmed
    assert await following(c.id) == b.id
    await queue.corrections.confirm(b.id, {})
    assert await following(c.id) == a.id
    assert await following(a.id) == d.id
    for job in (c, d):
        await queue.corrections.confirm(job.id, {})
    assert await following(a.id) is None
    assert await queue.corrections.count_unconfirmed() == 1


async def test_a_document_is_found_by_its_corrected_vendor(queue: JobQueue, clock: Clock) -> None:
    job = await read(queue, clock)
    await queue.corrections.correct(job.id, {"vendor_name": "Țăriceanu SRL"})
    assert [each.id for each in (await queue.list_jobs(search="tariceanu")).jobs] == [job.id]
    assert (await queue.list_jobs(search="bon")).jobs


async def test_a_document_takes_its_corrections_with_it(queue: JobQueue, clock: Clock) -> None:
    job, other = await read(queue, clock), await read(queue, clock)
    for each in (job, other):
        await queue.corrections.confirm(each.id, {"total": "59.37"})
    await queue.delete(job.id)
    assert set(await queue.corrections.reviews((job.id, other.id))) == {other.id}


def test_what_a_field_says_is_told_without_its_place() -> None:
    assert bare(FIELDS["total"]) == "59.31"
    assert bare(FIELDS["items"]) == [{"description": "PAINE", "amount": "59.31"}]
    assert bare([{"row": 1}]) is None
    assert bare("") is None
