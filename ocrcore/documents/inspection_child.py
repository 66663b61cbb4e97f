"""A process that opens documents, as its parent sees it: asked one thing at a time, and ended when it does not answer."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ocrcore
from ocrcore.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocrcore.documents.limits import Limits

START_TIMEOUT_S = 60.0

_BASE_MEMORY_BYTES = 768 * 1024 * 1024
_BYTES_PER_PIXEL = 16
"""Pillow holds four bytes a pixel; decoding, turning and flattening hold up to four such images."""
_MAX_ANSWER_BYTES = 1024 * 1024
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR", "SYSTEMROOT", "VIRTUAL_ENV")
_END_TIMEOUT_S = 5.0


class Lost(Exception):
    """The process died, hung, or answered nonsense."""

    def __init__(self, *, is_silence: bool = False) -> None:
        super().__init__()
        self.is_silence = is_silence
        """Whether it says nothing though it lives."""


class Late(Lost):
    """It used up the processor time that it had for one document."""


class InspectionProcess:
    """One process, asked one thing at a time."""

    def __init__(self, limits: Limits, timeout_s: float, cpu_s: float | None) -> None:
        memory = _BASE_MEMORY_BYTES + _BYTES_PER_PIXEL * limits.max_pixels
        orders = {
            "max_bytes": limits.max_bytes,
            "max_pages": limits.max_pages,
            "max_pixels": limits.max_pixels,
            "memory_bytes": memory,
            "timeout_s": timeout_s,
            "cpu_s": cpu_s,
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
        except Lost as error:
            self.end()
            raise StorageError(case="no_check_start") from error

    def is_alive(self) -> bool:
        """Return whether it has not ended."""
        return self._child.poll() is None

    def ask(self, question: Mapping[str, Any], timeout_s: float) -> bytes:
        """Return the answer's line.

        Raises:
            Late: The document needs more than the processor time that is meant for one.
            Lost: None came in time.
        """
        try:
            return self._ask(question, timeout_s)
        except Lost as error:
            with suppress(subprocess.TimeoutExpired):
                if not error.is_silence and self._child.wait(_END_TIMEOUT_S) == -signal.SIGPROF:
                    raise Late from error
            raise

    def _ask(self, question: Mapping[str, Any], timeout_s: float) -> bytes:
        self.asked += 1
        try:
            self._line.settimeout(timeout_s)
            self._line.sendall(json.dumps(question).encode() + b"\n")
        except OSError as error:
            raise Lost from error
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
                raise Lost(is_silence=isinstance(error, TimeoutError)) from error
            answer += piece
            if not piece or len(answer) > _MAX_ANSWER_BYTES:
                raise Lost(is_silence=bool(piece))
        return bytes(answer)


def _environment() -> dict[str, str]:
    """Return what the processes need to find Python's parts and this package, and no secrets."""
    package_root = str(Path(ocrcore.__file__).parents[1])
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**passed, "PYTHONPATH": package_root, "PYTHONUTF8": "1"}
