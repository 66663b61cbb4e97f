"""The set-up of connections to the database. What only SQLite or only PostgreSQL needs is here alone."""

from __future__ import annotations

import sqlite3
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import AsyncFileLock, Timeout
from sqlalchemy import event, make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from ocrcore.database.sqlite_driver import OneVisitConnection, connecting
from ocrcore.errors import DatabaseError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from sqlalchemy import Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection

BUSY_TIMEOUT_S = 15.0
"""How long a writer waits for SQLite's write lock; `?timeout=` in OCR_DATABASE_URL changes it."""

_LOCK_FILE = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")
_MIGRATION_LOCK = 0x0C12DE5C
"""Key of PostgreSQL's advisory lock that lets one process at a time change the schema."""


def create_engine(url: str) -> AsyncEngine:
    """Return an engine for SQLite or PostgreSQL.

    Its option `writing` marks connections that will write, `lasting=False` those whose work a power cut may take back.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_async_engine(url, pool_pre_ping=True)
    where, options = parsed.get_dialect()().create_connect_args(parsed)
    connect = partial(sqlite3.connect, *where, **{"timeout": BUSY_TIMEOUT_S, **options, "isolation_level": None})
    # Every transaction ends in `Database`, so the pool need not roll back once more.
    engine = create_async_engine(url, async_creator=lambda: connecting(connect), pool_reset_on_return=None)
    event.listen(engine.sync_engine, "connect", _set_pragmas)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def has_one_writer(engine: AsyncEngine) -> bool:
    """Whether only one transaction at a time can write, so that those of one process better take turns."""
    return engine.dialect.name == "sqlite"


def _set_pragmas(connection: DBAPIConnection, _record: object) -> None:
    # An accepted upload survives a power cut (FULL). Checkpoints are made by one process at a time, and the file is
    # not mapped: SQLite before 3.51.3 can in a rare race corrupt a WAL database otherwise. What is deleted is overwritten.
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "mmap_size=0",
        "wal_autocheckpoint=0",
        "journal_size_limit=67108864",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A deferred transaction that reads and then writes fails at once with SQLITE_BUSY, whatever the busy timeout.
    options = connection.get_execution_options()
    driver: OneVisitConnection = connection.connection.driver_connection  # type: ignore[assignment]
    if options.get("writing", False):
        synchronous = "FULL" if options.get("lasting", True) else "NORMAL"
        driver.begin_with_next(f"PRAGMA synchronous={synchronous}", "BEGIN IMMEDIATE")
    else:
        driver.begin_with_next("BEGIN")


def sqlite_file(engine: AsyncEngine) -> Path | None:
    """Return the file of an SQLite database that has one."""
    database = engine.url.database
    return Path(database) if engine.dialect.name == "sqlite" and database and database != ":memory:" else None


@asynccontextmanager
async def opening(engine: AsyncEngine) -> AsyncIterator[None]:
    """Hold the right to create or upgrade the database; on SQLite, also make its folder.

    Switching a new file to WAL does not honour the busy timeout, so processes that open it at once must queue up.
    """
    file = sqlite_file(engine)
    if file is None:
        yield
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        async with AsyncFileLock(f"{file}.lock", timeout=120):
            yield
    except Timeout as error:
        raise DatabaseError(case="opening") from error


async def lock_schema(connection: AsyncConnection) -> None:
    """Let one process at a time change the schema, until the transaction ends."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))


async def lock_files(connection: AsyncConnection, keys: Iterable[str]) -> None:
    """Let no other transaction take or drop these stored files, until this one ends.

    On SQLite a transaction that writes is alone anyway.
    """
    if connection.dialect.name == "postgresql":
        for key in sorted(keys):
            await connection.execute(_LOCK_FILE, {"key": key})


async def checkpoint(engine: AsyncEngine, *, forget: bool = False) -> None:
    """Move SQLite's write-ahead log into the database file, unless another process does that now.

    With `forget` the log is emptied too, so that nothing of what was deleted is left in it; where a reader is still on
    it, the next time does that.
    """
    file = sqlite_file(engine)
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
            how = "TRUNCATE" if forget else "PASSIVE"
            await driver.execute_fetchall(f"PRAGMA wal_checkpoint({how})")  # type: ignore[union-attr]
    finally:
        await lock.release()
