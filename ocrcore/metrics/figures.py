"""How the engines have really performed: figures of one period, by engine, from the runs that were measured."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field, replace
from statistics import fmean, median, quantiles
from typing import TYPE_CHECKING, Any

from ocrcore.metrics.measurement import RunOutcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from ocrcore.metrics.measurement import ConfirmedFields, RunMeasurement, TierFigures
    from ocrcore.metrics.measurements import Measurements


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Median and 95th percentile of some values, and how many there were."""

    n: int
    median: float
    p95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """A mean (of shares: the share), and how many values are behind it."""

    n: int
    mean: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EtaQuality:
    """How true the ends predicted at the uploads were."""

    n: int
    error: float
    """Median error of the middle, as a share of the time from upload to end."""
    covered: float
    """Share of documents whose end lay in the range; it is meant to be 0.8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """How true the fields were, as people's own corrections show it."""

    n: int
    """Documents that were confirmed."""
    fields: int
    mean: float
    """Share of their fields that were left as they were read; one that had to be added counts against it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TierUse:
    """One tier of an engine."""

    runs: int
    accepted: float
    """Share of runs that stopped there."""
    ocr_ms: Spread
    score: Mean


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineFigures:
    """One engine in one period. A figure without data is None; times are of completed documents, in milliseconds."""

    documents: int
    """Documents that ended: completed, or failed for good."""
    completed: int
    failed: int
    success: Mean | None
    """Share of documents that were completed."""
    retried_runs: int
    """Runs that failed and were followed by another attempt."""
    failures: Mapping[str, int]
    """Failed runs by error code, those that were retried too."""
    pages: int
    """Pages of completed documents."""
    size_bytes: int
    """Size of the completed documents' uploads."""
    wait_ms: Spread | None
    processing_ms: Spread | None
    ocr_ms: Spread | None
    page_ms: Spread | None
    """Processing time a page."""
    fast_path: Mean | None
    """Share of documents for which the light tier was enough; None for an engine without tiers."""
    confidence: Mean | None
    """Mean confidence of the words, 0 to 1."""
    fast_path_saved_ms: float | None
    """What the fast path saved: for each page that took it, by how much the median of the other pages is slower."""
    fields_found: Mean | None
    """Fields a document."""
    checks_passed: Mean | None
    """Share of passed checks, with the number of checks that could be made."""
    eta: EtaQuality | None
    accuracy: Accuracy | None = None
    """Of all confirmed fields, also those that nobody looked at; so it is no proof, and at best."""
    looked_at: Accuracy | None = None
    """Of those fields that somebody looked at, or changed."""
    tiers: Mapping[str, TierUse] = field(default_factory=dict)

    @property
    def proven(self) -> Accuracy | None:
        """The accuracy that is proven; None where nothing is known but which fields were changed."""
        if self.accuracy is None or self.looked_at is None:
            return None
        only_changed = self.looked_at.mean == 0 and self.looked_at.fields < self.accuracy.fields
        return None if only_changed else self.looked_at


async def engine_figures(
    measurements: Measurements, *, since: datetime | None = None, engine: str | None = None
) -> dict[str, EngineFigures]:
    """Return the figures of every engine (or of one) over the runs that finished at or after `since`.

    Raises:
        DatabaseError: The database does not answer.
    """
    by_engine: defaultdict[str, list[RunMeasurement]] = defaultdict(list)
    for run in await measurements.runs(since=since, engine=engine):
        by_engine[run.engine].append(run)
    tiers: defaultdict[str, list[TierFigures]] = defaultdict(list)
    for each in await measurements.tiers(since=since, engine=engine):
        tiers[each.engine].append(each.tier)
    confirmed = await measurements.confirmed_fields(since=since, engine=engine)
    looked_at = await measurements.confirmed_fields(since=since, engine=engine, looked_at=True)
    return {
        name: replace(
            figures_of(by_engine.get(name, ())),
            tiers=tiers_of(tiers.get(name, ())),
            accuracy=_accuracy(confirmed.get(name)),
            looked_at=_accuracy(looked_at.get(name)),
        )
        for name in sorted(by_engine.keys() | confirmed.keys())
    }


async def report(
    measurements: Measurements, *, since: datetime | None = None, engine: str | None = None
) -> dict[str, Any]:
    """Return the figures as JSON-able data, as `GET /api/v1/metrics` answers them.

    Raises:
        DatabaseError: The database does not answer.
    """
    figures = await engine_figures(measurements, since=since, engine=engine)
    return {
        "since": None if since is None else since.isoformat(),
        "engines": {name: asdict(each) for name, each in figures.items()},
    }


def figures_of(runs: Sequence[RunMeasurement]) -> EngineFigures:
    """Return the figures of some runs, all of one engine."""
    outcomes = Counter(run.outcome for run in runs)
    completed = [run for run in runs if run.outcome is RunOutcome.COMPLETED]
    documents = outcomes[RunOutcome.COMPLETED] + outcomes[RunOutcome.FAILED]
    return EngineFigures(
        documents=documents,
        completed=len(completed),
        failed=outcomes[RunOutcome.FAILED],
        success=Mean(n=documents, mean=len(completed) / documents) if documents else None,
        retried_runs=outcomes[RunOutcome.WILL_RETRY],
        failures=dict(Counter(run.error_code for run in runs if run.error_code is not None).most_common()),
        pages=sum(run.pages or 0 for run in completed),
        size_bytes=sum(run.size_bytes for run in completed),
        wait_ms=_spread(run.wait_ms for run in completed),
        processing_ms=_spread(run.processing_ms for run in completed),
        ocr_ms=_spread(run.ocr_ms for run in completed),
        page_ms=_spread(run.processing_ms / run.pages for run in completed if run.pages),
        fast_path=_mean(run.fast_path for run in completed),
        confidence=_mean(run.mean_confidence for run in completed),
        fast_path_saved_ms=_saved_ms(completed),
        fields_found=_mean(run.fields_found for run in completed),
        checks_passed=_checks_passed(completed),
        eta=eta_quality(runs),
    )


def eta_quality(runs: Iterable[RunMeasurement]) -> EtaQuality | None:
    """Return how true the predictions were for those runs that had one."""
    told = [
        (run.turnaround_ms, run.eta_ms, run.eta_low_ms, run.eta_high_ms)
        for run in runs
        if run.turnaround_ms is not None and run.eta_ms is not None
    ]
    if not told:
        return None
    errors = [abs(middle - truth) / max(truth, 1) for truth, middle, _, _ in told]
    covered = [low <= truth <= high for truth, _, low, high in told if low is not None and high is not None]
    return EtaQuality(n=len(told), error=float(median(errors)), covered=fmean(covered))


def tiers_of(passes: Iterable[TierFigures]) -> dict[str, TierUse]:
    """Return how often each tier was run and how often its reading was good enough."""
    by_name: defaultdict[str, list[TierFigures]] = defaultdict(list)
    for each in passes:
        by_name[each.name].append(each)
    return {
        name: TierUse(
            runs=len(found),
            accepted=fmean(each.accepted for each in found),
            ocr_ms=spread_of([each.ocr_ms for each in found]),
            score=Mean(n=len(found), mean=fmean(each.score for each in found)),
        )
        for name, found in by_name.items()
    }


def _accuracy(confirmed: ConfirmedFields | None) -> Accuracy | None:
    if confirmed is None:
        return None
    mean = confirmed.unchanged / confirmed.fields
    return Accuracy(n=confirmed.documents, fields=confirmed.fields, mean=mean)


def _saved_ms(completed: Sequence[RunMeasurement]) -> float | None:
    page_ms: dict[bool, list[float]] = {True: [], False: []}
    for run in completed:
        if run.fast_path is not None and run.pages:
            page_ms[run.fast_path].append(run.processing_ms / run.pages)
    if not page_ms[True] or not page_ms[False]:
        return None
    fast_pages = sum(run.pages or 0 for run in completed if run.fast_path)
    return max(0.0, median(page_ms[False]) - median(page_ms[True])) * fast_pages


def _checks_passed(completed: Sequence[RunMeasurement]) -> Mean | None:
    passed = sum(run.checks_passed or 0 for run in completed)
    made = passed + sum(run.checks_failed or 0 for run in completed)
    return Mean(n=made, mean=passed / made) if made else None


def _spread(values: Iterable[float | None]) -> Spread | None:
    known = [value for value in values if value is not None]
    return spread_of(known) if known else None


def spread_of(known: Sequence[float]) -> Spread:
    """Return median and 95th percentile of at least one value."""
    p95 = quantiles(known, n=20, method="inclusive")[-1] if len(known) > 1 else known[0]
    return Spread(n=len(known), median=float(median(known)), p95=float(p95))


def _mean(values: Iterable[float | None]) -> Mean | None:
    known = [value for value in values if value is not None]
    return Mean(n=len(known), mean=fmean(known)) if known else None
