"""The schema: the same from nothing as step by step, from any earlier version, and strict."""

from __future__ import annotations

import multiprocessing
import re
import sqlite3
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import IntegrityError

from ocrcore.database import migrations
from ocrcore.database.columns import metadata
from ocrcore.database.connections import create_engine
from ocrcore.database.database import Database
from ocrcore.database.job_status import JobStatus
from ocrcore.database.review_state import ReviewState
from ocrcore.desk.desk import Desk
from ocrcore.errors import DatabaseError
from ocrcore.metrics.measurement import RunOutcome
from ocrcore.queue.job import TRANSITIONS, Job
from ocrcore.queue.listing import SUMMARY_COLUMNS
from ocrcore.queue.owner import EVERYONE
from tests.queue.children import open_and_submit, share
from tests.queues import claim, submit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    from ocrcore.config import Settings

REVISIONS = ScriptDirectory(str(Path(migrations.__file__).parent))


@pytest.fixture
async def empty(store: Settings) -> AsyncIterator[AsyncEngine]:
    """An engine on a database without a single table."""
    engine = create_engine(store.sqlalchemy_url)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(drop_everything)
        yield engine
        async with engine.begin() as connection:
            await connection.run_sync(drop_everything)
    finally:
        await engine.dispose()


async def execute(desk: Desk, statement: str) -> None:
    await desk.database.write(lambda connection: connection.execute(text(statement)))


def drop_everything(connection: Connection) -> None:
    metadata.drop_all(connection)
    connection.execute(text("DROP TABLE IF EXISTS pending_counts"))
    connection.execute(text("DROP TABLE IF EXISTS alembic_version"))


def described_index(index: Any) -> str:
    options = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
    return str({**index, "dialect_options": options})


def described(connection: Connection) -> dict[str, Any]:
    """Return everything that makes up the schema, in a form that can be compared."""
    inspector = inspect(connection)
    return {
        table: {
            "columns": [
                (column["name"], str(column["type"]), column["nullable"]) for column in inspector.get_columns(table)
            ],
            "key": inspector.get_pk_constraint(table),
            "foreign keys": inspector.get_foreign_keys(table),
            "checks": {each["name"]: each["sqltext"] for each in inspector.get_check_constraints(table)},
            "indexes": sorted(map(described_index, inspector.get_indexes(table))),
        }
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


async def test_the_schema_from_zero_is_the_schema_by_steps(empty: AsyncEngine) -> None:
    async with empty.begin() as connection:
        await connection.run_sync(metadata.create_all)
        from_zero = await connection.run_sync(described)
        await connection.run_sync(drop_everything)
    revisions = [script.revision for script in reversed(list(REVISIONS.walk_revisions()))]
    assert len(revisions) >= 2
    for revision in revisions:
        async with empty.begin() as connection:
            await connection.run_sync(migrations.upgrade, revision)
            assert await connection.run_sync(migrations.current) == revision
            by_steps = await connection.run_sync(described)
    if empty.dialect.name == "sqlite":
        del by_steps["pending_counts"]
    assert by_steps == from_zero
    assert set(from_zero) == set(metadata.tables)


def test_the_head_known_without_alembic_is_alembic_s() -> None:
    assert REVISIONS.get_current_head() == migrations.HEAD


async def test_an_older_database_is_brought_up_to_date_with_its_jobs(empty: AsyncEngine, store: Settings) -> None:
    async with empty.begin() as connection:
        await connection.run_sync(migrations.upgrade, "0001")
        await connection.execute(
            text(
                "INSERT INTO ocr_jobs (id, status, file_path, mime_type, engine, original_filename, search_text, sha256,"
                " size_bytes, page, priority, attempt, max_attempts, run, created_at, run_after, expires_at) VALUES"
                " ('11111111-1111-1111-1111-111111111111', 'pending', 'uploads/x', 'image/png', 'tesseract', 'x', 'x',"
                " 'ab', 1, 0, 0, 0, 3, 0, '2026-03-14 10:00:00', '2026-03-14 10:00:00', '2099-03-15 10:00:00')",
            ),
        )
    async with Desk.open(store) as desk:
        assert await desk.jobs.get_queue_position((await submit(desk)).id, owner=EVERYONE) == 2
        job = await claim(desk)
        assert (job.id, job.created_at.isoformat()) == (
            "1" * 8 + "-1111-1111-1111-" + "1" * 12,
            "2026-03-14T10:00:00+00:00",
        )
        assert await desk.measurements.runs() == []


async def test_documents_of_version_0006_are_kept_as_they_were_and_confirmed_ones_longer(
    empty: AsyncEngine, store: Settings
) -> None:
    job = (
        "INSERT INTO ocr_jobs (id, status, file_path, mime_type, engine, original_filename, search_text, sha256, size_bytes,"
        " page, priority, attempt, max_attempts, run, created_at, run_after, completed_at, expires_at, result_json) VALUES"
        " (:id, :status, 'x', 'image/png', 'tesseract', 'x', 'x', 'ab', 1, 0, 0, 0, 3, 0, '2099-03-14 10:00:00',"
        " '2099-03-14 10:00:00', '2099-03-14 10:00:00', :until, :result)"
    )
    kept_for_2_h: dict[str, Any] = {"id": "read", "status": "completed", "until": "2099-03-14 12:00:00", "result": "{}"}
    async with empty.begin() as connection:
        await connection.run_sync(migrations.upgrade, "0006")
        insert: list[dict[str, Any]] = [
            kept_for_2_h,
            kept_for_2_h | {"id": "confirmed"},
            {"id": "retried", "status": "cancelled", "until": "2099-03-15 11:30:00", "result": None},
        ]
        for row in insert:
            statement = text(job.replace(":until", f"'{row['until']}'"))
            await connection.execute(statement, {name: row[name] for name in ("id", "status", "result")})
        await connection.execute(
            text(
                "INSERT INTO job_confirmations (job_id, confirmed_at, measurement_id) VALUES"
                " ('confirmed', '2099-03-14 11:00:00', 'm')"
            )
        )
        for at in ("10:30:00", "11:30:00"):
            step = f"INSERT INTO job_events (job_id, at, event, detail) VALUES ('retried', '2099-03-14 {at}', 'retried', '')"
            await connection.execute(text(step))
    expected = {"read": "2099-03-14T12:00:00", "confirmed": "2099-06-12T11:00:00", "retried": "2099-03-15T11:30:00"}
    async with Desk.open(store) as desk:
        jobs = (await desk.jobs.list_jobs(owner=EVERYONE)).jobs
        assert {job.id: job.expires_at.isoformat() for job in jobs} == {
            job_id: f"{until}+00:00" for job_id, until in expected.items()
        }
        states = await desk.reviews.states(list(expected), owner=EVERYONE)
        assert states == {"read": ReviewState.TO_REVIEW, "confirmed": ReviewState.CONFIRMED}
        hours = await desk.database.read(
            lambda connection: connection.execute(text("SELECT id, expiry_hours FROM ocr_jobs"))
        )
        assert {row.id: row.expiry_hours for row in hours} == {"read": 2, "confirmed": 2, "retried": 24}


async def test_a_newer_database_is_left_alone(store: Settings) -> None:
    async with Desk.open(store) as desk:
        await execute(desk, "UPDATE alembic_version SET version_num = '9999'")
    try:
        with pytest.raises(DatabaseError, match="newer version"):
            await Database.open(store.sqlalchemy_url)
    finally:
        engine = create_engine(store.sqlalchemy_url)
        async with engine.begin() as connection:
            await connection.execute(text(f"UPDATE alembic_version SET version_num = '{migrations.HEAD}'"))
        await engine.dispose()


async def test_the_words_of_python_are_those_of_sql(desk: Desk) -> None:
    schema = await desk.database.read(lambda connection: connection.run_sync(described))
    for table, constraint, words in (
        ("ocr_jobs", "ck_ocr_jobs_status", JobStatus),
        ("run_measurements", "ck_run_measurements_outcome", RunOutcome),
    ):
        assert set(re.findall(r"'(\w+)'", schema[table]["checks"][constraint])) == set(words)


def test_every_state_has_its_transitions_and_every_column_its_field() -> None:
    assert set(TRANSITIONS) == set(JobStatus)
    assert {column.name for column in SUMMARY_COLUMNS} | {"result_json"} == set(Job.__slots__)


@pytest.mark.parametrize(
    "impossible",
    [
        "status = 'done'",
        "status = 'failed'",
        "status = 'completed', completed_at = created_at",
        "status = 'cancelled'",
        "status = 'processing'",
        "status = 'processing', worker_id = 'w', started_at = created_at, lease_expires_at = created_at",
        "completed_at = created_at",
        "lease_expires_at = created_at",
        "worker_id = 'worker-1'",
        "result_json = '{}'",
        "attempt = 4, run = 4",
        "attempt = 1",
        "attempt = -1",
        "size_bytes = -1",
        "file_path = NULL",
    ],
)
async def test_the_database_itself_refuses_an_impossible_job(desk: Desk, impossible: str) -> None:
    await submit(desk)
    with pytest.raises(DatabaseError) as raised:
        await execute(desk, f"UPDATE ocr_jobs SET {impossible}")
    assert isinstance(raised.value.__cause__, IntegrityError)


async def test_sqlite_is_set_up_to_survive_a_power_cut(settings: Settings) -> None:
    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "mmap_size": 0, "busy_timeout": 15000}

    async def pragmas(connection: AsyncConnection) -> dict[str, Any]:
        return {name: (await connection.execute(text(f"PRAGMA {name}"))).scalar() for name in expected}

    async with Desk.open(settings) as desk:
        assert await desk.database.read(pragmas) == expected
        assert await desk.database.write(pragmas) == expected
        passing = await desk.database.write(pragmas, lasting=False)
        assert passing == expected | {"synchronous": 1}
        assert await desk.database.write(pragmas) == expected


def test_many_processes_open_a_new_database_at_once(settings: Settings) -> None:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(4, context, share, (context.Barrier(4),)) as pool:
        ids = list(pool.map(open_and_submit, [settings] * 4, [f"{number}.jpg" for number in range(4)]))
    with sqlite3.connect(settings.data_dir / "ocrdesk.sqlite3") as connection:
        assert sorted(row[0] for row in connection.execute("SELECT id FROM ocr_jobs")) == sorted(ids)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
