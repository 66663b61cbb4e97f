"""Notices when somebody sets the machine's clock, beside one that nobody sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocrcore.database.clock import Clock, steady_s, utc_now

if TYPE_CHECKING:
    from collections.abc import Callable

LEAST_STEP_S = 5.0
"""What is less is how a clock is kept right."""


class ClockWatch:
    """Compares two clocks from one look to the next."""

    def __init__(self, clock: Clock = utc_now, steady: Callable[[], float] = steady_s) -> None:
        self._clock, self._steady = clock, steady
        self._last = clock(), steady()

    def step_s(self) -> float:
        """Return by how much the clock was set forward (or, below zero, back) since the last look; 0 when it was not."""
        (was, steady_was), self._last = self._last, (self._clock(), self._steady())
        step_s = (self._last[0] - was).total_seconds() - (self._last[1] - steady_was)
        return step_s if abs(step_s) >= LEAST_STEP_S else 0.0
