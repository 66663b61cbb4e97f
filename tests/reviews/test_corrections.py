"""Corrections are kept beside the reading, confirmations are true to them, and both keep to their owner."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from ocrcore.errors import InvalidRequest, InvalidTransition, JobNotFound
from ocrcore.metrics.figures import Accuracy, engine_figures
from ocrcore.queue.job import Completed, Job
from ocrcore.queue.owner import EVERYONE
from ocrcore.queue.steps import EventKind
from ocrcore.reviews.corrections import MAX_VALUE_CHARACTERS
from ocrcore.reviews.review import Review, bare
from tests.queues import claim, submit

if TYPE_CHECKING:
    from ocrcore.desk.desk import Desk
    from ocrcore.queue.owner import Owner
    from tests.queues import Clock

PLACE = {"confidence": 0.9, "page": 1, "box": [0.1, 0.1, 0.2, 0.2]}
FIELDS: dict[str, Any] = {
    "vendor_name": {"value": "MAGAZIN SRL", "source": "MAGAZIN SRL", **PLACE},
    "total": {"value": "59.31", "source": "59,31", **PLACE},
    "items": [{"description": "PAINE", "amount": "59.31", **PLACE}],
}


async def read(
    desk: Desk, clock: Clock, name: str = "bon.jpg", owner: Owner = EVERYONE, fields: dict[str, Any] | None = None
) -> Job:
    """Put a document into the queue and read it; each is a second younger than the one before."""
    clock.advance(1)
    job = await submit(desk, name, owner=owner, engine="doctr_plus")
    result = json.dumps({"schema": "ocrcore.result/1", "fields": FIELDS if fields is None else fields})
    assert await desk.worker_queue.update_status(await claim(desk), Completed(result_json=result, ocr_time_ms=5))
    return job


async def accuracy(desk: Desk) -> Accuracy | None:
    figures = await engine_figures(desk.measurements)
    return figures["doctr_plus"].accuracy if figures else None


async def test_a_correction_is_kept_beside_the_reading(desk: Desk, clock: Clock) -> None:
    job = await read(desk, clock)
    before = (await desk.jobs.get_job(job.id, owner=EVERYONE)).result_json
    review = await desk.reviews.correct(job.id, {"total": "59.37", "date": "2025-03-14"}, by="ana", owner=EVERYONE)
    assert review.values == {"total": "59.37", "date": "2025-03-14"}
    total = review.corrections["total"]
    assert (total.raw, total.at, total.by) == (FIELDS["total"], clock.now, "ana")
    assert review.corrections["date"].raw is None
    assert await desk.reviews.review(job.id, owner=EVERYONE) == review
    assert (await desk.jobs.get_job(job.id, owner=EVERYONE)).result_json == before
    (step,) = [each for each in await desk.jobs.job_events(job.id, owner=EVERYONE) if each.event is EventKind.CORRECTED]
    assert step.detail == "Corrected by ana: total, date."


async def test_a_value_as_it_was_read_is_no_correction(desk: Desk, clock: Clock) -> None:
    job = await read(desk, clock)
    steps = len(await desk.jobs.job_events(job.id, owner=EVERYONE))
    same: dict[str, Any] = {
        "total": "59.31",
        "date": "",
        "items": [{"description": "PAINE", "amount": "59.31", "unit": "", "row": 0}],
    }
    assert await desk.reviews.correct(job.id, same, owner=EVERYONE) == Review()
    assert len(await desk.jobs.job_events(job.id, owner=EVERYONE)) == steps
    await desk.reviews.correct(job.id, {"total": "1.00", "items": []}, owner=EVERYONE)
    assert (await desk.reviews.review(job.id, owner=EVERYONE)).values == {"items": None, "total": "1.00"}
    assert (await desk.reviews.correct(job.id, {"total": "59.31"}, owner=EVERYONE)).values == {"items": None}
    assert (await desk.jobs.job_events(job.id, owner=EVERYONE))[-1].detail == "Put back as read: total."


async def test_a_value_that_was_derived_counts_as_not_read(desk: Desk, clock: Clock) -> None:
    derived = {"net_total": {"value": "49.00", "confidence": 0.9, "source": "derived", "derived_from": ["total"]}}
    tax = {"rate": "21", "amount": "10.31", "base": "49.00", "derived": {"base": 0.9}, **PLACE}
    job = await read(desk, clock, fields=FIELDS | derived | {"taxes": [tax]})
    same = {"taxes": [{"rate": "21", "amount": "10.31", "row": 0}]}
    assert await desk.reviews.correct(job.id, same, owner=EVERYONE) == Review()
    review = await desk.reviews.confirm(job.id, {"net_total": "49.00"}, owner=EVERYONE)
    assert (review.values, review.corrections["net_total"].raw) == ({"net_total": "49.00"}, None)


async def test_a_confirmation_tells_the_metrics_which_fields_were_right(desk: Desk, clock: Clock) -> None:
    first, second = await read(desk, clock), await read(desk, clock)
    review = await desk.reviews.confirm(first.id, {"total": "59.37", "date": "2025-03-14"}, by="ana", owner=EVERYONE)
    assert (review.is_confirmed, review.confirmed_at, review.confirmed_by) == (True, clock.now, "ana")
    # Vendor and items were left, the total was changed, the date had to be added.
    assert await accuracy(desk) == Accuracy(n=1, fields=4, mean=0.5)
    await desk.reviews.confirm(second.id, {}, owner=EVERYONE)
    assert await accuracy(desk) == Accuracy(n=2, fields=7, mean=5 / 7)
    assert (await desk.jobs.job_events(first.id, owner=EVERYONE))[-1].detail == "Confirmed by ana."
    await desk.jobs.delete(first.id, owner=EVERYONE)
    assert await accuracy(desk) == Accuracy(n=2, fields=7, mean=5 / 7)


async def test_a_field_that_nobody_looked_at_proves_nothing(desk: Desk, clock: Clock) -> None:
    blind, careful = await read(desk, clock), await read(desk, clock)
    await desk.reviews.confirm(blind.id, {"total": "59.37"}, owner=EVERYONE)
    figures = (await engine_figures(desk.measurements))["doctr_plus"]
    # That the total was wrong is known; that vendor and items were right is not.
    assert (figures.looked_at, figures.proven) == (Accuracy(n=1, fields=1, mean=0.0), None)
    await desk.reviews.confirm(careful.id, {}, owner=EVERYONE, looked_at={"total", "vendor_name", "date"})
    figures = (await engine_figures(desk.measurements))["doctr_plus"]
    assert figures.proven == Accuracy(n=2, fields=3, mean=2 / 3)
    assert figures.accuracy == Accuracy(n=2, fields=6, mean=5 / 6)


async def test_a_later_correction_takes_the_confirmation_back(desk: Desk, clock: Clock) -> None:
    job = await read(desk, clock)
    await desk.reviews.confirm(job.id, {}, owner=EVERYONE)
    assert not (await desk.reviews.correct(job.id, {"total": "59.37"}, owner=EVERYONE)).is_confirmed
    assert await accuracy(desk) is None
    await desk.reviews.confirm(job.id, {"total": "59.37"}, owner=EVERYONE)
    assert await accuracy(desk) == Accuracy(n=1, fields=3, mean=2 / 3)


async def test_a_confirmation_is_made_once_and_taken_back(desk: Desk, clock: Clock) -> None:
    job = await read(desk, clock)
    first = await desk.reviews.confirm(job.id, {"total": "59.37"}, by="ana", owner=EVERYONE)
    clock.advance(60)
    assert await desk.reviews.confirm(job.id, {"total": "59.37"}, by="dan", owner=EVERYONE) == first
    await desk.reviews.reopen(job.id, by="dan", owner=EVERYONE)
    await desk.reviews.reopen(job.id, by="dan", owner=EVERYONE)
    review = await desk.reviews.review(job.id, owner=EVERYONE)
    assert (review.is_confirmed, review.values) == (False, {"total": "59.37"})
    assert await accuracy(desk) is None
    reopened = [each for each in await desk.jobs.job_events(job.id, owner=EVERYONE) if each.event is EventKind.REOPENED]
    assert [each.detail for each in reopened] == ["Opened again by dan: no longer confirmed."]


async def test_documents_of_others_are_as_good_as_not_there(desk: Desk, clock: Clock) -> None:
    job = await read(desk, clock, owner="ana")
    for attempt in (
        desk.reviews.correct(job.id, {"total": "0.01"}, owner="dan"),
        desk.reviews.confirm(job.id, {}, owner="dan"),
        desk.reviews.reopen(job.id, owner="dan"),
    ):
        with pytest.raises(JobNotFound):
            await attempt
    assert await desk.reviews.review(job.id, owner=EVERYONE) == Review()
    assert await desk.reviews.next_unconfirmed("other", owner="dan") is None
    assert await desk.reviews.count_unconfirmed(owner="dan") == 0
    assert await desk.reviews.count_unconfirmed(owner="ana") == 1


async def test_only_what_has_been_read_is_corrected(desk: Desk) -> None:
    job = await submit(desk)
    with pytest.raises(InvalidTransition, match="The document is pending"):
        await desk.reviews.correct(job.id, {"total": "1.00"}, owner=EVERYONE)
    with pytest.raises(JobNotFound):
        await desk.reviews.confirm("nothing", {}, owner=EVERYONE)


@pytest.mark.parametrize("values", [{"": "x"}, {"Total": "x"}, {"a" * 65: "x"}, {"total": "9" * MAX_VALUE_CHARACTERS}])
async def test_what_cannot_be_kept_is_refused_whole(desk: Desk, clock: Clock, values: dict[str, str]) -> None:
    job = await read(desk, clock)
    with pytest.raises(InvalidRequest):
        await desk.reviews.confirm(job.id, {"date": "2025-03-14"} | values, owner=EVERYONE)
    assert await desk.reviews.review(job.id, owner=EVERYONE) == Review()


async def test_the_walk_goes_to_older_documents_and_then_round_to_the_newest(desk: Desk, clock: Clock) -> None:
    a, b, c, d = [await read(desk, clock, f"{name}.jpg") for name in "abcd"]
    await submit(desk, "waits.jpg")
    following = desk.reviews.next_unconfirmed
    assert await following(c.id, owner=EVERYONE) == b.id
    await desk.reviews.confirm(b.id, {}, owner=EVERYONE)
    assert await following(c.id, owner=EVERYONE) == a.id
    assert await following(a.id, owner=EVERYONE) == d.id
    for job in (c, d):
        await desk.reviews.confirm(job.id, {}, owner=EVERYONE)
    assert await following(a.id, owner=EVERYONE) is None
    assert await desk.reviews.count_unconfirmed(owner=EVERYONE) == 1


async def test_a_document_is_found_by_its_corrected_vendor(desk: Desk, clock: Clock) -> None:
    job = await read(desk, clock)
    await desk.reviews.correct(job.id, {"vendor_name": "Țăriceanu SRL"}, owner=EVERYONE)
    assert [each.id for each in (await desk.jobs.list_jobs(search="tariceanu", owner=EVERYONE)).jobs] == [job.id]
    assert (await desk.jobs.list_jobs(search="bon", owner=EVERYONE)).jobs


async def test_a_document_takes_its_corrections_with_it(desk: Desk, clock: Clock) -> None:
    job, other = await read(desk, clock), await read(desk, clock)
    for each in (job, other):
        await desk.reviews.confirm(each.id, {"total": "59.37"}, owner=EVERYONE)
    await desk.jobs.delete(job.id, owner=EVERYONE)
    assert set(await desk.reviews.reviews((job.id, other.id), owner=EVERYONE)) == {other.id}


def test_what_a_field_says_is_told_without_its_place() -> None:
    assert bare(FIELDS["total"]) == "59.31"
    assert bare(FIELDS["items"]) == [{"description": "PAINE", "amount": "59.31"}]
    assert bare([{"row": 1}]) is None
    assert bare("") is None
