"""How the whole queue stands at this moment, read once for all open pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.queue import Forecast, JobStatus
from ocrcore.web.session import services

if TYPE_CHECKING:
    from ocrcore.queue import Eta, Job, QueueStats

SHARED_FOR_S = 0.4
"""Open pages that ask within this time get the same answer, so that thirty of them cost little more than one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The figures, and when each document will be done."""

    at: datetime
    stats: QueueStats
    forecast: Forecast

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


@st.cache_resource(ttl=SHARED_FOR_S, show_spinner=False)
def snapshot() -> Snapshot:
    """Return how the queue stands, at most `SHARED_FOR_S` old. `snapshot.clear()` after a change of one's own."""
    desk = services()
    stats = desk.call(desk.queue.get_queue_stats)
    active = stats.counts[JobStatus.PENDING] + stats.counts[JobStatus.PROCESSING]
    forecast = desk.call(desk.queue.get_forecast) if active else Forecast()
    return Snapshot(at=datetime.now(UTC), stats=stats, forecast=forecast)
