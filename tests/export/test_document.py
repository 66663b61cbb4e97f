"""From the queue to an export: the corrected document, and all documents that match."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ocrcore.database.job_status import JobStatus
from ocrcore.errors import ResultNotReady
from ocrcore.export import document_of, matching_ids
from ocrcore.queue.job import Completed
from ocrcore.queue.job_queue import JobQueue
from tests.export.conftest import document, field

if TYPE_CHECKING:
    from ocrcore.config import Settings
    from ocrcore.queue.job import Job


async def submit(queue: JobQueue, name: str, **changes: Any) -> Job:
    values: dict[str, Any] = {
        "file_path": "x",
        "mime_type": "image/png",
        "engine": "tesseract",
        "sha256": "ab",
        "size_bytes": 1,
    }
    return await queue.create_job(original_filename=name, **(values | changes))


async def read(queue: JobQueue, name: str, **changes: Any) -> Job:
    job = await submit(queue, name, **changes)
    claimed = await queue.get_next_pending("worker")
    assert claimed is not None
    result = document("TOTAL LEI 59,31", fields={"total": field("59.31")}).result
    assert await queue.update_status(claimed, Completed(result_json=result.to_json(), ocr_time_ms=1))
    return job


async def test_a_document_is_exported_as_it_was_corrected(settings: Settings) -> None:
    async with await JobQueue.open(settings) as queue:
        job = await read(queue, "bon.png")
        await queue.corrections.confirm(job.id, {"total": "59.37"}, by="ana")
        now, review = await queue.get_job(job.id), await queue.corrections.review(job.id)
        waiting = await submit(queue, "waits.png")
    made = document_of(now, review)
    assert made.result.fields["total"]["value"] == "59.37"
    assert made.review.confirmed_by == "ana"
    assert document_of(now).result.fields["total"]["value"] == "59.31"
    with pytest.raises(ResultNotReady):
        document_of(waiting)


async def test_everything_that_matches_is_what_has_been_read_and_is_mine(settings: Settings) -> None:
    async with await JobQueue.open(settings) as queue:
        mine, other = await read(queue, "a.png", created_by="ana"), await read(queue, "b.png", created_by="dan")
        await submit(queue, "waits.png", created_by="ana")
        assert await matching_ids(queue, {}) == [other.id, mine.id]
        assert await matching_ids(queue, {"owner": "ana"}) == [mine.id]
        assert await matching_ids(queue, {"search": "b.p", "engine": None}) == [other.id]
        assert await matching_ids(queue, {"statuses": (JobStatus.PENDING,)}) == []
        assert await matching_ids(queue, {"statuses": (JobStatus.PENDING, JobStatus.COMPLETED)}) == [other.id, mine.id]
