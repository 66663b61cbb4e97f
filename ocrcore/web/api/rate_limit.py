"""How many requests a minute one token may send: a bucket that runs full again as time goes by."""

from __future__ import annotations

import math
import time

from ocrcore.errors import TooManyRequests


class RateLimit:
    """Counts the requests of one server process by key. The keys are few: those of valid tokens."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._left: dict[str, tuple[float, float]] = {}

    def pass_one(self, key: str) -> None:
        """Count a request.

        Raises:
            TooManyRequests: There were too many; it says how long to wait.
        """
        now = time.monotonic()
        left, since = self._left.get(key, (float(self._per_minute), now))
        left = min(self._per_minute, left + (now - since) * self._per_minute / 60)
        if left < 1:
            self._left[key] = left, now
            wait_s = math.ceil((1 - left) * 60 / self._per_minute)
            raise TooManyRequests(case="token", most=self._per_minute, wait_s=wait_s)
        self._left[key] = left - 1, now
