"""Why no worker runs, left in the data folder by the server that tries to start one, for the pages and for `doctor`."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

from ocrcore.errors import NoWorker, OcrDeskError, by_exit_code, restored

if TYPE_CHECKING:
    from pathlib import Path


class FaultNote:
    """One fault, of the servers on one data folder."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / "worker-fault.json"

    def write(self, fault: OcrDeskError) -> None:
        """Leave the note, instead of the one before; where that cannot be written, the log has it alone."""
        with suppress(OSError):
            self._path.write_text(json.dumps(fault.record()), encoding="utf-8")

    def clear(self) -> None:
        """Take the note away: a worker runs."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def read(self) -> OcrDeskError | None:
        """Return the fault; None when there is none, or it cannot be read."""
        try:
            return restored(json.loads(self._path.read_bytes()))
        except (OSError, ValueError, LookupError, TypeError):
            return None


def fault_of(error: Exception) -> OcrDeskError:
    """Return a fault of the watch over the worker in words for the person at the desk."""
    if isinstance(error, NoWorker):
        return error
    return NoWorker(why=error) if isinstance(error, OcrDeskError) else NoWorker(reason=str(error))


def fault_of_exit(code: int) -> NoWorker:
    """Return why a worker ended, told by the code that its process ended with."""
    known = by_exit_code(code)
    return NoWorker(code=code) if known is None else NoWorker(why=known())
