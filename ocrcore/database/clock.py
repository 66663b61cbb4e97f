"""The time that is written into the database; tests set their own.

On one machine it is that of the system. Beyond one, where PostgreSQL is, it is the server's: machines differ.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

Clock = Callable[[], datetime]
"""Returns the present time, with its zone."""

ASK_AGAIN_S = 60.0
_SERVER_TIME = text("SELECT clock_timestamp()")


def utc_now() -> datetime:
    """Return the present time."""
    return datetime.now(UTC)


def steady_s() -> float:
    """Return seconds that nobody sets, and that go on while the machine sleeps (where the system has such a clock)."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class ServerClock:
    """The clock of a PostgreSQL server: asked now and then, and counted on from there."""

    def __init__(self) -> None:
        self._told: tuple[datetime, float] | None = None

    def __call__(self) -> datetime:
        """Return the server's time; this machine's as long as it was never asked."""
        if self._told is None:
            return utc_now()
        at, steady = self._told
        return at + timedelta(seconds=steady_s() - steady)

    async def ask(self, connection: AsyncConnection) -> None:
        """Ask the server, unless that was done lately."""
        if self._told is not None and steady_s() - self._told[1] < ASK_AGAIN_S:
            return
        at: datetime = (await connection.execute(_SERVER_TIME)).scalar_one()
        self._told = at.astimezone(UTC), steady_s()
