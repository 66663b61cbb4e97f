"""A simulated day at the desk, of which the predictor knows nothing but what the queue would tell it.

Times come from a process of another form than the predictor's: a fixed cost, then page by page a gamma-distributed
effort that follows the page's megapixels (not its bytes), a light tier that fails on some pages, text layers that cost
next to nothing, hiccups, an engine that is loaded first, and a machine whose speed drifts and that slows down when all
its processes are busy. Documents fail, runs crash and are repeated; workers join and leave.
"""

from __future__ import annotations

import heapq
import itertools
import math
import random
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from ocrcore.queue.forecast.durations import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DAY_S = 24 * 3600.0
ENGINES = {"tesseract": (0.4, 1.3), "paddleocr": (0.2, 1.2), "doctr_plus": (0.2, 0.9)}
"""Seconds a document and seconds a page of two megapixels, on an idle machine."""
KINDS = {"photo": 0.5, "scan": 0.25, "digital": 0.15, "long": 0.1}
_POLL_S = 0.1
"""How often an idle slot looks for work; one that has finished looks at once, and claims in this time:"""
_CLAIM_S = 0.02
_BACKOFF_S = 2.0
_REFUSAL_S = 0.1


class Watcher(Protocol):
    """Who is told of what happens."""

    def created(self, day: Day, job: Job) -> None:
        """A document has been put into the queue."""

    def done(self, day: Day, job: Job, seconds: float) -> None:
        """A document is completed or has failed, after the seconds of its last run."""


@dataclass(kw_only=True)
class Job:
    """One document with its hidden truth."""

    number: int
    document: Document
    created_s: float
    page_efforts: list[float]
    """Hidden: seconds of each page on an idle machine of mean speed."""
    fixed_s: float
    fails: bool
    crashes: bool
    ready_s: float
    started_s: float = 0.0
    page: int = 0
    slot: int | None = None
    run: int = 0


class Day:
    """The queue as it lives through one day, for someone who is told of every document that comes and that ends."""

    def __init__(self, seed: int, watcher: Watcher) -> None:
        self.now_s = 0.0
        self.waiting: list[Job] = []
        self.running: dict[int, Job] = {}
        self.slots: dict[int, set[str]] = {}
        """Live slots, with the engines that each has loaded."""
        self._rng = random.Random(seed)
        self._watcher = watcher
        self._log_speed = 0.0
        self._numbers = itertools.count()
        self._events: list[tuple[float, int, Callable[[], None]]] = []

    def live(self) -> None:
        """Let everything happen that happens on this day."""
        rng = self._rng
        self._at(0.0, partial(self._join, [0, 1]))
        self._at(0.0, self._drift)
        for job in _arrivals(rng):
            self._at(job.created_s, partial(self._arrive, job))
        for worker in range(1, 6):
            slots = [10 * worker + each for each in range(rng.choice([1, 2, 2, 4]))]
            begin_s = rng.uniform(7, 20) * 3600
            self._at(begin_s, partial(self._join, slots))
            self._at(begin_s + rng.uniform(0.3, 3) * 3600, partial(self._leave, slots))
        while self._events:
            self.now_s, _, what = heapq.heappop(self._events)
            what()

    def _at(self, moment_s: float, what: Callable[[], None]) -> None:
        heapq.heappush(self._events, (moment_s, next(self._numbers), what))

    def _slowness(self) -> float:
        """Return the seconds that an idle second takes now."""
        return math.exp(self._log_speed) * (1 + 0.04 * max(0, len(self.running) - 2))

    def _drift(self) -> None:
        # An Ornstein-Uhlenbeck process: half an hour's memory, a deviation of 12 %.
        self._log_speed += -self._log_speed * 60 / 1800 + self._rng.gauss(0, 0.12 * math.sqrt(2 * 60 / 1800))
        if self.now_s < DAY_S:
            self._at(self.now_s + 60, self._drift)

    def _join(self, slots: list[int]) -> None:
        self.slots.update((slot, set()) for slot in slots)
        self._serve()

    def _leave(self, slots: list[int]) -> None:
        for slot in slots:
            del self.slots[slot]
        for job in [job for job in self.running.values() if job.slot in slots]:
            self._give_back(job, self.now_s)

    def _arrive(self, job: Job) -> None:
        self.waiting.append(job)
        self._watcher.created(self, job)
        self._at(self.now_s + self._rng.uniform(0, _POLL_S), self._serve)

    def _serve(self) -> None:
        """Let every free slot claim a job."""
        taken = {job.slot for job in self.running.values()}
        for slot in self.slots.keys() - taken:
            job = next((each for each in self.waiting if each.ready_s <= self.now_s), None)
            if job is None:
                return
            self.waiting.remove(job)
            self.running[job.number] = job
            job.slot, job.started_s, job.page, job.run = slot, self.now_s, 0, job.run + 1
            loading_s = 0.0 if job.document.engine in self.slots[slot] else self._rng.uniform(1.0, 3.0)
            self.slots[slot].add(job.document.engine)
            first_s = _REFUSAL_S if job.fails else (loading_s + job.fixed_s) * self._slowness()
            self._at(self.now_s + first_s, partial(self._step, job, job.run))

    def _step(self, job: Job, run: int) -> None:
        """Begin the next page of a run, or end it."""
        if job.run != run or job.number not in self.running:
            return
        if job.crashes:
            job.crashes = False
            self._give_back(job, self.now_s + _BACKOFF_S)
        elif job.fails or job.page == len(job.page_efforts):
            del self.running[job.number]
            self._watcher.done(self, job, self.now_s - job.started_s)
        else:
            effort_s = job.page_efforts[job.page] * self._slowness()
            self._at(self.now_s + effort_s, partial(self._end_page, job, run))
            return
        self._at(self.now_s + _CLAIM_S, self._serve)

    def _end_page(self, job: Job, run: int) -> None:
        if job.run == run and job.number in self.running:
            job.page += 1
            self._step(job, run)

    def _give_back(self, job: Job, ready_s: float) -> None:
        del self.running[job.number]
        job.ready_s = ready_s
        self.waiting.append(job)
        self.waiting.sort(key=lambda each: (each.created_s, each.number))
        self._at(ready_s + self._rng.uniform(0, _POLL_S), self._serve)


def _arrivals(rng: random.Random) -> Iterator[Job]:
    """Yield documents: single ones all day, most at work hours, and batches that one person drops at once."""
    numbers = itertools.count()
    for hour in range(24):
        for _ in range(rng.randint(5, 30) if 7 <= hour < 20 else rng.randint(0, 4)):
            yield _document(rng, next(numbers), (hour + rng.random()) * 3600, rng.choice(list(ENGINES)), None)
    for _ in range(22):
        moment_s = rng.uniform(7, 20) * 3600
        engine, kind = rng.choice(list(ENGINES)), rng.choice([None, "photo", "scan"])
        for _ in range(round(math.exp(rng.uniform(math.log(15), math.log(200))))):
            moment_s += rng.uniform(0.03, 0.3)
            yield _document(rng, next(numbers), moment_s, engine, kind)


def _document(rng: random.Random, number: int, created_s: float, engine: str, kind: str | None) -> Job:
    kind = kind or rng.choices(list(KINDS), list(KINDS.values()))[0]
    pages = {
        "photo": 1,
        "scan": rng.choice([1, 1, 2, 3]),
        "digital": rng.choice([1, 2, 3, 5]),
        "long": rng.randint(5, 30),
    }[kind]
    megapixels = rng.uniform(0.8, 5.0) if kind == "photo" else rng.choice([2.0, 2.0, 4.0])
    # Compression hides most of the relation between bytes and pixels.
    page_bytes = megapixels * 1e6 * (0.02 if kind == "digital" else rng.lognormvariate(-1.8, 0.5))
    fixed_s, page_s = ENGINES[engine]
    density_s = page_s * (0.5 + 0.5 * rng.gammavariate(6, 1 / 6)) * (0.7 + 0.15 * megapixels)
    if kind == "digital":
        efforts = [rng.uniform(0.05, 0.12) for _ in range(pages)]
    else:
        efforts = [density_s * rng.gammavariate(40, 1 / 40) * _tiers(rng, engine) for _ in range(pages)]
    if rng.random() < 0.02:
        efforts[0] *= rng.uniform(3, 8)
    return Job(
        number=number,
        document=Document(
            engine, pages, round(page_bytes * pages), "image/jpeg" if kind == "photo" else "application/pdf"
        ),
        created_s=created_s,
        ready_s=created_s,
        page_efforts=efforts,
        fixed_s=fixed_s,
        fails=rng.random() < 0.015,
        crashes=rng.random() < 0.01,
    )


def _tiers(rng: random.Random, engine: str) -> float:
    return 2.6 if engine == "doctr_plus" and rng.random() < 0.25 else 1.0
