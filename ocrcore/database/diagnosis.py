"""What `doctor` says of the database, without changing it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from ocrcore.database import migrations
from ocrcore.database.connections import create_engine
from ocrcore.database.database import translated
from ocrcore.errors import ConfigurationError

SAFE_WAL_VERSIONS = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
"""The first versions of their lines without a rare race that can corrupt a WAL database. Source: sqlite.org/wal.html."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseReport:
    """How the database stands. `revision` is None when it will be created at the first start."""

    url: str
    """Without the password."""
    version: str
    journal_mode: str
    """SQLite's; empty elsewhere."""
    revision: str | None
    newest_revision: str
    note: str

    @property
    def is_newer(self) -> bool:
        """Whether a newer version of this program wrote it; revisions are numbers that grow."""
        return self.revision is not None and self.revision > self.newest_revision


async def diagnose(url: str) -> DatabaseReport:
    """Look at the database of this URL; a file that is not there is not made.

    Raises:
        ConfigurationError: The URL is not valid.
        DatabaseError: It does not answer.
    """
    parsed = _parsed(url)
    shown = parsed.render_as_string(hide_password=True)
    on_sqlite = parsed.get_backend_name() == "sqlite"
    version, journal_mode, revision = f"SQLite {sqlite3.sqlite_version}", "", None
    if not on_sqlite or _is_there(parsed):
        engine = create_engine(url)
        try:
            with translated():
                async with engine.connect() as connection:
                    version, journal_mode = await connection.run_sync(_version)
                    revision = await connection.run_sync(migrations.current)
        finally:
            await engine.dispose()
    return DatabaseReport(
        url=shown,
        version=version,
        journal_mode=journal_mode,
        revision=revision,
        newest_revision=migrations.HEAD,
        note=_wal_note() if on_sqlite else "",
    )


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError as error:
        raise ConfigurationError(case="no_database_url") from error


def _is_there(url: URL) -> bool:
    return Path(url.database or "").is_file()


def _version(connection: Connection) -> tuple[str, str]:
    if connection.dialect.name != "sqlite":
        return str(connection.execute(text("SELECT version()")).scalar()), ""
    return f"SQLite {sqlite3.sqlite_version}", str(connection.execute(text("PRAGMA journal_mode")).scalar())


def _wal_note() -> str:
    running = sqlite3.sqlite_version_info
    newest = SAFE_WAL_VERSIONS[0]
    if running >= newest or any(running[:2] == safe[:2] and running >= safe for safe in SAFE_WAL_VERSIONS):
        return ""
    wanted = ".".join(str(part) for part in newest)
    return f"Before SQLite {wanted} a rare race can damage a WAL file; checkpoints by one process at a time avoid it."
