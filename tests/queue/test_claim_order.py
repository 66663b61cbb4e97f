"""Who is next, and which place a job has."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, text

from ocrcore.database.job_status import JobStatus
from ocrcore.desk.desk import Desk
from ocrcore.errors import EngineTimeout
from ocrcore.queue.job import Failed
from ocrcore.queue.owner import EVERYONE
from tests.queues import Clock, claim, submit

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.config import Settings


async def test_a_claim_takes_the_oldest_of_the_highest_priority(desk: Desk, clock: Clock) -> None:
    ids = {}
    for name, priority in (("old", 0), ("urgent", 5), ("newer", 0), ("later", -1), ("urgent too", 5)):
        ids[name] = (await submit(desk, name, priority=priority)).id
        clock.advance(1)
    expected = ["urgent", "urgent too", "old", "newer", "later"]
    assert [(await claim(desk)).id for _ in expected] == [ids[name] for name in expected]
    assert await desk.worker_queue.get_next_pending("worker-1") is None


async def test_a_claim_names_the_worker_and_holds_a_lease(desk: Desk, clock: Clock) -> None:
    created = await submit(desk)
    clock.advance(2.5)
    job = await claim(desk, "worker-7")
    assert job == await desk.jobs.get_job(created.id, owner=EVERYONE)
    assert (job.status, job.attempt, job.run, job.worker_id) == (JobStatus.PROCESSING, 1, 1, "worker-7")
    assert job.started_at == clock.now
    assert job.lease_expires_at is not None
    assert (job.lease_expires_at - clock.now).total_seconds() == 30
    assert job.queue_wait_ms == 2500


async def test_jobs_of_one_moment_are_claimed_by_id_and_counted_so(desk: Desk) -> None:
    ids = sorted([(await submit(desk)).id for _ in range(9)])
    assert [await desk.jobs.get_queue_position(job_id, owner=EVERYONE) for job_id in ids] == list(range(1, 10))
    assert [(await claim(desk)).id for _ in ids] == ids


async def test_the_place_is_the_number_of_claims_until_it_is_its_turn(desk: Desk, clock: Clock) -> None:
    chance = random.Random(3)
    for number in range(40):
        await submit(desk, f"{number}.jpg", priority=chance.choice([0, 0, 0, 1, -1]))
        clock.advance(chance.choice([0, 1, 70]))
    for _ in range(6):
        await desk.worker_queue.update_status(await claim(desk), Failed(error=EngineTimeout()))
    clock.advance(1)  # the six wait out their back-off
    waiting = [
        job.id
        for job in (await desk.jobs.list_jobs(statuses=[JobStatus.PENDING], owner=EVERYONE)).jobs
        if job.run_after <= clock.now
    ]
    places = {job_id: await desk.jobs.get_queue_position(job_id, owner=EVERYONE) for job_id in waiting}
    assert len(waiting) == 34
    assert {job_id: await desk.jobs.get_queue_positions([job_id], owner=EVERYONE) for job_id in waiting} == {
        job_id: {job_id: place} for job_id, place in places.items()
    }
    claimed = [(await claim(desk)).id for _ in waiting]
    assert places == {job_id: place for place, job_id in enumerate(claimed, start=1)}


async def test_a_job_in_back_off_has_the_place_that_it_would_take_now(desk: Desk, clock: Clock) -> None:
    first = await submit(desk)
    clock.advance(1)
    second = await submit(desk)
    await desk.worker_queue.update_status(await claim(desk), Failed(error=EngineTimeout()))
    assert await desk.jobs.get_queue_positions([first.id, second.id], owner=EVERYONE) == {first.id: 1, second.id: 1}
    assert await desk.jobs.get_queue_position(first.id, owner=EVERYONE) == 1
    assert await desk.jobs.get_queue_position(second.id, owner=EVERYONE) == 1
    clock.advance(10)
    assert await desk.jobs.get_queue_positions([first.id, second.id], owner=EVERYONE) == {first.id: 1, second.id: 2}


async def test_what_does_not_wait_has_no_place(desk: Desk) -> None:
    running, cancelled, waiting = [(await submit(desk, priority=priority)).id for priority in (1, 0, 0)]
    await claim(desk)
    await desk.jobs.cancel(cancelled, owner=EVERYONE)
    for job_id in (running, cancelled, "no such job"):
        assert await desk.jobs.get_queue_position(job_id, owner=EVERYONE) is None
    assert await desk.jobs.get_queue_positions([running, cancelled, waiting, "no such job"], owner=EVERYONE) == {
        waiting: 1
    }
    assert await desk.jobs.get_queue_positions([], owner=EVERYONE) == {}


async def test_the_counts_that_sqlite_keeps_are_those_of_its_rows(settings: Settings, clock: Clock) -> None:
    async with Desk.open(settings, clock=clock) as desk:
        ids = []
        for number in range(12):
            ids.append((await submit(desk, priority=number % 2)).id)
            clock.advance(25)
        assert await waiting_by_priority(desk) == {0: 6, 1: 6}
        await desk.worker_queue.release(await claim(desk))
        await desk.worker_queue.update_status(await claim(desk), Failed(error=EngineTimeout()))
        await desk.jobs.cancel(ids[4], owner=EVERYONE)
        await desk.jobs.retry(ids[4], owner=EVERYONE)
        await desk.jobs.cancel(ids[2], owner=EVERYONE)
        await desk.jobs.delete(ids[2], owner=EVERYONE)
        await desk.jobs.delete(ids[6], owner=EVERYONE)
        await claim(desk)
        assert await waiting_by_priority(desk) == {0: 4, 1: 5}
        clock.advance(25 * 3600)
        await desk.jobs.cleanup_expired()
        assert await waiting_by_priority(desk) == {}


async def waiting_by_priority(desk: Desk) -> dict[int, int]:
    """Return how many jobs wait, counted from the rows; the counts that are kept have to agree."""
    counted = "SELECT priority, turn >> 8, count(*) FROM ocr_jobs WHERE status = 'pending' GROUP BY 1, 2"

    async def both(connection: AsyncConnection) -> list[list[tuple[int, int, int]]]:
        found = [await connection.execute(text(each)) for each in (counted, "SELECT * FROM pending_counts")]
        return [sorted((row[0], row[1], row[2]) for row in rows) for rows in found]

    rows, kept = await desk.database.read(both)
    assert rows == kept
    waiting: Counter[int] = Counter()
    for priority, _, number in rows:
        waiting[priority] += number
    return waiting


async def test_claims_at_once_in_one_process_never_share_a_job(desk: Desk) -> None:
    created = [(await submit(desk)).id for _ in range(30)]
    claimed = await asyncio.gather(*(desk.worker_queue.get_next_pending(f"worker-{number}") for number in range(40)))
    assert sorted(job.id for job in claimed if job) == sorted(created)


PLACES: dict[str, Callable[[Desk, str], Awaitable[object]]] = {
    "one": lambda desk, job_id: desk.jobs.get_queue_position(job_id, owner=EVERYONE),
    "many": lambda desk, job_id: desk.jobs.get_queue_positions([job_id], owner=EVERYONE),
}


@pytest.mark.parametrize("how_many", PLACES)
async def test_sqlite_counts_places_in_indexes_alone(settings: Settings, how_many: str) -> None:
    async with Desk.open(settings) as desk:
        job, sent = await submit(desk), []
        engine = desk.database.engine
        event.listen(engine.sync_engine, "before_cursor_execute", lambda *call: sent.append(call[2:4]))
        await PLACES[how_many](desk, job.id)
        (statement, values), *_ = sent
        async with engine.connect() as connection:
            rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            plan = [row.detail for row in rows]
    counts = [step for step in plan if step.startswith(("SEARCH ocr_jobs", "SCAN ocr_jobs"))]
    assert counts
    assert all("USING COVERING INDEX" in step or "ix_ocr_jobs_run_after" in step for step in counts), plan
    assert not any("TEMP B-TREE" in step for step in plan), plan
    if how_many == "one":
        assert any("ix_ocr_jobs_run_after (status=? AND run_after>?)" in step for step in plan), (
            "it walks over all that wait"
        )
