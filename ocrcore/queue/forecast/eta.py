"""When each job will be done: the queue played forward over the workers' slots. Pure: no database, no clock.

Every time is a mean and a variance. Means are played forward; variances add up. The range of a sum is that of the
log-normal distribution with the sum's mean and variance (Fenton, 1960), which for one document is exact and for many
is nearly normal.
"""

from __future__ import annotations

import heapq
import math
from collections import deque
from dataclasses import dataclass, field
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

from ocrcore.queue.forecast.durations import Document, Duration, DurationModel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_NORMAL = NormalDist()
_Z_80 = 1.2816
"""Quantile of the normal distribution that leaves 10 % on each side."""
_LATEST_Z = 5.0
"""A run that is later than this is taken to be this late: further out the tail of the distribution means nothing."""
_PACE_DEVIATION = 0.35
"""Deviation of the logarithm of a whole document's time, told from the pace of its first page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Eta:
    """Seconds from now until a job is done: the middle, and the range that holds the truth in 80 % of cases."""

    middle_s: float
    low_s: float
    high_s: float

    def later(self, factor: float) -> Eta:
        """Return the time of something that is `factor` times as far away."""
        return Eta(middle_s=self.middle_s * factor, low_s=self.low_s * factor, high_s=self.high_s * factor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A job that is being read."""

    job_id: str
    document: Document
    elapsed_s: float
    page: int
    """Pages read so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A job that waits, or has to wait out a back-off of `ready_in_s` seconds first."""

    job_id: str
    document: Document
    ready_in_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """When each job will be done, and all of them; empty when no worker lives."""

    etas: Mapping[str, Eta] = field(default_factory=dict)
    all_done: Eta | None = None
    places: int = 0
    """How many waiting jobs were played forward."""
    behind: int = 0
    """How many wait behind these; they are told by their place."""

    def eta(self, job_id: str, place: int | None) -> Eta | None:
        """Return when a job will be done, which has this place in the queue if it waits."""
        known = self.etas.get(job_id)
        return self.at_place(place) if known is None and place is not None and place > self.places else known

    def at_place(self, place: int) -> Eta | None:
        """Return when a job that was not played forward will be done, told by its place alone."""
        return None if self.all_done is None or not self.places else self.all_done.later(place / self.places)


class _Work(NamedTuple):
    """Seconds of work: mean and variance, the deviation that it shares with other work, and what a slot is to expect."""

    mean: float
    variance: float
    shared: float
    occupied: float
    """Mean with the rare slow runs, which the middle of one document leaves out but a queue of them meets."""


def predict(
    running: Sequence[Running], waiting: Sequence[Waiting], slots: int, models: Mapping[str, DurationModel]
) -> Forecast:
    """Return the time until each job is done.

    Args:
        running: The jobs that are being read.
        waiting: The waiting jobs in claim order.
        slots: Documents that the live workers read at the same time; with 0 nothing can be predicted.
        models: How long documents take, by engine; an engine without one is taken to need 7 s a document.
    """
    if slots < 1:
        return Forecast()
    unknown = DurationModel.learn([])

    def duration(document: Document) -> Duration:
        return models.get(document.engine, unknown).predict(document)

    play = _Play(slots)
    etas = {job.job_id: play.finish(_remaining(duration(job.document), job)) for job in running}
    for job in _in_turn(waiting, play):
        etas[job.job_id] = play.read(_whole(duration(job.document)))
    all_done = max(etas.values(), key=lambda eta: eta.middle_s, default=None)
    return Forecast(etas=etas, all_done=all_done, places=len(waiting))


class _Play:
    """The slots, each with the mean time at which it is free, and the work given to all of them together."""

    def __init__(self, slots: int) -> None:
        self._slots = slots
        self._free = [0.0] * slots
        self._given = 0.0
        self._variance = 0.0
        self._shared = 0.0

    @property
    def now_s(self) -> float:
        """When the next slot is free."""
        return self._free[0]

    def wait_until(self, moment_s: float) -> None:
        """Let the next slot stay idle until then."""
        heapq.heapreplace(self._free, moment_s)

    def finish(self, work: _Work) -> Eta:
        """Occupy a slot that is free now with the rest of a running job."""
        self._give(work)
        return _eta(work.mean, work.variance + work.shared**2)

    def read(self, work: _Work) -> Eta:
        """Give a waiting job to the next free slot."""
        start_s = self._free[0]
        # Slots share their work: what one gets too much another gets too little, so their common work tells how far a
        # start may be off. What all documents have in common adds up as it is, the rest by its squares.
        share = min(1.0, start_s * self._slots / self._given) / self._slots if self._given else 0.0
        own, shared = work.variance + self._variance * share**2, work.shared + self._shared * share
        self._give(work)
        return _eta(start_s + work.mean, own + shared**2)

    def _give(self, work: _Work) -> None:
        heapq.heapreplace(self._free, self._free[0] + work.occupied)
        self._given += work.occupied
        self._variance += work.variance
        self._shared += work.shared


def _in_turn(waiting: Sequence[Waiting], play: _Play) -> Iterator[Waiting]:
    """Yield the waiting jobs in the order in which the slots get to them: who waits out a back-off is passed."""
    ready = deque((order, job) for order, job in enumerate(waiting) if job.ready_in_s <= 0)
    later = [(job.ready_in_s, order, job) for order, job in enumerate(waiting) if job.ready_in_s > 0]
    later.sort(key=lambda each: each[:2], reverse=True)
    due: list[tuple[int, Waiting]] = []
    while ready or due or later:
        if not ready and not due:
            play.wait_until(max(play.now_s, later[-1][0]))
        while later and later[-1][0] <= play.now_s:
            _, order, job = later.pop()
            heapq.heappush(due, (order, job))
        if due and (not ready or due[0][0] < ready[0][0]):
            yield heapq.heappop(due)[1]
        elif ready:
            yield ready.popleft()[1]


def _whole(duration: Duration) -> _Work:
    mean = math.exp(duration.mu + (duration.sigma**2 + duration.shared**2) / 2)
    own = (mean * duration.tail) ** 2 * math.expm1(duration.sigma**2)
    return _Work(mean, own, mean * math.sqrt(math.expm1(duration.shared**2)), mean * duration.tail)


def _remaining(duration: Duration, job: Running) -> _Work:
    """Return what is left of a run, knowing that it is not done yet and how far it is."""
    elapsed_s = max(job.elapsed_s, 1e-3)
    mu, sigma = _by_pace(duration, job, elapsed_s)
    z = min((math.log(elapsed_s) - mu) / sigma, _LATEST_Z)
    # Moments of a log-normal variable above a bound:
    # https://en.wikipedia.org/wiki/Log-normal_distribution#Partial_expectation
    bound_s, beyond = math.exp(mu + sigma * z), _NORMAL.cdf(-z)
    mean = math.exp(mu + sigma**2 / 2) * _NORMAL.cdf(sigma - z) / beyond
    square = math.exp(2 * (mu + sigma**2)) * _NORMAL.cdf(2 * sigma - z) / beyond
    left = max(mean - bound_s, 1e-3)
    return _Work(left, max(square - mean**2, 0.0), 0.0, left)


def _by_pace(duration: Duration, job: Running, elapsed_s: float) -> tuple[float, float]:
    """Return mean and deviation of the logarithm of a run's seconds: as predicted, and as the pages read so far say."""
    precision = 1 / (duration.sigma**2 + duration.shared**2)
    pages = job.document.pages or 1
    if pages < 2 or not 0 < job.page < pages:
        return duration.mu, precision**-0.5
    # Half of the next page, on average, is read already.
    told = math.log(elapsed_s * pages / (job.page + 0.5))
    told_precision = job.page / _PACE_DEVIATION**2
    total = precision + told_precision
    return (duration.mu * precision + told * told_precision) / total, total**-0.5


def _eta(mean_s: float, variance: float) -> Eta:
    """Return the quantiles of the log-normal distribution with this mean and variance."""
    log_variance = math.log1p(variance / mean_s**2)
    middle_s = mean_s * math.exp(-log_variance / 2)
    spread = math.exp(_Z_80 * math.sqrt(log_variance))
    return Eta(middle_s=middle_s, low_s=middle_s / spread, high_s=middle_s * spread)
