"""The figures in Prometheus's text format: the state of the queue as gauges, all runs ever measured as counters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from ocrcore.metrics.measurement import RunOutcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ocrcore.metrics.measurement import RunTotals
    from ocrcore.metrics.measurements import Measurements
    from ocrcore.queue.job_queue import JobQueue
    from ocrcore.queue.stats import QueueStats

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
"""The `Content-Type` that the text is to be served with."""

_SUMS = {
    "wait": "Seconds that completed documents waited to be claimed.",
    "processing": "Seconds from claim to completion of completed documents.",
    "ocr": "Seconds inside the engine of completed documents.",
}


async def prometheus_text(jobs: JobQueue, measurements: Measurements) -> str:
    """Return the figures of the queue and of all engines, as `GET /api/v1/metrics` answers `text/plain`.

    Raises:
        DatabaseError: The database does not answer.
    """
    stats, totals = await jobs.get_queue_stats(), await measurements.totals()
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Figures([*_queue_gauges(stats), *_run_counters(totals)]))
    return generate_latest(registry).decode()


class _Figures:
    """Hands ready-made figures to a registry."""

    def __init__(self, figures: Iterable[Metric]) -> None:
        self._figures = list(figures)

    def collect(self) -> Iterable[Metric]:
        return self._figures


def _queue_gauges(stats: QueueStats) -> Iterator[Metric]:
    jobs = GaugeMetricFamily("ocrdesk_jobs", "Jobs in the queue by status.", labels=["status"])
    for status, count in stats.counts.items():
        jobs.add_metric([status], count)
    yield jobs
    yield GaugeMetricFamily("ocrdesk_workers", "Live workers.", value=len(stats.workers))
    yield GaugeMetricFamily("ocrdesk_worker_processes", "OCR processes of the live workers.", value=stats.slots)
    busy = sum(worker.busy for worker in stats.workers)
    yield GaugeMetricFamily("ocrdesk_worker_processes_busy", "OCR processes that read a document now.", value=busy)
    yield GaugeMetricFamily(
        "ocrdesk_average_processing_seconds", "Mean seconds a document, of the last 50.", value=stats.average_s
    )


def _run_counters(totals: list[RunTotals]) -> Iterator[Metric]:
    labels = ["engine", "outcome", "code"]
    runs = CounterMetricFamily("ocrdesk_runs", "Runs by engine, outcome and error code.", labels=labels)
    for each in totals:
        runs.add_metric([each.engine, each.outcome, each.error_code or ""], each.runs)
    yield runs
    completed = [each for each in totals if each.outcome is RunOutcome.COMPLETED]
    pages = CounterMetricFamily("ocrdesk_pages", "Pages of completed documents.", labels=["engine"])
    for each in completed:
        pages.add_metric([each.engine], each.pages)
    yield pages
    for kind in ("passed", "failed"):
        checks = CounterMetricFamily(f"ocrdesk_checks_{kind}", f"Checks of documents that {kind}.", labels=["engine"])
        for each in completed:
            checks.add_metric([each.engine], getattr(each, f"checks_{kind}"))
        yield checks
    for name, meaning in _SUMS.items():
        seconds = CounterMetricFamily(f"ocrdesk_{name}_seconds", meaning, labels=["engine"])
        for each in completed:
            seconds.add_metric([each.engine], getattr(each, f"{name}_ms") / 1000)
        yield seconds
