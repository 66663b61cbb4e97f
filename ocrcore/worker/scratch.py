"""Folders for temporary files that are found and removed when whoever made them was killed."""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

PREFIX = "ocrdesk-"
COPIES = "intake-*"
"""Copies of uploads that are being checked (`desk.intake`)."""
_LOCK = "lock"
_JUST_MADE_S = 60.0
_FORGOTTEN_AFTER_S = 3600.0


class Scratch:
    """A folder that is held by a lock as long as this process lives."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX))
        self._lock = FileLock(self.path / _LOCK)
        self._lock.acquire()

    def remove(self) -> None:
        """Delete the folder with all that is in it."""
        self._lock.release()
        shutil.rmtree(self.path, ignore_errors=True)


def remove_abandoned() -> None:
    """Delete the folders of processes that were killed, and forgotten copies of uploads. Blocks."""
    now, there = time.time(), Path(tempfile.gettempdir())
    for folder in there.glob(f"{PREFIX}*"):
        with suppress(OSError, Timeout):
            if folder.stat().st_mtime < now - _JUST_MADE_S and (folder / _LOCK).is_file():
                with FileLock(folder / _LOCK, timeout=0):
                    shutil.rmtree(folder, ignore_errors=True)
    for copy in there.glob(COPIES):
        with suppress(OSError):
            if copy.stat().st_mtime < now - _FORGOTTEN_AFTER_S:
                copy.unlink()
