"""How the whole queue stands at this moment, read once for all open pages."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ocrcore.database.job_status import JobStatus
from ocrcore.queue.forecast.eta import Forecast
from ocrcore.queue.owner import EVERYONE
from ocrcore.web.session import services
from ocrcore.web.shared.live import pace_now_s
from ocrcore.worker.fault_note import FaultNote

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from ocrcore.errors import OcrDeskError
    from ocrcore.queue.forecast.eta import Eta
    from ocrcore.queue.job import Job
    from ocrcore.queue.stats import QueueStats

T = TypeVar("T")


class _Made:
    """What pages have made of a snapshot."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._made: dict[Hashable, Any] = {}

    def once(self, what: Hashable, make: Callable[[], T]) -> T:
        with self._lock:
            if what not in self._made:
                self._made[what] = make()
            return cast("T", self._made[what])


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The figures, when each document will be done, and what the open pages have made of them so far."""

    at: datetime
    stats: QueueStats
    forecast: Forecast
    fault: OcrDeskError | None = None
    """Why no worker runs, where that is known."""
    _made: _Made = field(default_factory=_Made, repr=False, compare=False)

    @property
    def pending(self) -> int:
        """Documents that wait."""
        return self.stats.counts[JobStatus.PENDING]

    @property
    def processing(self) -> int:
        """Documents that are being read."""
        return self.stats.counts[JobStatus.PROCESSING]

    @property
    def is_active(self) -> bool:
        """Whether something waits or is being read, so that the pages have something to follow."""
        return self.pending + self.processing > 0

    @property
    def has_worker(self) -> bool:
        """Whether a live worker is known."""
        return bool(self.stats.workers)

    @property
    def all_done(self) -> Eta | None:
        """When everything is done; None when nothing is active or no worker runs."""
        last = self.forecast.all_done
        behind = self.pending / self.forecast.places if self.forecast.places else 1.0
        return last if last is None or behind <= 1 else last.later(behind)

    def eta(self, job: Job, place: int | None) -> Eta | None:
        """Return when this job will be done, as far as that can be told."""
        return self.forecast.eta(job.id, place)

    def once(self, what: Hashable, make: Callable[[], T]) -> T:
        """Return what the first page that asked for this made; so pages that show the same make it once for all.

        Args:
            what: Everything that it depends on beside this moment: whose documents, in whose language and time zone.
            make: Makes it.
        """
        return self._made.once(what, make)


def good_for_s(pace_s: float, look_s: float) -> float:
    """Return how many seconds a snapshot is shown that took `look_s` to take, when pages are drawn every `pace_s`.

    Half the time between two drawings, so that a page always shows something newer; with thousands of jobs waiting longer,
    so that the server looks at them for at most a fifth of its time.
    """
    return max(pace_s / 2, 4 * look_s)


class _Latest:
    """The snapshot that the pages of this process share."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._snapshot: Snapshot | None = None
        self._good_until = 0.0

    def get(self) -> Snapshot:
        with self._lock:
            if self._snapshot is None or time.monotonic() >= self._good_until:
                began = time.monotonic()
                self._snapshot = _look()
                ended = time.monotonic()
                self._good_until = ended + good_for_s(pace_now_s(), ended - began)
            return self._snapshot

    def forget(self) -> None:
        with self._lock:
            self._snapshot = None


_latest = _Latest()


def snapshot() -> Snapshot:
    """Return how the queue stands, or stood a moment ago."""
    return _latest.get()


def forget_snapshot() -> None:
    """Let the queue be looked at anew, after a change of one's own."""
    _latest.forget()


def _look() -> Snapshot:
    shared = services()
    stats = shared.call(shared.desk.jobs.get_queue_stats)
    active = stats.counts[JobStatus.PENDING] + stats.counts[JobStatus.PROCESSING]
    forecast = shared.call(shared.desk.jobs.get_forecast, owner=EVERYONE) if active else Forecast()
    fault = None if stats.workers else FaultNote(shared.settings.data_dir).read()
    return Snapshot(at=datetime.now(UTC), stats=stats, forecast=forecast, fault=fault)
