"""A copy of all documents in one file, made while the desk runs, and a desk made from it."""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
import tarfile
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import make_url

from ocrcore.database import migrations
from ocrcore.errors import ConfigurationError, DatabaseError, StorageError
from ocrcore.storage.keys import PREVIEWS, UPLOADS
from ocrcore.storage.store import open_storage

if TYPE_CHECKING:
    from ocrcore.config import Settings
    from ocrcore.storage.store import Storage

DATABASE = "ocrdesk.sqlite3"
"""The database's name in the copy."""
_FOLDERS = (UPLOADS, PREVIEWS)


def back_up(settings: Settings, target: Path) -> int:
    """Copy database and files into a tar file, and return how many files went with it. Blocks.

    The database is copied first, as it was at one moment. Documents that are deleted before their file was copied are
    left out, and what comes in later is not in it.

    Raises:
        ConfigurationError: The database is not SQLite.
        StorageError: The copy cannot be written.
    """
    database, storage = _database_file(settings), open_storage(settings)
    try:
        with tempfile.TemporaryDirectory(dir=target.resolve().parent, prefix=".ocrdesk-backup-") as folder:
            copy, unfinished = Path(folder) / DATABASE, Path(folder) / "backup.tar"
            with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as into:
                source.backup(into)
            with tarfile.open(unfinished, "w") as archive:
                copied = {
                    key
                    for each in _FOLDERS
                    for key in storage.keys(each, older_than_s=0)
                    if _add(archive, storage, key)
                }
                _leave_out(copy, copied)
                archive.add(copy, DATABASE)
            with unfinished.open("rb") as stream:
                os.fsync(stream.fileno())
            unfinished.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise StorageError(path=str(target), reason=getattr(error, "strerror", None) or str(error)) from error
    return len(copied)


def restore(settings: Settings, source: Path) -> None:
    """Make a desk from a copy, in a data folder that has none. Blocks.

    Raises:
        ConfigurationError: The database is not SQLite, there is one already, or the file is no such copy.
        DatabaseError: A newer version of this program wrote it.
        StorageError: The folder cannot be written.
    """
    database = _database_file(settings)
    if database.exists():
        raise ConfigurationError(case="not_empty", folder=str(database.parent))
    storage = open_storage(settings)
    database.parent.mkdir(parents=True, exist_ok=True)
    unfinished = database.with_name(f"{database.name}.restoring")
    try:
        with tarfile.open(source) as archive:
            for member in archive:
                stream = archive.extractfile(member)
                if stream is None:
                    continue
                if member.name == DATABASE:
                    with unfinished.open("wb") as into:
                        shutil.copyfileobj(stream, into)
                elif member.name.split("/")[0] in _FOLDERS:
                    storage.write(member.name, stream.read())
        _check(unfinished)
        unfinished.replace(database)
    except (tarfile.TarError, OSError, sqlite3.Error) as error:
        raise ConfigurationError(case="no_backup", path=str(source)) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _database_file(settings: Settings) -> Path:
    url = make_url(settings.sqlalchemy_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise ConfigurationError(case="sqlite_alone")
    return Path(url.database)


def _add(archive: tarfile.TarFile, storage: Storage, key: str) -> bool:
    try:
        data = storage.read(key)
    except StorageError:
        return False  # it was deleted meanwhile
    entry = tarfile.TarInfo(key)
    entry.size = len(data)
    archive.addfile(entry, io.BytesIO(data))
    return True


def _leave_out(copy: Path, files: set[str]) -> None:
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("PRAGMA foreign_keys=ON")
        rows = connection.execute("SELECT id, file_path FROM ocr_jobs").fetchall()
        gone = [(job_id,) for job_id, key in rows if key not in files]
        connection.executemany("DELETE FROM ocr_jobs WHERE id = ?", gone)


def _check(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("the database is damaged")
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if revision > migrations.HEAD:
        raise DatabaseError(case="newer")
