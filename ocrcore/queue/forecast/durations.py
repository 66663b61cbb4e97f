"""How long a document takes to read, learned from the last runs of its engine. Pure.

Times of documents spread by ratios, so everything here happens in logarithms: the logarithm of a run's seconds is taken
as linear in that of its pages and of its bytes a page, with a step for PDF (whose text need not be recognised). Ridge
regression towards expected slopes keeps few runs from saying too much, Tukey's biweight (Beaton and Tukey, 1974) keeps
single slow runs out, and newer runs weigh more.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ocrcore.metrics.measurements import NO_DATA_AVERAGE_S

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

LEARNED_RUNS = 50
"""Runs of an engine that are learned from."""
_HALF_LIFE_RUNS = 18.0
_USUAL_PAGE_BYTES = 200_000.0
_EXPECTED_DEVIATION = 0.45
"""Deviation of the logarithm around the line, before anything was measured, and how many runs that counts for."""
_EXPECTED_DEVIATION_RUNS = 5.0
_LEAST_DEVIATION = 0.05
_EXPECTED_LINE = np.array([math.log(NO_DATA_AVERAGE_S), 0.9, 0.1, 0.0])
"""Constant, and slopes of pages, bytes a page and PDF, before anything was measured: nearly as many times as long as it
has pages, a little longer where these are larger."""
_PENALTY = np.diag((_EXPECTED_DEVIATION / np.array([3.0, 0.3, 0.3, 0.7])) ** 2)
"""How firmly these are held: the deviations are those of the constant and the slopes."""
_DRIFT = 0.07
"""Deviation that all coming runs share: the machine gets busier, the next batch is of another kind."""
_BIWEIGHT_REACH = 4.685
_Z_90 = 1.2816
_LONGEST_TAIL = math.log(4)
_ROUNDS = 6


class Document(NamedTuple):
    """What is known of a document before it is read."""

    engine: str
    pages: int | None
    size_bytes: int
    mime_type: str


class Duration(NamedTuple):
    """A predicted time: a log-normal distribution around a median, whose mean may lie further out for its slow runs."""

    mu: float
    """Mean of the logarithm of the seconds."""
    sigma: float
    """Deviation of the logarithm that is this document's own."""
    shared: float
    """Deviation of the logarithm that all documents of the engine have in common: what the runs cannot tell."""
    tail: float
    """Mean of the seconds as a multiple of that of the log-normal distribution: the slow runs that do not fit in."""


@dataclass(frozen=True, slots=True)
class DurationModel:
    """What the last runs of one engine say about the next."""

    line: NDArray[np.float64]
    uncertainty: NDArray[np.float64]
    """Covariance of the line."""
    sigma: float
    tail: float

    @classmethod
    def learn(cls, runs: Sequence[tuple[Document, float]]) -> DurationModel:
        """Learn from runs with their seconds, the newest first; without any, a document is taken to need 7 s."""
        runs = [run for run in runs if run[1] > 0][:LEARNED_RUNS]
        if not runs:
            return _UNKNOWN
        features = np.array([_features(document) for document, _ in runs])
        logs = np.log([seconds for _, seconds in runs])
        recency = 0.5 ** (np.arange(len(runs)) / _HALF_LIFE_RUNS)
        line = _EXPECTED_LINE.copy()
        line[0] += np.median(logs - features @ line)
        for _ in range(_ROUNDS):
            residuals = logs - features @ line
            reach = _BIWEIGHT_REACH * max(float(np.median(np.abs(residuals))) * 1.4826, _LEAST_DEVIATION)
            weights = recency * np.clip(1 - (residuals / reach) ** 2, 0, None) ** 2
            weighted = features * weights[:, None]
            precision = weighted.T @ features + _PENALTY
            line = np.linalg.solve(precision, weighted.T @ logs + _PENALTY @ _EXPECTED_LINE)
        residuals = logs - features @ line
        sigma = _deviation(residuals)
        return cls(line, sigma**2 * np.linalg.inv(precision), sigma, _tail(residuals, recency, sigma))

    def predict(self, document: Document) -> Duration:
        """Return the time that reading this document takes."""
        features = np.array(_features(document))
        shared = math.sqrt(_DRIFT**2 + float(features @ self.uncertainty @ features))
        return Duration(float(self.line @ features), self.sigma, shared, self.tail)


_UNKNOWN = DurationModel(
    np.array([math.log(NO_DATA_AVERAGE_S), 0.0, 0.0, 0.0]),
    np.diag([_EXPECTED_DEVIATION**2, 0.0, 0.0, 0.0]),
    _EXPECTED_DEVIATION,
    1.0,
)


def _features(document: Document) -> tuple[float, float, float, float]:
    pages = document.pages or 1
    bytes_a_page = max(1000.0, document.size_bytes / pages)
    is_pdf = 1.0 if document.mime_type == "application/pdf" else 0.0
    return 1.0, math.log(pages), math.log(bytes_a_page / _USUAL_PAGE_BYTES), is_pdf


def _deviation(residuals: NDArray[np.float64]) -> float:
    """Return the deviation whose 80 % range is that of the residuals, drawn to the expected one when they are few."""
    low, high = np.quantile(residuals, (0.1, 0.9))
    measured = float(high - low) / (2 * _Z_90)
    expected = _EXPECTED_DEVIATION_RUNS / (len(residuals) + _EXPECTED_DEVIATION_RUNS)
    return math.sqrt((1 - expected) * measured**2 + expected * _EXPECTED_DEVIATION**2)


def _tail(residuals: NDArray[np.float64], recency: NDArray[np.float64], sigma: float) -> float:
    """Return how far the mean of the runs themselves (the smearing estimate of Duan, 1983) is above the log-normal."""
    capped = np.clip(residuals, -_LONGEST_TAIL, _LONGEST_TAIL)
    smeared = float(np.exp(capped - sigma**2 / 2) @ recency)
    return max(1.0, (smeared + _EXPECTED_DEVIATION_RUNS) / (float(recency.sum()) + _EXPECTED_DEVIATION_RUNS))
