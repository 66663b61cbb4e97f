"""What may come in: the check of an upload before there is a job, and its storing."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from ocrcore.documents.inspection import Inspection, Inspector
from ocrcore.documents.limits import Limits
from ocrcore.documents.sniff import SNIFF_BYTES, SUFFIXES, sniff
from ocrcore.errors import StorageError

if TYPE_CHECKING:
    from ocrcore.config import Settings
    from ocrcore.documents.pieces import Piece
    from ocrcore.storage.store import Storage

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
        self._inspector = inspector or Inspector(self._limits)

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

    def accept(self, name: str, data: bytes) -> Accepted:
        """Check an upload and store it. Blocks; takes tens of milliseconds when a process is warm.

        Args:
            name: The name that the browser gave.
            data: The content.

        Raises:
            InputError: It is empty, too large, of no supported kind, encrypted or damaged, or has too many pages or
                pixels. Nothing is stored.
            StorageError: The disk failed.
        """
        self._limits.check_bytes(len(data))
        mime_type = sniff(data[:SNIFF_BYTES])
        inspection = self._inspect(data, mime_type)
        stored = self._storage.put(data, SUFFIXES[mime_type])
        return Accepted(
            key=stored.key,
            sha256=stored.sha256,
            size_bytes=stored.size_bytes,
            mime_type=mime_type,
            pages=inspection.pages,
            name=display_name(name),
            thumbnail=inspection.thumbnail,
        )

    def keep(self, accepted: Accepted, data: bytes) -> None:
        """Store an accepted upload again if it was removed since.

        Raises:
            StorageError: The disk failed.
        """
        if not self._storage.exists(accepted.key):
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

    def _inspect(self, data: bytes, mime_type: str) -> Inspection:
        try:
            with tempfile.NamedTemporaryFile(prefix="intake-") as copy:
                copy.write(data)
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
