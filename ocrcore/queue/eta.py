"""When each job will be done: the queue played forward over the workers' slots. Pure: no database, no clock."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

SPREAD = 0.6
"""Standard deviation of a document's time as a share of its mean."""
_Z_80 = 1.2816
"""Quantile of the normal distribution that leaves 10 % on each side."""
_LEAST_REMAINING_SHARE = 0.1
"""A run that takes longer than the average is taken to need this share of the average still."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Eta:
    """Seconds from now until a job is done: the middle, and the range that holds the truth in 80 % of cases."""

    middle_s: float
    low_s: float
    high_s: float


def predict(
    running: Mapping[str, datetime],
    pending_order: Sequence[str],
    slots: int,
    average_s: float,
    now: datetime,
) -> dict[str, Eta]:
    """Return the time until each job is done.

    Args:
        running: When each job that is being read was started, by id.
        pending_order: Ids of the waiting jobs in claim order.
        slots: Documents that the live workers read at the same time; with 0 nothing can be predicted.
        average_s: Mean seconds a document.
        now: The present time.

    Returns:
        An `Eta` for every job, or nothing at all when no worker lives.
    """
    if slots < 1:
        return {}
    least_s = average_s * _LEAST_REMAINING_SHARE
    remaining = {
        job_id: max(average_s - (now - started_at).total_seconds(), least_s) for job_id, started_at in running.items()
    }
    etas = {job_id: _eta(seconds, runs=1, average_s=average_s) for job_id, seconds in remaining.items()}
    # A slot: when it is free, and how many documents it has then read one after the other.
    free = sorted((seconds, 1) for seconds in remaining.values())[:slots]
    free += [(0.0, 0)] * (slots - len(free))
    heapq.heapify(free)
    for job_id in pending_order:
        free_at_s, runs = heapq.heappop(free)
        done_at_s = free_at_s + average_s
        heapq.heappush(free, (done_at_s, runs + 1))
        etas[job_id] = _eta(done_at_s, runs=runs + 1, average_s=average_s)
    return etas


def _eta(middle_s: float, *, runs: int, average_s: float) -> Eta:
    # The times of documents read one after the other add up, so their deviations do by the square root.
    margin_s = _Z_80 * SPREAD * average_s * math.sqrt(runs)
    return Eta(middle_s=middle_s, low_s=max(0.0, middle_s - margin_s), high_s=middle_s + margin_s)
