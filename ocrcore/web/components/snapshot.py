"""How the whole queue stands at this moment, read once for all open pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.queue import JobStatus
from ocrcore.queue.eta import predict
from ocrcore.web.session import services

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocrcore.queue import Eta, Job, QueueStats

SHARED_FOR_S = 0.4
"""Open pages that ask within this time get the same answer, so that thirty of them cost little more than one."""
_MOST_PLACES = 5000
"""Places for which an end is predicted; further back the list is not shown on a first page anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The figures, and when each place of the queue will be done."""

    at: datetime
    stats: QueueStats
    running: Mapping[str, Eta]
    """By job id."""
    by_place: Mapping[str, Eta]
    """By place, written in figures; the first is `1`."""

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
        etas = [*self.running.values(), *self.by_place.values()]
        return max(etas, key=lambda eta: eta.middle_s, default=None)

    def eta(self, job: Job, place: int | None) -> Eta | None:
        """Return when this job will be done, as far as that can be told."""
        if job.status is JobStatus.PROCESSING:
            return self.running.get(job.id)
        return self.by_place.get(str(place)) if place is not None else None


@st.cache_resource(ttl=SHARED_FOR_S, show_spinner=False)
def snapshot() -> Snapshot:
    """Return how the queue stands, at most `SHARED_FOR_S` old. `snapshot.clear()` after a change of one's own."""
    desk = services()
    stats = desk.call(desk.queue.get_queue_stats)
    now = datetime.now(UTC)
    started = {}
    if stats.counts[JobStatus.PROCESSING]:
        reading = desk.call(desk.queue.list_jobs, statuses=(JobStatus.PROCESSING,), limit=500)
        started = {job.id: job.started_at for job in reading.jobs if job.started_at is not None}
    places = [str(place + 1) for place in range(min(stats.counts[JobStatus.PENDING], _MOST_PLACES))]
    etas = predict(started, places, stats.slots, stats.average_s, now)
    return Snapshot(
        at=now,
        stats=stats,
        running={job_id: etas[job_id] for job_id in started if job_id in etas},
        by_place={place: etas[place] for place in places if place in etas},
    )
