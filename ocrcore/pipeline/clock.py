"""Where a document's time goes, step by step."""

from __future__ import annotations

import time
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from ocrcore.pipeline.result import Timings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")


class Clock:
    """Adds up wall time under the names of `Timings`; the total runs from its creation."""

    def __init__(self) -> None:
        self._started_s = time.perf_counter()
        self._spent_s: defaultdict[str, float] = defaultdict(float)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Count the time inside the block under `name`."""
        started_s = time.perf_counter()
        try:
            yield
        finally:
            self._spent_s[name] += time.perf_counter() - started_s

    def each(self, name: str, items: Iterable[T]) -> Iterator[T]:
        """Iterate, counting the time that getting each item takes under `name`."""
        iterator = iter(items)
        while True:
            with self.step(name):
                try:
                    item = next(iterator)
                except StopIteration:
                    return
            yield item

    def spent_s(self, name: str) -> float:
        """Return the seconds counted under `name` so far."""
        return self._spent_s[name]

    def timings(self) -> Timings:
        """Return what was counted so far."""
        spent = {name: round(1000 * seconds) for name, seconds in self._spent_s.items()}
        return Timings(**spent, total=round(1000 * (time.perf_counter() - self._started_s)))
