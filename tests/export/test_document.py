"""From the queue to an export: the corrected document, and all documents that match."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ocrcore.database.job_status import JobStatus
from ocrcore.desk.desk import Desk
from ocrcore.errors import ResultNotReady
from ocrcore.export import document_of, matching_ids
from ocrcore.queue.job import Completed
from ocrcore.queue.owner import EVERYONE
from tests.export.conftest import document, field

if TYPE_CHECKING:
    from ocrcore.config import Settings
    from ocrcore.queue.job import Job


async def submit(desk: Desk, name: str, **changes: Any) -> Job:
    values: dict[str, Any] = {
        "owner": EVERYONE,
        "file_path": "x",
        "mime_type": "image/png",
        "engine": "tesseract",
        "sha256": "ab",
        "size_bytes": 1,
    }
    return await desk.jobs.create_job(original_filename=name, **(values | changes))


async def read(desk: Desk, name: str, **changes: Any) -> Job:
    job = await submit(desk, name, **changes)
    claimed = await desk.worker_queue.get_next_pending("worker")
    assert claimed is not None
    result = document("TOTAL LEI 59,31", fields={"total": field("59.31")}).result
    assert await desk.worker_queue.update_status(claimed, Completed(result_json=result.to_json(), ocr_time_ms=1))
    return job


async def test_a_document_is_exported_as_it_was_corrected(settings: Settings) -> None:
    async with Desk.open(settings) as desk:
        job = await read(desk, "bon.png")
        await desk.reviews.confirm(job.id, {"total": "59.37"}, by="ana", owner=EVERYONE)
        now, review = await desk.jobs.get_job(job.id, owner=EVERYONE), await desk.reviews.review(job.id, owner=EVERYONE)
        waiting = await submit(desk, "waits.png")
    made = document_of(now, review)
    assert made.result.fields["total"]["value"] == "59.37"
    assert made.review.confirmed_by == "ana"
    assert document_of(now).result.fields["total"]["value"] == "59.31"
    with pytest.raises(ResultNotReady):
        document_of(waiting)


async def test_everything_that_matches_is_what_has_been_read_and_is_mine(settings: Settings) -> None:
    async with Desk.open(settings) as desk:
        mine, other = await read(desk, "a.png", owner="ana"), await read(desk, "b.png", owner="dan")
        await submit(desk, "waits.png", owner="ana")
        assert await matching_ids(desk.jobs, owner=EVERYONE) == [other.id, mine.id]
        assert await matching_ids(desk.jobs, owner="ana") == [mine.id]
        assert await matching_ids(desk.jobs, owner=EVERYONE, search="b.p", engine=None) == [other.id]
        assert await matching_ids(desk.jobs, owner=EVERYONE, statuses=(JobStatus.PENDING,)) == []
        states = (JobStatus.PENDING, JobStatus.COMPLETED)
        assert await matching_ids(desk.jobs, owner=EVERYONE, statuses=states) == [other.id, mine.id]
