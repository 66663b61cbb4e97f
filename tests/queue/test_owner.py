"""Whose jobs are meant is said in every operation on jobs: left out it is an error, and jobs of others are not visible."""

from __future__ import annotations

import inspect
import json
from typing import TYPE_CHECKING, Any

import pytest

from ocrcore.errors import JobNotFound
from ocrcore.export import matching_ids
from ocrcore.queue.forecast.eta import Forecast
from ocrcore.queue.job import Completed, Job, JobPage
from ocrcore.queue.job_queue import JobQueue
from ocrcore.queue.owner import EVERYONE
from ocrcore.queue.workers import WorkerInfo
from ocrcore.reviews.review import Review
from ocrcore.reviews.reviews import Reviews
from tests.queues import claim, submit

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocrcore.desk.desk import Desk

OF_THE_WHOLE_QUEUE = {
    "book", "cleanup_expired", "stored_files", "sweep",
    "count_pending", "count_processing", "get_average_processing_time", "get_queue_stats",
}  # fmt: skip
"""What time does, and figures that are everybody's: the only operations without an owner."""

OPERATIONS = [
    (part, name)
    for part, kind in (("jobs", JobQueue), ("reviews", Reviews))
    for name, _ in inspect.getmembers(kind, inspect.iscoroutinefunction)
    if not name.startswith("_") and name not in OF_THE_WHOLE_QUEUE
]
ELSEWHERE = {"create_job", "delete_all", "require_room", "draft", "keep_draft", "same_documents", "copy_corrections"}
"""They have tests of their own: `test_submission`, `test_forgotten`, `test_back_pressure`, `test_drafts`, `test_suppliers`."""
OF_THE_DESK = ("submit", "retry", "withdraw", "delete")

REFUSED = JobNotFound
NOTHING: dict[str, Any] = {
    "get_job": REFUSED, "cancel": REFUSED, "retry": REFUSED, "delete": REFUSED, "cleanup_job_file": REFUSED,
    "correct": REFUSED, "confirm": REFUSED, "reopen": REFUSED, "mark_exported": REFUSED,
    "list_jobs": JobPage(jobs=(), next_cursor=None), "list_owners": [], "find_duplicate": None, "job_events": [],
    "get_queue_position": None, "get_queue_positions": {}, "get_forecast": {},
    "review": Review(), "reviews": {}, "states": {}, "next_unconfirmed": None, "count_unconfirmed": 0,
}  # fmt: skip
"""What each operation answers about jobs of somebody else; `create_job` is about none that are there."""


def arguments(name: str, job: Job) -> list[Any]:
    """Return what an operation is asked about a job."""
    if name in {"list_jobs", "list_owners", "require_room", "delete_all", "get_forecast", "count_unconfirmed"}:
        return []
    if name in {"get_queue_positions", "reviews", "states", "same_documents"}:
        return [[job.id]]
    special: dict[str, list[Any]] = {"find_duplicate": [job.sha256], "cleanup_job_file": [job]}
    special["mark_exported"] = [job.id, job.created_at]
    return special.get(name, [job.id, {"total": "1.00"}] if name in {"correct", "confirm"} else [job.id])


def test_every_operation_on_jobs_is_known_to_this_test() -> None:
    assert {name for _, name in OPERATIONS} == NOTHING.keys() | ELSEWHERE


@pytest.mark.parametrize(("part", "name"), [*OPERATIONS, *(("", name) for name in OF_THE_DESK)])
async def test_an_owner_that_is_left_out_is_an_error_and_not_everyone(desk: Desk, part: str, name: str) -> None:
    job = await submit(desk, owner="ana")
    operation: Callable[..., Any] = getattr(getattr(desk, part) if part else desk, name)
    needed: dict[str, Any] = {}
    if name == "create_job":
        needed = {"file_path": "x", "mime_type": "image/png", "engine": "tesseract", "original_filename": "x"}
        needed |= {"sha256": "ab", "size_bytes": 1}
    named: dict[str, dict[str, Any]] = {"keep_draft": {"draft": {}, "base": "x"}, "copy_corrections": {"to": job.id}}
    needed |= named.get(name, {})
    given = ["x.png", b""] if name == "submit" else [] if name == "create_job" else arguments(name, job)
    with pytest.raises(TypeError, match="owner"):
        await operation(*given, **needed)


async def jobs_of_ana(desk: Desk) -> list[Job]:
    """Put in a job in each state that matters: corrected, failed for good, being read, and waiting."""
    await desk.worker_queue.register_worker(WorkerInfo(worker_id="worker-1", hostname="desk", pid=1, processes=1))
    result = json.dumps({"fields": {"total": {"value": "59.31"}}})
    read = await submit(desk, owner="ana")
    await desk.worker_queue.update_status(await claim(desk), Completed(result_json=result, ocr_time_ms=1))
    await desk.reviews.correct(read.id, {"total": "59.37"}, owner="ana")
    cancelled = await submit(desk, owner="ana")
    await desk.jobs.cancel(cancelled.id, owner="ana")
    reading = await submit(desk, owner="ana")
    await claim(desk)
    return [read, cancelled, reading, await submit(desk, owner="ana")]


@pytest.mark.parametrize("name", NOTHING)
async def test_jobs_of_others_are_not_visible_to_any_operation(desk: Desk, name: str) -> None:
    jobs = await jobs_of_ana(desk)
    operation = getattr(getattr(desk, next(part for part, each in OPERATIONS if each == name)), name)
    before = [await everything(desk, job) for job in jobs]
    seen = []
    for job in jobs:
        if NOTHING[name] is REFUSED:
            with pytest.raises(JobNotFound):
                await operation(*arguments(name, job), owner="dan")
            continue
        answer = await operation(*arguments(name, job), owner="dan")
        assert (answer.etas if isinstance(answer, Forecast) else answer) == NOTHING[name]
        own = await operation(*arguments(name, job), owner="ana")
        assert own == await operation(*arguments(name, job), owner=EVERYONE), "only ana's jobs are here"
        seen.append(own.etas if isinstance(own, Forecast) else own)
    assert [await everything(desk, job) for job in jobs] == before
    assert NOTHING[name] is REFUSED or any(own != NOTHING[name] for own in seen), "there was something to see"


async def everything(desk: Desk, job: Job) -> tuple[Any, ...]:
    """Return all that is known of a job."""
    return (
        await desk.jobs.get_job(job.id, owner=EVERYONE),
        await desk.jobs.job_events(job.id, owner=EVERYONE),
        await desk.reviews.review(job.id, owner=EVERYONE),
    )


async def test_an_export_has_the_owner_s_documents_only(desk: Desk) -> None:
    read, *_ = await jobs_of_ana(desk)
    assert await matching_ids(desk.jobs, owner="dan") == []
    assert await matching_ids(desk.jobs, owner="ana") == await matching_ids(desk.jobs, owner=EVERYONE) == [read.id]


async def test_what_is_handed_in_for_everyone_belongs_to_nobody_and_is_seen_by_no_single_person(desk: Desk) -> None:
    job = await submit(desk, owner=EVERYONE)
    assert job.created_by is None
    assert (await desk.jobs.list_jobs(owner=EVERYONE)).jobs == (job,)
    assert (await desk.jobs.list_jobs(owner="ana")).jobs == ()
