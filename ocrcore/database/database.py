"""The way to the database: transactions that read, transactions that write, and its failures in our own words."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, Self, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from ocrcore.database import migrations
from ocrcore.database.clock import Clock, ServerClock, utc_now
from ocrcore.database.connections import checkpoint, create_engine, has_one_writer, lock_schema, opening, sqlite_file
from ocrcore.database.reserve import Reserve
from ocrcore.errors import ConfigurationError, DatabaseError, InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Iterator
    from types import TracebackType

    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

T = TypeVar("T")

DRIVERS = frozenset({"aiosqlite", "asyncpg"})
_WRITES_PER_CHECKPOINT = 1000


class Database:
    """One process's connections to the database, which all live on one event loop."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self._writer = engine.execution_options(writing=True)
        self._hasty_writer = engine.execution_options(writing=True, lasting=False)
        # In order, and without the polling that SQLite's busy timeout is made of.
        self._turn = asyncio.Lock() if has_one_writer(engine) else nullcontext()
        self._writes = 0
        self._server_clock = ServerClock() if engine.dialect.name == "postgresql" else None
        self.clock: Clock = self._server_clock or utc_now
        """The time for everything that is written here."""
        file = sqlite_file(engine)
        self._reserve = Reserve(file) if file is not None else None
        self._running: set[asyncio.Task[Any]] = set()

    @classmethod
    async def open(cls, url: str) -> Self:
        """Connect, and create or upgrade the schema; close it when done. Safe when several processes do so at once.

        Raises:
            ConfigurationError: The URL is not one of SQLite or PostgreSQL.
            DatabaseError: The database does not answer, or a newer version of this program wrote it.
        """
        try:
            database = cls(create_engine(url))
        except ImportError as error:
            if error.name not in DRIVERS:
                raise ConfigurationError(case="database_url") from error
            raise ConfigurationError(package=error.name, install=f"pip install {error.name}") from error
        except SQLAlchemyError as error:
            raise ConfigurationError(case="database_url") from error
        try:
            try:
                await database._prepare()
            except DatabaseError:
                if database._reserve is None or not database._reserve.give_up():
                    raise
                await database._prepare()
        except BaseException:
            await database.close()
            raise
        return database

    async def _prepare(self) -> None:
        with translated():
            async with opening(self.engine), self._writer.begin() as connection:
                await lock_schema(connection)
                if self._server_clock is not None:
                    await self._server_clock.ask(connection)
                await connection.run_sync(migrations.upgrade)

    async def close(self) -> None:
        """Let running transactions end, then close every connection and end its thread."""
        if self._running:
            await asyncio.wait(self._running)
        await self.engine.dispose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def read(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """Do `work` in a transaction that only reads; it sees one state of the database and waits for nobody.

        Raises:
            DatabaseError: The database does not answer.
        """
        return await self._uninterrupted(self._read(work))

    async def write(self, work: Callable[[AsyncConnection], Awaitable[T]], *, lasting: bool = True) -> T:
        """Do `work` in a transaction that writes; it commits at the end, or rolls back on an exception.

        Args:
            work: What to do. It is done again where a full disk kept it from being written the first time.
            lasting: Wait until the disk has it. Without, on SQLite, a power cut may take it back, whole and together
                with all later work that was not lasting either: right for what runs again by itself.

        Raises:
            DatabaseError: The database does not answer, stays locked, or its disk is full.
        """
        return await self._uninterrupted(self._write(work, self._writer if lasting else self._hasty_writer))

    async def checkpoint(self, *, forget: bool = False) -> None:
        """Fold SQLite's write-ahead log back into its file, so that it does not grow for ever.

        Args:
            forget: Empty it, too: what was deleted is in neither then.
        """
        await self._uninterrupted(self._checkpoint(forget=forget))

    async def _read(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        with translated():
            async with self.engine.connect() as connection:
                return await work(connection)

    async def _write(self, work: Callable[[AsyncConnection], Awaitable[T]], writer: AsyncEngine) -> T:
        try:
            return await self._write_once(work, writer)
        except DatabaseError:
            # SQLite does not always call a full disk so: where it cannot extend its files it says "disk I/O error".
            if self._reserve is None or not await asyncio.to_thread(self._reserve.give_up):
                raise
            return await self._write_once(work, writer)

    async def _write_once(self, work: Callable[[AsyncConnection], Awaitable[T]], writer: AsyncEngine) -> T:
        with translated():
            async with self._turn, writer.begin() as connection:
                if self._server_clock is not None:
                    await self._server_clock.ask(connection)
                value = await work(connection)
        self._writes += 1
        if self._writes % _WRITES_PER_CHECKPOINT == 0:
            await self._checkpoint()
        return value

    async def _checkpoint(self, *, forget: bool = False) -> None:
        with translated():
            async with self._turn if forget else nullcontext():
                await checkpoint(self.engine, forget=forget)
        if self._reserve is not None:
            await asyncio.to_thread(self._reserve.keep)

    async def _uninterrupted(self, work: Coroutine[None, None, T]) -> T:
        # A transaction that is cancelled half-way leaves its connection's thread in the middle of a statement, and the
        # write lock held; so it runs to its end, and the cancellation takes effect there.
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            await asyncio.wait({task})
            _ = task.cancelled() or task.exception()  # nobody is left to be told
            raise


@contextmanager
def translated() -> Iterator[None]:
    """Turn the libraries' exceptions into ours.

    Raises:
        DatabaseError: The database does not answer, stays locked, or its disk is full.
        InvalidRequest: A text holds characters that no database can keep.
    """
    try:
        yield
    except (SQLAlchemyError, OSError, TimeoutError, UnicodeEncodeError) as error:
        if _is_unstorable(error):
            raise InvalidRequest(case="unstorable") from error
        raise DatabaseError(case=_case(str(getattr(error, "orig", None) or error).lower())) from error


def _is_unstorable(error: BaseException) -> bool:
    # A lone surrogate (the driver cannot encode it), or a NUL, which PostgreSQL refuses by this SQLSTATE.
    if getattr(getattr(error, "orig", None), "sqlstate", None) == "22021":
        return True
    chain: BaseException | None = error
    while chain is not None and not isinstance(chain, UnicodeEncodeError):
        chain = chain.__cause__
    return chain is not None


def _case(reason: str) -> str:
    if "locked" in reason or "busy" in reason:
        return "busy"
    if "disk is full" in reason or "no space" in reason:
        return "disk_full"
    return ""
