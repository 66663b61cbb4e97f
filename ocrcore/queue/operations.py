"""What all operations of the queue work with."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ocrcore.config import Settings
    from ocrcore.database.database import Database


class Operations:
    """The database, the settings in force and the clock; each operation is one transaction."""

    def __init__(self, database: Database, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._settings = settings
        self._now = clock
        self._expiry = timedelta(hours=settings.job_expiry_hours)
        self._lease = timedelta(seconds=settings.lease_seconds)
