"""How true the predicted end of a document is, over simulated days that the predictor knows nothing of.

Run with `python -m benchmarks.eta [--seeds N]`; it prints tables to be copied into docs/benchmarks.md. Every document
is predicted when it is put into the queue, as its uploader sees it first; the truth is when it is done, also after a
crash and with workers that join or leave meanwhile. Compared in the same run with average × position, the average
being that of the last 50 documents (7.0 s without any).
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict, deque
from dataclasses import dataclass
from statistics import fmean, median

from benchmarks.eta_day import Day, Job
from ocrcore.metrics.measurements import AVERAGED_RUNS, NO_DATA_AVERAGE_S
from ocrcore.queue.forecast.durations import LEARNED_RUNS, Document, DurationModel
from ocrcore.queue.forecast.eta import Eta, Running, Waiting, predict


@dataclass(frozen=True, slots=True)
class Guess:
    """What was predicted for a document when it came."""

    eta: Eta
    naive_s: float
    """Average × position."""
    shared_s: float
    """Average × position, divided by the slots."""


class Judge:
    """Predicts each document as the queue would, and waits for the truth."""

    def __init__(self) -> None:
        self._runs: dict[str, deque[tuple[Document, float]]] = defaultdict(lambda: deque(maxlen=LEARNED_RUNS))
        self._last: deque[float] = deque(maxlen=AVERAGED_RUNS)
        self._guesses: dict[int, Guess] = {}
        self.judged: list[tuple[Guess, float]] = []
        self.without_worker = 0

    def created(self, day: Day, job: Job) -> None:
        """Predict a new document."""
        models = {engine: DurationModel.learn(list(runs)) for engine, runs in self._runs.items()}
        running = [
            Running(
                job_id=str(each.number),
                document=each.document,
                elapsed_s=day.now_s - each.started_s,
                page=each.page,
            )
            for each in day.running.values()
        ]
        waiting = [
            Waiting(job_id=str(each.number), document=each.document, ready_in_s=max(0.0, each.ready_s - day.now_s))
            for each in day.waiting
        ]
        eta = predict(running, waiting, len(day.slots), models).eta(str(job.number), len(waiting))
        if eta is None:
            self.without_worker += 1
            return
        average_s = fmean(self._last) if self._last else NO_DATA_AVERAGE_S
        naive_s = average_s * len(waiting)
        self._guesses[job.number] = Guess(eta, naive_s, naive_s / len(day.slots))

    def done(self, day: Day, job: Job, seconds: float) -> None:
        """Learn from a run, and judge what was said about its document."""
        if not job.fails:
            self._runs[job.document.engine].appendleft((job.document, seconds))
            self._last.append(seconds)
        if job.number in self._guesses:
            self.judged.append((self._guesses.pop(job.number), day.now_s - job.created_s))


@dataclass(frozen=True, slots=True)
class Score:
    """How true the guesses of some documents were."""

    documents: int
    covered: float
    error: float
    naive_error: float
    shared_error: float

    @classmethod
    def of(cls, judged: list[tuple[Guess, float]]) -> Score:
        """Return the score; errors are medians, as shares of the wait."""
        return cls(
            len(judged),
            fmean(guess.eta.low_s <= truth <= guess.eta.high_s for guess, truth in judged),
            median(abs(guess.eta.middle_s - truth) / truth for guess, truth in judged),
            median(abs(guess.naive_s - truth) / truth for guess, truth in judged),
            median(abs(guess.shared_s - truth) / truth for guess, truth in judged),
        )

    def row(self, name: str) -> str:
        """Return the score as a row of the table."""
        return (
            f"| {name} | {self.documents:,} | {self.covered:.1%} | {self.error:.1%} | {self.naive_error:.1%} | "
            f"{self.naive_error / self.error:.1f} × | {self.shared_error:.1%} |"
        )


def main(seed: int, seeds: int) -> None:
    """Judge a day, by the length of the wait, then more days as a check on the first."""
    head = "| {} | documents | in the 80 % range | median error | average × position | closer | average × position / slots |"
    print(head.format("wait"), "| --- | ---: | ---: | ---: | ---: | ---: | ---: |", sep="\n")
    began = time.perf_counter()
    judge = judged_day(seed)
    print(Score.of(judge.judged).row(f"all of day {seed}"))
    for low_s, high_s in ((0, 5), (5, 30), (30, 120), (120, 1e9)):
        part = [each for each in judge.judged if low_s <= each[1] < high_s]
        name = f"{low_s} to {high_s} s" if high_s < 1e9 else f"over {low_s} s"
        print(Score.of(part).row(name) if part else f"| {name} | 0 |")
    seconds = time.perf_counter() - began
    print(f"\n{judge.without_worker} documents came while no worker ran. The day took {seconds:.1f} s.\n")
    print(head.format("day"), "| --- | ---: | ---: | ---: | ---: | ---: | ---: |", sep="\n")
    judged = judge.judged
    for other in range(seed + 1, seed + seeds):
        more = judged_day(other).judged
        print(Score.of(more).row(f"{other}"), flush=True)
        judged += more
    print(Score.of(judged).row("all"))


def judged_day(seed: int) -> Judge:
    """Live through a day."""
    judge = Judge()
    Day(seed, judge).live()
    return judge


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="the day to be judged")
    parser.add_argument("--seeds", type=int, default=6, help="how many days, that one included")
    arguments = parser.parse_args()
    main(arguments.seed, arguments.seeds)
