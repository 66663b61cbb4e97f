"""People are served by turns: many documents of one do not hold another's few back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, text

from ocrcore.database import migrations
from ocrcore.database.connections import create_engine
from ocrcore.desk.desk import Desk
from ocrcore.errors import EncryptedDocument, EngineTimeout
from ocrcore.queue.job import Failed
from ocrcore.queue.owner import EVERYONE
from ocrcore.queue.workers import WorkerInfo
from tests.database.test_schema import drop_everything
from tests.queues import Clock, claim, submit

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ocrcore.config import Settings
    from ocrcore.queue.job import Job


async def submit_all(desk: Desk, clock: Clock, names: str, **changes: Any) -> dict[str, Job]:
    """Put documents into the queue, one a second; a name such as `a1` is that of its owner and a number."""
    jobs = {}
    for name in names.split():
        jobs[name] = await submit(desk, name, owner=name[0], **changes)
        clock.advance(1)
    return jobs


async def claimed(desk: Desk, number: int) -> str:
    return " ".join([(await claim(desk)).original_filename for _ in range(number)])


@pytest.mark.parametrize(
    ("arrived", "served"),
    [
        ("a1 a2 a3 a4 b1", "a1 b1 a2 a3 a4"),
        ("a1 a2 a3 b1 b2 b3", "a1 b1 a2 b2 a3 b3"),
        ("a1 a2 a3 b1 c1 c2 b2", "a1 b1 c1 a2 c2 b2 a3"),
        ("a1 b1 c1 a2 b2 c2", "a1 b1 c1 a2 b2 c2"),
    ],
)
async def test_people_take_turns_each_with_their_oldest_first(
    desk: Desk, clock: Clock, arrived: str, served: str
) -> None:
    jobs = await submit_all(desk, clock, arrived)
    places = {name: await desk.jobs.get_queue_position(job.id, owner=EVERYONE) for name, job in jobs.items()}
    assert places == {name: place for place, name in enumerate(served.split(), start=1)}
    many = await desk.jobs.get_queue_positions([job.id for job in jobs.values()], owner=EVERYONE)
    assert many == {job.id: places[name] for name, job in jobs.items()}
    assert await claimed(desk, len(jobs)) == served


async def test_a_batch_of_five_hundred_holds_one_document_back_by_one(desk: Desk, clock: Clock) -> None:
    for number in range(500):
        await submit(desk, f"a{number}", owner="a")
        clock.advance(0.01)
    for _ in range(100):
        await claim(desk)
    single = await submit(desk, "b1", owner="b")
    late = await submit(desk, "a500", owner="a")
    assert await desk.jobs.get_queue_position(single.id, owner="b") == 2
    assert await desk.jobs.get_queue_position(late.id, owner="a") == 402
    assert await claimed(desk, 3) == "a100 b1 a101"


async def test_who_comes_while_many_wait_joins_at_the_turn_that_is_served(desk: Desk, clock: Clock) -> None:
    await submit_all(desk, clock, " ".join(f"a{number}" for number in range(300)))
    assert (await claimed(desk, 270)).endswith("a269")
    await submit_all(desk, clock, "b1 b2")
    assert await claimed(desk, 5) == "a270 b1 a271 b2 a272"
    await submit_all(desk, clock, "b3")
    assert await claimed(desk, 3) == "a273 b3 a274", "having been served before is neither a merit nor a fault"


async def test_priority_goes_before_turns(desk: Desk, clock: Clock) -> None:
    await submit_all(desk, clock, "a1 b1")
    await submit_all(desk, clock, "a2 a3 b2", priority=1)
    assert await claimed(desk, 5) == "a2 b2 a3 a1 b1"


async def test_a_document_that_waits_out_its_back_off_pulls_nobody_s_batch_forward(desk: Desk, clock: Clock) -> None:
    await submit_all(desk, clock, "a1 a2 a3 a4")
    failed = await claim(desk)
    await claimed(desk, 1)
    await desk.worker_queue.update_status(failed, Failed(error=EngineTimeout()))
    await submit_all(desk, clock, "b1 b2")
    assert await claimed(desk, 4) == "a1 a3 b1 a4", "a1 has waited out its two seconds meanwhile"


async def test_who_retries_much_at_once_holds_nobody_back(desk: Desk, clock: Clock) -> None:
    jobs = await submit_all(desk, clock, "a1 a2 a3 a4")
    for _ in jobs:
        await desk.worker_queue.update_status(await claim(desk), Failed(error=EncryptedDocument()))
    for name in ("a4", "a2", "a1", "a3"):
        await desk.jobs.retry(jobs[name].id, owner="a")
        clock.advance(1)
    await submit_all(desk, clock, "b1 b2")
    assert await claimed(desk, 6) == "a4 b1 a2 b2 a1 a3"


async def test_what_was_given_back_goes_first_again(desk: Desk, clock: Clock) -> None:
    await submit_all(desk, clock, "a1 a2 a3 b1")
    await desk.worker_queue.release(await claim(desk))
    assert await claimed(desk, 2) == "a1 b1"


async def test_a_clock_that_is_set_back_makes_nobody_s_documents_jump_the_queue(desk: Desk, clock: Clock) -> None:
    await submit_all(desk, clock, "a1 a2 a3")
    clock.advance(-7200)
    await submit_all(desk, clock, "a4 a5 b1")
    clock.advance(7200)
    assert await claimed(desk, 6) == "a1 a2 a3 a4 b1 a5"


@pytest.mark.parametrize("waiting", [20, 600])
async def test_the_end_that_is_predicted_knows_the_turns(desk: Desk, clock: Clock, waiting: int) -> None:
    await desk.worker_queue.register_worker(WorkerInfo(worker_id="w", hostname="h", pid=1, processes=1))
    many = await submit_all(desk, clock, " ".join(f"a{number}" for number in range(waiting)))
    await desk.worker_queue.worker_heartbeat("w")
    await desk.jobs.get_forecast(owner=EVERYONE)
    single = await submit(desk, "b1", owner="b")
    rows = await desk.database.read(
        lambda connection: connection.execute(
            text("SELECT eta_ms FROM job_predictions WHERE job_id = :id"), {"id": single.id}
        )
    )
    assert rows.scalar_one() < 3 * 7000
    clock.advance(2)
    forecast = await desk.jobs.get_forecast(owner=EVERYONE)
    first, last = forecast.etas[many["a0"].id], forecast.etas[many[f"a{waiting - 1}"].id]
    assert first.middle_s < forecast.etas[single.id].middle_s < last.middle_s


STATEMENTS: dict[str, Callable[[Desk], Awaitable[object]]] = {
    "claim": lambda desk: desk.worker_queue.get_next_pending("w"),
    "create": lambda desk: submit(desk, owner="a"),
    "create for nobody": submit,
}


@pytest.mark.parametrize("what", STATEMENTS)
async def test_sqlite_finds_turns_in_indexes_without_sorting(settings: Settings, what: str) -> None:
    async with Desk.open(settings) as desk:
        sent: list[tuple[str, Any]] = []
        engine = desk.database.engine
        event.listen(engine.sync_engine, "before_cursor_execute", lambda *call: sent.append(call[2:4]))
        await STATEMENTS[what](desk)
        statement, values = next(
            each for each in sent if each[0].startswith(("UPDATE ocr_jobs", "INSERT INTO ocr_jobs"))
        )
        async with engine.connect() as connection:
            rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            plan = [row.detail for row in rows]
    assert not any("TEMP B-TREE" in step or step.startswith("SCAN ocr_jobs") for step in plan), plan
    assert any("ix_ocr_jobs_claim_order" in step for step in plan), plan


async def test_those_who_waited_before_there_were_turns_get_theirs(store: Settings) -> None:
    engine = create_engine(store.sqlalchemy_url)
    row = (
        "INSERT INTO ocr_jobs (id, status, file_path, mime_type, engine, original_filename, search_text, sha256, size_bytes,"
        " page, priority, attempt, max_attempts, run, created_at, run_after, expires_at, created_by) VALUES"
        " ('{0}', 'pending', 'x', 'image/png', 'tesseract', '{0}', 'x', 'ab', 1, 0, 0, 0, 3, 0, '2026-03-14 10:00:0{1}',"
        " '2026-03-14 10:00:00', '2099-03-15 10:00:00', {2})"
    )
    try:
        async with engine.begin() as connection:
            await connection.run_sync(drop_everything)
            await connection.run_sync(migrations.upgrade, "0007")
            for second, (name, owner) in enumerate(
                (("a1", "'a'"), ("a2", "'a'"), ("a3", "'a'"), ("n1", "NULL"), ("b1", "'b'"))
            ):
                await connection.execute(text(row.format(name, second, owner)))
        async with Desk.open(store) as desk:
            assert await claimed(desk, 5) == "a1 n1 b1 a2 a3"
    finally:
        await engine.dispose()
