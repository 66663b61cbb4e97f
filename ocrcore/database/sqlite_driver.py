"""SQLite's driver with fewer visits to its thread: what a statement costs is mostly the way there and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiosqlite

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence


class OneVisitCursor:
    """A cursor that runs a statement, fetches its rows and closes in one visit, where aiosqlite's makes four."""

    arraysize = 1

    def __init__(self, connection: OneVisitConnection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> OneVisitCursor:
        return self

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """Run one statement; its rows are there afterwards."""
        await self._connection.visit(lambda driver: self._finish(driver.execute(sql, parameters)))

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> None:
        """Run one statement that returns no rows with each of the parameters."""
        await self._connection.visit(lambda driver: self._finish(driver.executemany(sql, parameters)))

    def _finish(self, cursor: sqlite3.Cursor) -> None:
        # In SQLite's thread. The count of changed rows is right only after the last returned row was fetched.
        self.description = cursor.description
        self._rows = cursor.fetchall() if cursor.description else []
        self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        cursor.close()

    async def fetchall(self) -> list[Any]:
        """Return the rows of the last statement."""
        return self._rows

    async def close(self) -> None:
        """Forget the rows; SQLite's own cursor is closed already."""
        self._rows = []


class OneVisitConnection(aiosqlite.Connection):
    """A connection of which a transaction begins in the visit of its first statement."""

    _beginning: tuple[str, ...] = ()

    def begin_with_next(self, *statements: str) -> None:
        """Run `statements` before the next one; a transaction without any need not begin."""
        self._beginning = statements

    async def visit(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """Let `work` use SQLite's own connection in its thread."""
        beginning, self._beginning = self._beginning, ()

        def run() -> None:
            for statement in beginning:
                self._conn.execute(statement)
            work(self._conn)

        await self._execute(run)  # type: ignore[no-untyped-call]

    def cursor(self) -> OneVisitCursor:  # type: ignore[override]
        """Return a cursor; it takes no visit to make one."""
        return OneVisitCursor(self)

    async def commit(self) -> None:
        """Commit, if anything was begun."""
        if not self._beginning:
            await super().commit()
        self._beginning = ()

    async def rollback(self) -> None:
        """Roll back, if anything was begun."""
        if not self._beginning:
            await super().rollback()
        self._beginning = ()


def connecting(connect: Callable[[], sqlite3.Connection]) -> OneVisitConnection:
    """Return a connection that opens by `connect` when it is awaited."""
    connection = OneVisitConnection(connect, iter_chunk_size=64)
    connection._thread.daemon = True  # as SQLAlchemy does: what is left open by mistake must not hold up the exit
    return connection
