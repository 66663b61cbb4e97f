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
import queue
from dataclasses import asdict, dataclass
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any, Self

from ocrcore.documents.inspection_child import InspectionProcess, Late, Lost
from ocrcore.errors import InputError, TooManyRequests, UnreadableDocument, restored

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ocrcore.documents.limits import Limits
    from ocrcore.documents.pieces import Piece

PROCESSES = 2
"""In each lane."""
TIMEOUT_S = 10.0
"""A document that cannot be opened in this time is refused."""
QUICK_CPU_S = 0.5
"""Processor time after which a document goes to the lane of the slow ones. A photo of a phone takes a tenth of a second."""
SLOW_AT_ONCE = 16
"""Slow documents that are opened or wait for it; more are sent away for a while."""
DOCUMENTS_PER_PROCESS = 200
"""Then a process is replaced, whatever its libraries have leaked."""
_SLOW_WAIT_S = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What opening a document showed: its number of pages, and a small JPEG of the first."""

    pages: int
    thumbnail: bytes


class Inspector:
    """Opens documents in two lanes, so that those which take long do not hold the others up. Safe under threads."""

    def __init__(
        self,
        limits: Limits,
        *,
        processes: int = PROCESSES,
        timeout_s: float = TIMEOUT_S,
        documents_per_process: int = DOCUMENTS_PER_PROCESS,
        slow_at_once: int = SLOW_AT_ONCE,
    ) -> None:
        self._quick = Lane(limits, processes, timeout_s, documents_per_process, cpu_s=QUICK_CPU_S)
        self._slow = Lane(limits, processes, timeout_s, documents_per_process, cpu_s=None)
        self._slow_places = BoundedSemaphore(slow_at_once)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def warm(self) -> None:
        """Start one process ahead of the first document."""
        self._quick.warm()

    def inspect(self, path: Path, mime_type: str) -> Inspection:
        """Open a document in a process and decode its first page. Blocks.

        Raises:
            InputError: It is encrypted, damaged, or too much of something.
            TooManyRequests: It takes long, and so do too many others at this moment.
            StorageError: No process could be started.
        """
        return _understand(self._ask({"path": str(path), "mime_type": mime_type}))

    def cut(self, path: Path, mime_type: str, piece: Piece, into: Path) -> None:
        """Write a piece of a document as a file of its own, in a process. Blocks.

        Raises:
            InputError: It is damaged, or too much of something.
            TooManyRequests: It takes long, and so do too many others at this moment.
            StorageError: No process could be started.
        """
        asked = {"path": str(path), "mime_type": mime_type, "piece": asdict(piece), "into": str(into)}
        _understand_cut(self._ask(asked))

    def _ask(self, question: Mapping[str, Any]) -> bytes:
        try:
            try:
                return self._quick.ask(question)
            except Late:
                return self._ask_slowly(question)
        except Lost as error:
            raise UnreadableDocument(case="never_ends") from error

    def _ask_slowly(self, question: Mapping[str, Any]) -> bytes:
        if not self._slow_places.acquire(blocking=False):
            raise TooManyRequests(case="slow_documents", wait_s=_SLOW_WAIT_S)
        try:
            return self._slow.ask(question)
        finally:
            self._slow_places.release()

    def close(self) -> None:
        """End the processes; those at work first finish. The inspector can be used again and starts new ones."""
        self._quick.close()
        self._slow.close()


class Lane:
    """A few warm processes that open documents. Starts them when they are needed; who comes too many waits."""

    def __init__(
        self, limits: Limits, processes: int, timeout_s: float, documents_per_process: int, *, cpu_s: float | None
    ) -> None:
        self._limits = limits
        self._timeout_s = timeout_s
        self._documents_per_process = documents_per_process
        self._cpu_s = cpu_s
        self._idle: queue.LifoQueue[InspectionProcess | None] = queue.LifoQueue()
        self._size = processes
        for _ in range(processes):
            self._idle.put(None)

    def warm(self) -> None:
        """Start one process ahead of the first document."""
        process = self._take()
        self._idle.put(process)

    def ask(self, question: Mapping[str, Any]) -> bytes:
        """Return a process's answer; one that does not give it is ended.

        Raises:
            Late: The document needs more than this lane's processor time.
            Lost: The process died, hung, or answered nonsense.
            StorageError: No process could be started.
        """
        process = self._take()
        keep: InspectionProcess | None = None
        try:
            answer = process.ask(question, self._timeout_s)
            if process.asked < self._documents_per_process:
                keep = process
        finally:
            if keep is None:
                process.end()
            self._idle.put(keep)
        return answer

    def close(self) -> None:
        """End the processes; those at work first finish."""
        taken = [self._idle.get() for _ in range(self._size)]
        for process in taken:
            if process is not None:
                process.end()
            self._idle.put(None)

    def _take(self) -> InspectionProcess:
        """Return a process that lives, the one used last if there is one."""
        process = self._idle.get()
        try:
            if process is not None and process.is_alive():
                return process
            if process is not None:
                process.end()
            return InspectionProcess(self._limits, self._timeout_s, self._cpu_s)
        except BaseException:
            self._idle.put(None)
            raise


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
