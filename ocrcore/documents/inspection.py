"""Open uploads in processes that may die, so that the web process never parses what a stranger sent.

The processes are plain `python -m ocrcore.documents.inspection_process` that answer in JSON over a socket pair, and not
a pool of `multiprocessing`, for two reasons: `spawn` imports the server's main script into the child, and answers in
pickle would let a captured child run code here. They get no settings in their environment and know no more than the
path that they are told.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import queue
import socket
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import ocrcore
from ocrcore.errors import InputError, StorageError, UnreadableDocument, restored

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocrcore.documents.limits import Limits
    from ocrcore.documents.pieces import Piece

PROCESSES = 2
TIMEOUT_S = 10.0
"""A document that cannot be opened in this time is refused."""
START_TIMEOUT_S = 60.0
DOCUMENTS_PER_PROCESS = 200
"""Then a process is replaced, whatever its libraries have leaked."""

_BASE_MEMORY_BYTES = 768 * 1024 * 1024
_BYTES_PER_PIXEL = 16
"""Pillow holds four bytes a pixel; decoding, turning and flattening hold up to four such images."""
_MAX_ANSWER_BYTES = 1024 * 1024
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR", "SYSTEMROOT", "VIRTUAL_ENV")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What opening a document showed: its number of pages, and a small JPEG of the first."""

    pages: int
    thumbnail: bytes


class Inspector:
    """A few warm processes that open documents. Starts them when they are needed; safe under threads."""

    def __init__(
        self,
        limits: Limits,
        *,
        processes: int = PROCESSES,
        timeout_s: float = TIMEOUT_S,
        documents_per_process: int = DOCUMENTS_PER_PROCESS,
    ) -> None:
        self._limits = limits
        self._timeout_s = timeout_s
        self._documents_per_process = documents_per_process
        self._idle: queue.LifoQueue[_Process | None] = queue.LifoQueue()
        self._size = processes
        for _ in range(processes):
            self._idle.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def warm(self) -> None:
        """Start one process ahead of the first document."""
        process = self._take()
        self._idle.put(process)

    def inspect(self, path: Path, mime_type: str) -> Inspection:
        """Open a document in a process and decode its first page. Blocks.

        Raises:
            InputError: It is encrypted, damaged, or too much of something.
            StorageError: No process could be started.
        """
        return _understand(self._ask({"path": str(path), "mime_type": mime_type}))

    def cut(self, path: Path, mime_type: str, piece: Piece, into: Path) -> None:
        """Write a piece of a document as a file of its own, in a process. Blocks.

        Raises:
            InputError: It is damaged, or too much of something.
            StorageError: No process could be started.
        """
        asked = {"path": str(path), "mime_type": mime_type, "piece": asdict(piece), "into": str(into)}
        _understand_cut(self._ask(asked))

    def _ask(self, question: Mapping[str, Any]) -> bytes:
        process = self._take()
        keep: _Process | None = None
        try:
            answer = process.ask(question, self._timeout_s)
            if process.asked < self._documents_per_process:
                keep = process
        except _Lost as error:
            raise UnreadableDocument(case="never_ends") from error
        finally:
            if keep is None:
                process.end()
            self._idle.put(keep)
        return answer

    def close(self) -> None:
        """End the processes; those at work first finish. The inspector can be used again and starts new ones."""
        taken = [self._idle.get() for _ in range(self._size)]
        for process in taken:
            if process is not None:
                process.end()
            self._idle.put(None)

    def _take(self) -> _Process:
        """Return a process that lives, the one used last if there is one."""
        process = self._idle.get()
        try:
            if process is not None and process.is_alive():
                return process
            if process is not None:
                process.end()
            return _Process(self._limits, self._timeout_s)
        except BaseException:
            self._idle.put(None)
            raise


class _Lost(Exception):
    """The process died, hung, or answered nonsense."""


class _Process:
    """One process, asked one thing at a time."""

    def __init__(self, limits: Limits, timeout_s: float) -> None:
        memory = _BASE_MEMORY_BYTES + _BYTES_PER_PIXEL * limits.max_pixels
        orders = {
            "max_bytes": limits.max_bytes,
            "max_pages": limits.max_pages,
            "max_pixels": limits.max_pixels,
            "memory_bytes": memory,
            "timeout_s": timeout_s,
        }
        self.asked = 0
        self._line, theirs = socket.socketpair()
        try:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "ocrcore.documents.inspection_process", json.dumps(orders)],
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                env=_environment(),
            )
        except OSError as error:
            self._line.close()
            raise StorageError(case="no_check", reason=error.strerror) from error
        finally:
            theirs.close()
        try:
            self._read_answer(START_TIMEOUT_S)
        except _Lost as error:
            self.end()
            raise StorageError(case="no_check_start") from error

    def is_alive(self) -> bool:
        return self._child.poll() is None

    def ask(self, question: Mapping[str, Any], timeout_s: float) -> bytes:
        """Return the answer's line.

        Raises:
            _Lost: None came in time.
        """
        self.asked += 1
        try:
            self._line.settimeout(timeout_s)
            self._line.sendall(json.dumps(question).encode() + b"\n")
        except OSError as error:
            raise _Lost from error
        return self._read_answer(timeout_s)

    def end(self) -> None:
        """Kill the process, which holds nothing worth keeping."""
        self._child.kill()
        self._child.wait()
        self._line.close()

    def _read_answer(self, timeout_s: float) -> bytes:
        deadline = time.monotonic() + timeout_s
        answer = bytearray()
        while not answer.endswith(b"\n"):
            self._line.settimeout(max(0.001, deadline - time.monotonic()))
            try:
                piece = self._line.recv(65536)
            except OSError as error:
                raise _Lost("no answer in time") from error
            answer += piece
            if not piece or len(answer) > _MAX_ANSWER_BYTES:
                raise _Lost("it ended" if not piece else "the answer is too long")
        return bytes(answer)


def _environment() -> dict[str, str]:
    """Return what the processes need to find Python's parts and this package, and no secrets."""
    package_root = str(Path(ocrcore.__file__).parents[1])
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**passed, "PYTHONPATH": package_root, "PYTHONUTF8": "1"}


def _understand(answer: bytes) -> Inspection:
    """Read an answer with suspicion: the process has parsed what a stranger sent.

    Raises:
        InputError: The answer says that the document is refused, or makes no sense.
    """
    try:
        parts = _accepted(answer)
        return Inspection(pages=int(parts["pages"]), thumbnail=base64.b64decode(parts["thumbnail"], validate=True))
    except (ValueError, TypeError, KeyError, binascii.Error) as error:
        raise UnreadableDocument from error


def _understand_cut(answer: bytes) -> None:
    try:
        if _accepted(answer)["written"] is not True:
            raise UnreadableDocument
    except (ValueError, TypeError, KeyError) as error:
        raise UnreadableDocument from error


def _accepted(answer: bytes) -> dict[str, Any]:
    parts: dict[str, Any] = json.loads(answer)
    if "code" in parts:
        error = restored(parts)
        raise error if isinstance(error, InputError) else UnreadableDocument
    return parts
