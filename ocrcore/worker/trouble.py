"""What goes wrong again and again: told once a kind, tried again less and less often."""

from __future__ import annotations

import time

FIRST_WAIT_S = 0.25
MAX_WAIT_S = 30.0
CALM_S = 10.0
"""After this long without trouble it is over, and the next is told again."""


class Trouble:
    """The faults since things were last well."""

    def __init__(self, *, max_wait_s: float = MAX_WAIT_S) -> None:
        self._max_wait_s = max_wait_s
        self._kinds: set[str] = set()
        self._count = 0
        self._last = 0.0

    def happened(self, kind: str) -> bool:
        """Count a fault; return whether it is the first of its kind."""
        is_new = kind not in self._kinds
        self._kinds.add(kind)
        self._count += 1
        self._last = time.monotonic()
        return is_new

    @property
    def wait_s(self) -> float:
        """How long to wait before the next try: a quarter of a second at first, doubled each time up to the longest."""
        return float(min(FIRST_WAIT_S * 2 ** min(self._count - 1, 16), self._max_wait_s))

    def ended(self) -> bool:
        """Call it when a try went well; return whether that ends the trouble."""
        if not self._kinds or time.monotonic() - self._last < CALM_S:
            return False
        self._kinds.clear()
        self._count = 0
        return True
