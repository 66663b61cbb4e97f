"""What may come in: the check of an upload before there is a job, and its storing."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import unicodedata
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self

from anyio import CapacityLimiter

from ocrcore.documents.inspection import PROCESSES, SLOW_AT_ONCE, Inspection, Inspector
from ocrcore.documents.limits import Limits
from ocrcore.documents.sniff import SNIFF_BYTES, SUFFIXES, sniff
from ocrcore.errors import StorageError

if TYPE_CHECKING:
    from ocrcore.config import Settings
    from ocrcore.documents.pieces import Piece
    from ocrcore.storage.store import Storage

Content = bytes | BinaryIO
"""A document, or an open file of it that can be read more than once."""

_MIB = 1024 * 1024
MAX_NAME_LENGTH = 200
"""Longest name that is kept for display, in characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """An upload that was accepted and stored. `name` is for display only; it is data, never a path."""

    key: str
    sha256: str
    size_bytes: int
    mime_type: str
    pages: int
    name: str
    thumbnail: bytes | None


class Intake:
    """Checks and stores uploads. Safe under threads; `close` ends its processes."""

    def __init__(self, settings: Settings, storage: Storage, *, inspector: Inspector | None = None) -> None:
        self._limits = Limits.of(settings)
        self._storage = storage
        self._min_free_bytes = settings.min_free_mb * _MIB
        self._inspector = inspector or Inspector(self._limits)
        self.threads = CapacityLimiter(SLOW_AT_ONCE + 4 * PROCESSES)
        """For `accept`, which may wait for a process: so many threads that the slow cannot take them all."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def warm(self) -> None:
        """Start a checking process ahead of the first upload. Blocks for about half a second."""
        self._inspector.warm()

    def close(self) -> None:
        """End the checking processes."""
        self._inspector.close()

    def require_room(self, size_bytes: int = 0) -> None:
        """Pass when the disk has room for a file of this size. Blocks.

        Raises:
            StorageError: What is left is kept free: for what is being read, and for deletions.
        """
        free = self._storage.free_bytes()
        if free is not None and free - size_bytes < self._min_free_bytes:
            raise StorageError(left_mb=max(0, free // _MIB), least_mb=self._min_free_bytes // _MIB)

    def accept(self, name: str, data: Content) -> Accepted:
        """Check an upload and store it. Blocks; takes tens of milliseconds when a process is warm.

        Args:
            name: The name that the browser gave.
            data: The content.

        Raises:
            InputError: It is empty, too large, of no supported kind, encrypted or damaged, or has too many pages or
                pixels. Nothing is stored.
            TooManyRequests: It takes long to open, and so do too many others at this moment.
            StorageError: The disk is full or failed.
        """
        stream = BytesIO(data) if isinstance(data, bytes) else data
        stream.seek(0, os.SEEK_END)
        size_bytes = stream.tell()
        self._limits.check_bytes(size_bytes)
        self.require_room(size_bytes)
        stream.seek(0)
        mime_type = sniff(stream.read(SNIFF_BYTES))
        inspection = self._inspect(stream, mime_type)
        stream.seek(0)
        stored = self._storage.put(stream, SUFFIXES[mime_type])
        return Accepted(
            key=stored.key,
            sha256=stored.sha256,
            size_bytes=stored.size_bytes,
            mime_type=mime_type,
            pages=inspection.pages,
            name=display_name(name),
            thumbnail=inspection.thumbnail,
        )

    def keep(self, accepted: Accepted, data: Content) -> None:
        """Store an accepted upload again if it was removed since.

        Raises:
            StorageError: The disk failed.
        """
        if not self._storage.exists(accepted.key):
            if not isinstance(data, bytes):
                data.seek(0)
            self._storage.put(data, SUFFIXES[accepted.mime_type])

    def cut(self, key: str, mime_type: str, piece: Piece) -> bytes:
        """Return a piece of a stored upload as a file of its own. Blocks.

        Raises:
            InputError: The upload is damaged, or the piece is larger than what may come in.
            StorageError: The disk failed.
        """
        try:
            with self._storage.local_path(key) as path, tempfile.TemporaryDirectory(prefix="piece-") as folder:
                into = Path(folder) / "piece"
                self._inspector.cut(path, mime_type, piece, into)
                self._limits.check_bytes(into.stat().st_size)
                return into.read_bytes()
        except OSError as error:
            raise StorageError(case="not_checked", reason=error.strerror) from error

    def _inspect(self, stream: BinaryIO, mime_type: str) -> Inspection:
        stream.seek(0)
        try:
            with tempfile.NamedTemporaryFile(prefix="intake-") as copy:
                shutil.copyfileobj(stream, copy)
                copy.flush()
                return self._inspector.inspect(Path(copy.name), mime_type)
        except OSError as error:
            raise StorageError(case="not_checked", reason=error.strerror) from error


def display_name(name: str) -> str:
    """Return a file's name as it may be shown: its last part, without control, direction and other unseen marks.

    It may still hold HTML, quotes or a formula's equals sign: whoever shows or writes it escapes it.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(" " if each.isspace() else each for each in last if each.isspace() or _is_seen(each))
    tidy = " ".join(seen.split())
    if len(tidy) > MAX_NAME_LENGTH:
        stem, dot, extension = tidy.rpartition(".")
        ending = dot + extension if stem and len(extension) <= 8 else ""
        tidy = tidy[: MAX_NAME_LENGTH - len(ending) - 1] + "…" + ending
    return tidy if tidy.strip(".") else "document"


def _is_seen(character: str) -> bool:
    # Cc control, Cf format (direction marks among them), Cs surrogate, Co private use, Cn unassigned.
    return not unicodedata.category(character).startswith("C")
