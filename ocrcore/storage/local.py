"""Files in a local folder: content-addressed, written in one step."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ocrcore.errors import StorageError
from ocrcore.storage.keys import UPLOADS
from ocrcore.storage.stored_file import StoredFile

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEY = re.compile(r"[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*")
_CHUNK_BYTES = 1024 * 1024
_FORGOTTEN_AFTER_S = 3600.0


class LocalStorage:
    """A `Storage` in one folder.

    A file is written beside its place, flushed to the disk and renamed, so that a reader sees all of it or nothing,
    and a power cut leaves no half of it.
    """

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._incoming = self._root / "incoming"
        with _translated("The folder for files cannot be made"):
            self._incoming.mkdir(parents=True, exist_ok=True)
            self._drop_forgotten()

    def put(self, data: bytes | BinaryIO, suffix: str) -> StoredFile:
        """Store an upload once; see `Storage.put`."""
        digest, size_bytes = hashlib.sha256(), 0
        with _translated("The file could not be stored"), self._temporary() as (stream, temporary):
            for chunk in _chunks(data):
                digest.update(chunk)
                size_bytes += len(chunk)
                stream.write(chunk)
            sha256 = digest.hexdigest()
            key = f"{UPLOADS}/{sha256[:2]}/{sha256}{suffix}"
            path = self._path(key)
            if not path.is_file():
                _settle(stream, temporary, path)
        return StoredFile(key=key, sha256=sha256, size_bytes=size_bytes)

    def write(self, key: str, data: bytes) -> None:
        """Store a derived file; see `Storage.write`."""
        path = self._path(key)
        with _translated("The file could not be stored"), self._temporary() as (stream, temporary):
            stream.write(data)
            _settle(stream, temporary, path)

    def read(self, key: str) -> bytes:
        """Return a file's content."""
        path = self._path(key)
        with _translated("The file could not be read"):
            return path.read_bytes()

    def open(self, key: str) -> BinaryIO:
        """Open a file for reading; the caller closes it."""
        path = self._path(key)
        with _translated("The file could not be read"):
            return path.open("rb")

    @contextmanager
    def local_path(self, key: str) -> Iterator[Path]:
        """Lend the file's own path; nobody writes to it."""
        path = self._path(key)
        if not path.is_file():
            raise StorageError(case="gone")
        yield path

    def exists(self, key: str) -> bool:
        """Tell whether there is a file under this key."""
        return self._path(key).is_file()

    def delete(self, key: str) -> None:
        """Delete a file; one that is gone already is no error."""
        path = self._path(key)
        with _translated("The file could not be deleted"):
            path.unlink(missing_ok=True)

    def delete_tree(self, prefix: str) -> None:
        """Delete every file below `prefix/`; none there is no error."""
        path = self._path(prefix.rstrip("/"))
        with _translated("The files could not be deleted"):
            if path.is_dir():
                shutil.rmtree(path)

    def keys(self, folder: str, *, older_than_s: float) -> Iterator[str]:
        """Yield the keys of old files below a folder; see `Storage.keys`."""
        newest = time.time() - older_than_s
        for path in self._path(folder).rglob("*"):
            with suppress(FileNotFoundError):
                if path.is_file() and path.stat().st_mtime <= newest:
                    yield path.relative_to(self._root).as_posix()

    def free_bytes(self) -> int | None:
        """Return how much of the disk is free."""
        with _translated("The file could not be stored"):
            return shutil.disk_usage(self._root).free

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key) or key.startswith("incoming"):
            raise StorageError(key=key)
        return self._root / key

    @contextmanager
    def _temporary(self) -> Iterator[tuple[BinaryIO, Path]]:
        descriptor, name = tempfile.mkstemp(dir=self._incoming)
        temporary = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                yield stream, temporary
        finally:
            temporary.unlink(missing_ok=True)

    def _drop_forgotten(self) -> None:
        """Delete what a process that was killed left half-written."""
        oldest = time.time() - _FORGOTTEN_AFTER_S
        for path in self._incoming.iterdir():
            if path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)


@contextmanager
def _translated(what: str) -> Iterator[None]:
    """Turn the system's errors into `StorageError`, with advice."""
    try:
        yield
    except FileNotFoundError as error:
        raise StorageError(case="gone") from error
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise StorageError(case="disk_full" if full else "no_access", what=what, reason=error.strerror) from error


def _chunks(data: bytes | BinaryIO) -> Iterator[bytes]:
    if isinstance(data, bytes):
        yield data
        return
    while chunk := data.read(_CHUNK_BYTES):
        yield chunk


def _settle(stream: BinaryIO, temporary: Path, path: Path) -> None:
    """Bring a written temporary file to its place, durably."""
    stream.flush()
    os.fsync(stream.fileno())
    new_folder = not path.parent.is_dir()
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary.replace(path)
    _sync_folder(path.parent)
    if new_folder:
        _sync_folder(path.parent.parent)


def _sync_folder(folder: Path) -> None:
    """Flush a folder's entries, without which a renamed file may be lost in a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
