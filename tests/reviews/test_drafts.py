"""What was typed and not sent is kept for its person, and never comes after its own confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ocrcore.errors import InvalidRequest, JobNotFound
from ocrcore.queue.owner import EVERYONE
from ocrcore.reviews.drafts import MAX_DRAFT_CHARACTERS
from ocrcore.reviews.review import version
from tests.reviews.test_corrections import read

if TYPE_CHECKING:
    from ocrcore.desk.desk import Desk
    from ocrcore.queue.owner import Owner
    from tests.queues import Clock

DRAFT = {"fields": {"total": "59,37"}, "seen": ["date"]}


async def now(desk: Desk, job_id: str, owner: Owner = EVERYONE) -> str:
    job = await desk.jobs.get_job(job_id, owner=owner)
    return version(job, await desk.reviews.review(job_id, owner=owner))


async def test_a_draft_is_kept_replaced_and_taken_away(desk: Desk, clock: Clock) -> None:
    job = await read(desk, clock)
    base = await now(desk, job.id)
    assert await desk.reviews.draft(job.id, owner=EVERYONE) == {}
    for draft in (DRAFT, {"fields": {"total": "1"}}, {}):
        assert await desk.reviews.keep_draft(job.id, draft, base=base, owner=EVERYONE)
        assert await desk.reviews.draft(job.id, owner=EVERYONE) == draft
    assert not (await desk.reviews.review(job.id, owner=EVERYONE)).corrections


async def test_a_draft_ends_with_its_correction_and_does_not_come_after_it(desk: Desk, clock: Clock) -> None:
    job = await read(desk, clock)
    base = await now(desk, job.id)
    await desk.reviews.keep_draft(job.id, DRAFT, base=base, owner=EVERYONE)
    await desk.reviews.confirm(job.id, {"total": "59.37"}, owner=EVERYONE)
    assert await desk.reviews.draft(job.id, owner=EVERYONE) == {}
    assert not await desk.reviews.keep_draft(job.id, DRAFT, base=base, owner=EVERYONE)
    assert await desk.reviews.draft(job.id, owner=EVERYONE) == {}


async def test_a_draft_is_its_persons_alone_and_goes_with_the_document(desk: Desk, clock: Clock) -> None:
    job = await read(desk, clock, owner="ana")
    base = await now(desk, job.id, "ana")
    await desk.reviews.keep_draft(job.id, DRAFT, base=base, owner="ana")
    assert await desk.reviews.draft(job.id, owner="dan") == {}
    with pytest.raises(JobNotFound):
        await desk.reviews.keep_draft(job.id, DRAFT, base=base, owner="dan")
    await desk.jobs.delete(job.id, owner="ana")
    assert await desk.reviews.draft(job.id, owner="ana") == {}


async def test_a_draft_without_end_is_refused(desk: Desk, clock: Clock) -> None:
    job = await read(desk, clock)
    long = {"fields": {"total": "9" * MAX_DRAFT_CHARACTERS}}
    with pytest.raises(InvalidRequest):
        await desk.reviews.keep_draft(job.id, long, base=await now(desk, job.id), owner=EVERYONE)


async def test_corrections_go_along_to_another_reading(desk: Desk, clock: Clock) -> None:
    job, again = await read(desk, clock), await read(desk, clock, "din nou.jpg")
    values: dict[str, Any] = {"total": "59.37", "items": [{"description": "PÂINE", "amount": "59.37", "row": 0}]}
    await desk.reviews.confirm(job.id, values, owner=EVERYONE)
    await desk.reviews.copy_corrections(job.id, to=again.id, owner=EVERYONE)
    found = await desk.reviews.review(again.id, owner=EVERYONE)
    assert found.values == {"total": "59.37", "items": [{"description": "PÂINE", "amount": "59.37"}]}
    assert not found.is_confirmed
