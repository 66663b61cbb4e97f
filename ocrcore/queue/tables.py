"""The tables, and the set-up of the database engine. What only SQLite or only PostgreSQL needs is here alone."""

from __future__ import annotations

import sqlite3
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import AsyncFileLock, Timeout
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    Enum,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    event,
    make_url,
    text,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from ocrcore.errors import DatabaseError
from ocrcore.queue.job import JobStatus

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection

BUSY_TIMEOUT_S = 15.0
"""How long a writer waits for SQLite's write lock; `?timeout=` in OCR_DATABASE_URL changes it."""

_MIGRATION_LOCK = 0x0C12DE5C
"""Key of PostgreSQL's advisory lock that lets one process at a time change the schema."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time. SQLite keeps it as text that sorts as time does, PostgreSQL as `timestamptz`."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert an aware time of any zone to UTC; a naive one is a mistake of the caller."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a time without a zone: {value}")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give SQLite's times, which are stored without a zone, their UTC back."""
        return None if value is None else value.replace(tzinfo=value.tzinfo or UTC)


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    },
)

_STATUS = Enum(
    JobStatus,
    name="status",
    native_enum=False,
    create_constraint=True,
    length=16,
    values_callable=lambda statuses: [status.value for status in statuses],
)

ocr_jobs = Table(
    "ocr_jobs",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("status", _STATUS, nullable=False),
    Column("file_path", Text, nullable=False),
    Column("mime_type", Text, nullable=False),
    Column("engine", Text, nullable=False),
    Column("original_filename", Text, nullable=False),
    Column("search_text", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("pages", Integer),
    Column("page", Integer, nullable=False),
    Column("created_by", Text),
    Column("priority", Integer, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("max_attempts", Integer, nullable=False),
    Column("run", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("run_after", UtcDateTime, nullable=False),
    Column("started_at", UtcDateTime),
    Column("completed_at", UtcDateTime),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("worker_id", Text),
    Column("lease_expires_at", UtcDateTime),
    Column("processing_time_ms", BigInteger),
    Column("ocr_time_ms", BigInteger),
    Column("error_code", Text),
    Column("error_message", Text),
    # Last on purpose: SQLite then reads every other column without walking a large result's overflow pages.
    Column("result_json", Text),
    CheckConstraint("(status IN ('completed', 'failed', 'cancelled')) = (completed_at IS NOT NULL)", name="final"),
    CheckConstraint("(status = 'processing') = (lease_expires_at IS NOT NULL)", name="lease"),
    CheckConstraint(
        "status <> 'processing' OR (worker_id IS NOT NULL AND started_at IS NOT NULL AND attempt >= 1)", name="claimed"
    ),
    CheckConstraint("status <> 'pending' OR (worker_id IS NULL AND started_at IS NULL)", name="waiting"),
    CheckConstraint("(status = 'completed') = (result_json IS NOT NULL)", name="result"),
    CheckConstraint("status <> 'failed' OR (error_code IS NOT NULL AND error_message IS NOT NULL)", name="reason"),
    CheckConstraint("attempt >= 0 AND attempt <= max_attempts AND run >= attempt", name="attempts"),
    CheckConstraint("size_bytes >= 0 AND page >= 0 AND (pages IS NULL OR pages >= 0)", name="sizes"),
)
Index(
    "ix_ocr_jobs_claim_order",
    ocr_jobs.c.status,
    ocr_jobs.c.priority.desc(),
    ocr_jobs.c.created_at,
    ocr_jobs.c.id,
    ocr_jobs.c.run_after,
)
Index("ix_ocr_jobs_run_after", ocr_jobs.c.status, ocr_jobs.c.run_after)
Index("ix_ocr_jobs_newest", ocr_jobs.c.created_at, ocr_jobs.c.id)
Index("ix_ocr_jobs_owner", ocr_jobs.c.created_by, ocr_jobs.c.created_at, ocr_jobs.c.id)
Index("ix_ocr_jobs_sha256", ocr_jobs.c.sha256)
Index("ix_ocr_jobs_file_path", ocr_jobs.c.file_path)
Index("ix_ocr_jobs_expires_at", ocr_jobs.c.expires_at)

job_events = Table(
    "job_events",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("job_id", String(36), ForeignKey("ocr_jobs.id", ondelete="CASCADE"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("event", String(16), nullable=False),
    Column("detail", Text, nullable=False),
)
Index("ix_job_events_job_id", job_events.c.job_id)

workers = Table(
    "workers",
    metadata,
    Column("worker_id", Text, primary_key=True),
    Column("hostname", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("processes", Integer, nullable=False),
    Column("busy", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("memory_mb", Float, nullable=False),
    Column("documents", Integer, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("heartbeat_at", UtcDateTime, nullable=False),
)

run_measurements = Table(
    "run_measurements",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("finished_at", UtcDateTime, nullable=False),
    Column("engine", Text, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("error_code", Text),
    Column("attempt", Integer, nullable=False),
    Column("mime_type", Text, nullable=False),
    Column("pages", Integer),
    Column("size_bytes", BigInteger, nullable=False),
    Column("wait_ms", BigInteger, nullable=False),
    Column("processing_ms", BigInteger, nullable=False),
    Column("ocr_ms", BigInteger),
    Column("fast_path", Boolean),
    Column("mean_confidence", Float),
    Column("fields_found", Integer),
    Column("checks_passed", Integer),
    Column("checks_failed", Integer),
    Column("turnaround_ms", BigInteger),
    Column("eta_ms", BigInteger),
    Column("eta_low_ms", BigInteger),
    Column("eta_high_ms", BigInteger),
    CheckConstraint("outcome IN ('completed', 'failed', 'will_retry')", name="outcome"),
    CheckConstraint("(outcome = 'completed') = (error_code IS NULL)", name="reason"),
)
Index("ix_run_measurements_finished", run_measurements.c.outcome, run_measurements.c.finished_at)
Index(
    "ix_run_measurements_engine",
    run_measurements.c.engine,
    run_measurements.c.outcome,
    run_measurements.c.finished_at,
)

job_corrections = Table(
    "job_corrections",
    metadata,
    Column("job_id", String(36), ForeignKey("ocr_jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("field", String(64), primary_key=True),
    Column("value_json", Text, nullable=False),
    Column("raw_json", Text, nullable=False),
    Column("corrected_at", UtcDateTime, nullable=False),
    Column("corrected_by", Text),
)

# Not columns of `ocr_jobs`: SQLite could only add them behind the large result.
job_confirmations = Table(
    "job_confirmations",
    metadata,
    Column("job_id", String(36), ForeignKey("ocr_jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("confirmed_at", UtcDateTime, nullable=False),
    Column("confirmed_by", Text),
    Column("measurement_id", String(36), nullable=False),
)

confirmed_fields = Table(
    "confirmed_fields",
    metadata,
    Column("measurement_id", String(36), primary_key=True),
    Column("field", String(64), primary_key=True),
    Column("confirmed_at", UtcDateTime, nullable=False),
    Column("engine", Text, nullable=False),
    Column("shown", Boolean, nullable=False),
    Column("unchanged", Boolean, nullable=False),
    CheckConstraint("shown OR NOT unchanged", name="unchanged"),
)
Index("ix_confirmed_fields_confirmed", confirmed_fields.c.confirmed_at)

tier_measurements = Table(
    "tier_measurements",
    metadata,
    Column("run_id", BigInteger, ForeignKey("run_measurements.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", String(16), nullable=False),
    Column("ocr_ms", BigInteger, nullable=False),
    Column("score", Float, nullable=False),
    Column("accepted", Boolean, nullable=False),
)

job_predictions = Table(
    "job_predictions",
    metadata,
    Column("job_id", String(36), ForeignKey("ocr_jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("eta_ms", BigInteger, nullable=False),
    Column("eta_low_ms", BigInteger, nullable=False),
    Column("eta_high_ms", BigInteger, nullable=False),
)

preferences = Table(
    "preferences",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("engine", Text),
    Column("languages", Text, nullable=False),
    Column("expiry_hours", Float),
    Column("export_format", String(16), nullable=False),
    Column("interface", String(8), nullable=False),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("owner", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)
Index("ix_api_tokens_sha256", api_tokens.c.sha256, unique=True)


def create_engine(url: str) -> AsyncEngine:
    """Return an engine for SQLite or PostgreSQL whose `writing` option marks connections that will write."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_async_engine(url, pool_pre_ping=True)
    timeout = {} if "timeout" in make_url(url).query else {"timeout": BUSY_TIMEOUT_S}
    # Every transaction ends in `Database`, so the pool need not roll back once more.
    engine = create_async_engine(url, connect_args={"isolation_level": None, **timeout}, pool_reset_on_return=None)
    event.listen(engine.sync_engine, "connect", _set_pragmas)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def has_one_writer(engine: AsyncEngine) -> bool:
    """Whether only one transaction at a time can write, so that those of one process better take turns."""
    return engine.dialect.name == "sqlite"


def _set_pragmas(connection: DBAPIConnection, _record: object) -> None:
    # An accepted upload survives a power cut (FULL). Checkpoints are made by one process at a time, and the file is
    # not mapped: SQLite before 3.51.3 can in a rare race corrupt a WAL database otherwise.
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "mmap_size=0",
        "wal_autocheckpoint=0",
        "journal_size_limit=67108864",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A deferred transaction that reads and then writes fails at once with SQLITE_BUSY, whatever the busy timeout.
    # Straight to the driver: every call to SQLite goes through its thread, and SQLAlchemy would make two of this one.
    begin = "BEGIN IMMEDIATE" if connection.get_execution_options().get("writing", False) else "BEGIN"
    adapted = connection.connection.dbapi_connection
    try:
        adapted.run_async(lambda driver: driver.execute(begin))  # type: ignore[union-attr]
    except sqlite3.Error as error:
        raise OperationalError(begin, {}, error) from error


def _sqlite_file(engine: AsyncEngine) -> Path | None:
    database = engine.url.database
    return Path(database) if engine.dialect.name == "sqlite" and database and database != ":memory:" else None


@asynccontextmanager
async def opening(engine: AsyncEngine) -> AsyncIterator[None]:
    """Hold the right to create or upgrade the database; on SQLite, also make its folder.

    Switching a new file to WAL does not honour the busy timeout, so processes that open it at once must queue up.
    """
    file = _sqlite_file(engine)
    if file is None:
        yield
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        async with AsyncFileLock(f"{file}.lock", timeout=120):
            yield
    except Timeout as error:
        raise DatabaseError("Another program has been opening the database for two minutes. Stop it.") from error


async def lock_schema(connection: AsyncConnection) -> None:
    """Let one process at a time change the schema, until the transaction ends."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))


async def checkpoint(engine: AsyncEngine) -> None:
    """Move SQLite's write-ahead log into the database file, unless another process does that now."""
    file = _sqlite_file(engine)
    if file is None:
        return
    lock = AsyncFileLock(f"{file}.lock", blocking=False)
    try:
        await lock.acquire()
    except Timeout:
        return
    try:
        async with engine.connect() as connection:
            # Below SQLAlchemy, which would begin a transaction; a checkpoint has to be outside of one.
            driver = (await connection.get_raw_connection()).driver_connection
            await driver.execute_fetchall("PRAGMA wal_checkpoint(PASSIVE)")  # type: ignore[union-attr]
    finally:
        await lock.release()
