"""A file that only takes up room, beside SQLite's: when the disk is full it goes, so that what brings room back can be written.

Deletions, rescues and results are written in a few kilobytes, but not in none.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

RESERVE_BYTES = 8 * 1024 * 1024
_FULL_BYTES = 1024 * 1024
_ROOM_FOR_IT = 4
"""It is made only where this many times its size are free."""


class Reserve:
    """Shared by all processes that open the same file."""

    def __init__(self, file: Path) -> None:
        self._path = file.with_name(f"{file.name}.reserve")

    def keep(self) -> None:
        """Take the room up if it is not taken up yet and there is plenty. Blocks."""
        with suppress(OSError):  # it is no harm to have none
            if self._path.exists() or shutil.disk_usage(self._path.parent).free < _ROOM_FOR_IT * RESERVE_BYTES:
                return
            with self._path.open("wb") as stream:
                os.posix_fallocate(stream.fileno(), 0, RESERVE_BYTES)

    def give_up(self) -> bool:
        """Free the room if the disk is full; False when it is not, or that was done before. Blocks."""
        try:
            if shutil.disk_usage(self._path.parent).free >= _FULL_BYTES:
                return False
            self._path.unlink()
        except OSError:
            return False
        return True
