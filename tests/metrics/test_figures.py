"""Figures per engine from real runs, as data and as Prometheus text."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import insert

from ocrcore.database.review_tables import confirmed_fields
from ocrcore.desk.desk import Desk
from ocrcore.errors import EncryptedDocument, EngineTimeout
from ocrcore.metrics.figures import Accuracy, Mean, Spread, engine_figures, figures_of, report
from ocrcore.metrics.measurement import TierFigures
from ocrcore.queue.job import Completed, Failed
from ocrcore.queue.owner import EVERYONE
from ocrcore.queue.workers import WorkerInfo
from ocrcore.web.api.prometheus import prometheus_text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from ocrcore.config import Settings


class Clock:
    """A clock that stands until a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 14, 10, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def desk(settings: Settings, clock: Clock) -> AsyncIterator[Desk]:
    async with Desk.open(settings, clock=clock) as opened:
        yield opened


async def run(
    desk: Desk, clock: Clock, outcome: Completed | Failed, *, seconds: float = 1.0, engine: str = "paddleocr"
) -> None:
    """Put a document of two pages into the queue, claim it two seconds later, and end its run."""
    await desk.jobs.create_job(
        file_path="uploads/x",
        mime_type="image/png",
        engine=engine,
        original_filename="Ana Popescu.png",
        sha256="ab" * 32,
        size_bytes=1000,
        pages=2,
        owner=EVERYONE,
    )
    clock.now += timedelta(seconds=2)
    job = await desk.worker_queue.get_next_pending("worker-1")
    assert job is not None
    clock.now += timedelta(seconds=seconds)
    assert await desk.worker_queue.update_status(job, outcome)


def done(*, fast_path: bool | None = None, confidence: float | None = None) -> Completed:
    return Completed(result_json="{}", ocr_time_ms=600, fast_path=fast_path, mean_confidence=confidence)


async def test_an_engine_s_figures_say_how_many_runs_are_behind_them(desk: Desk, clock: Clock) -> None:
    await run(desk, clock, done(fast_path=True, confidence=0.9), seconds=1)
    await run(desk, clock, done(fast_path=False, confidence=0.7), seconds=3)
    await run(desk, clock, done(), seconds=5)
    await run(desk, clock, Failed(error=EncryptedDocument()))
    await run(desk, clock, Failed(error=EngineTimeout()))
    figures = (await engine_figures(desk.measurements))["paddleocr"]
    assert (figures.documents, figures.completed, figures.failed, figures.retried_runs) == (4, 3, 1, 1)
    assert figures.success == Mean(n=4, mean=0.75)
    assert figures.failures == {"encrypted": 1, "engine_timeout": 1}
    assert (figures.pages, figures.size_bytes) == (6, 3000)
    assert figures.processing_ms == Spread(n=3, median=3000.0, p95=4800.0)
    assert figures.page_ms == Spread(n=3, median=1500.0, p95=2400.0)
    assert figures.wait_ms == Spread(n=3, median=2000.0, p95=2000.0)
    assert figures.ocr_ms == Spread(n=3, median=600.0, p95=600.0)
    assert figures.fast_path == Mean(n=2, mean=0.5)
    assert figures.confidence == Mean(n=2, mean=0.8)


async def test_figures_can_be_of_a_period_and_of_one_engine(desk: Desk, clock: Clock) -> None:
    await run(desk, clock, done(), engine="tesseract")
    since = clock.now + timedelta(seconds=1)
    await run(desk, clock, done())
    await run(desk, clock, done())
    assert {name: each.documents for name, each in (await engine_figures(desk.measurements)).items()} == {
        "paddleocr": 2,
        "tesseract": 1,
    }
    assert set(await engine_figures(desk.measurements, since=since)) == {"paddleocr"}
    assert set(await engine_figures(desk.measurements, engine="tesseract")) == {"tesseract"}


async def test_the_report_is_plain_json_without_names(desk: Desk, clock: Clock) -> None:
    await run(desk, clock, done(fast_path=True))
    text = json.dumps(await report(desk.measurements, since=clock.now - timedelta(days=1)))
    assert json.loads(text)["engines"]["paddleocr"]["processing_ms"] == {"n": 1, "median": 1000.0, "p95": 1000.0}
    assert "Popescu" not in text


def test_figures_without_runs_are_none_not_zero() -> None:
    figures = figures_of([])
    assert (figures.documents, figures.success, figures.processing_ms, figures.fast_path) == (0, None, None, None)


async def test_prometheus_can_read_the_text(desk: Desk, clock: Clock) -> None:
    await run(desk, clock, done(), seconds=1.5)
    await run(desk, clock, Failed(error=EncryptedDocument()), engine='odd"\\\nname')
    await desk.worker_queue.register_worker(
        WorkerInfo(worker_id="worker-1", hostname="desk", pid=1, processes=2, busy=1)
    )
    samples = {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(await prometheus_text(desk.jobs, desk.measurements))
        for sample in family.samples
    }
    assert samples["ocrdesk_jobs", (("status", "completed"),)] == 1
    assert samples["ocrdesk_jobs", (("status", "pending"),)] == 0
    assert samples["ocrdesk_worker_processes", ()] == 2
    assert samples["ocrdesk_worker_processes_busy", ()] == 1
    assert samples["ocrdesk_pages_total", (("engine", "paddleocr"),)] == 2
    assert samples["ocrdesk_processing_seconds_total", (("engine", "paddleocr"),)] == 1.5
    assert samples["ocrdesk_wait_seconds_total", (("engine", "paddleocr"),)] == 2
    failed = (("code", "encrypted"), ("engine", 'odd"\\\nname'), ("outcome", "failed"))
    assert samples["ocrdesk_runs_total", failed] == 1


async def test_tiers_checks_fields_and_predictions_are_kept_after_the_job(desk: Desk, clock: Clock) -> None:
    await desk.worker_queue.register_worker(WorkerInfo(worker_id="worker-1", hostname="desk", pid=1, processes=1))
    light = TierFigures(name="light", ocr_ms=400, score=0.5, accepted=False)
    medium = TierFigures(name="medium", ocr_ms=900, score=0.9, accepted=True)
    for fast, tiers, seconds in ((True, (replace(light, accepted=True),), 1.0), (False, (light, medium), 5.0)):
        reading = replace(done(fast_path=fast), fields_found=6, checks_passed=3, checks_failed=1, tiers=tiers)
        await run(desk, clock, reading, seconds=seconds, engine="doctr_plus")
    for job in (await desk.jobs.list_jobs(owner=EVERYONE)).jobs:
        await desk.jobs.delete(job.id, owner=EVERYONE)
    figures = (await engine_figures(desk.measurements))["doctr_plus"]
    assert (figures.fields_found, figures.checks_passed) == (Mean(n=2, mean=6.0), Mean(n=8, mean=0.75))
    assert figures.fast_path_saved_ms == pytest.approx(4000)
    assert (figures.tiers["light"].runs, figures.tiers["light"].accepted) == (2, 0.5)
    assert figures.tiers["medium"].ocr_ms == Spread(n=1, median=900, p95=900)
    # Predicted 7 s each without and about 1 s with a run known; they took 3 s and 7 s from upload to end.
    assert figures.eta is not None
    assert figures.eta.n == 2
    assert 0.5 < figures.eta.error < 1.5


async def test_a_document_sent_round_again_is_not_held_against_its_prediction(desk: Desk, clock: Clock) -> None:
    await desk.worker_queue.register_worker(WorkerInfo(worker_id="worker-1", hostname="desk", pid=1, processes=1))
    await run(desk, clock, Failed(error=EncryptedDocument()))
    (failed,) = (await desk.jobs.list_jobs(owner=EVERYONE)).jobs
    await desk.jobs.retry(failed.id, owner=EVERYONE)
    job = await desk.worker_queue.get_next_pending("worker-1")
    assert job is not None
    await desk.worker_queue.update_status(job, done())
    assert [each.eta_ms is None for each in await desk.measurements.runs()] == [False, True]


async def test_accuracy_is_what_people_left_unchanged(desk: Desk, clock: Clock) -> None:
    rows = [("m1", "total", True), ("m1", "date", False), ("m2", "total", True), ("m2", "vendor_name", True)]
    values = [
        {"measurement_id": document, "field": field, "confirmed_at": clock.now, "engine": "doctr_plus"}
        | {"shown": True, "unchanged": unchanged, "looked_at": document == "m1"}
        for document, field, unchanged in rows
    ]
    await desk.database.write(lambda connection: connection.execute(insert(confirmed_fields), values))
    figures = (await engine_figures(desk.measurements))["doctr_plus"]
    assert figures.accuracy == Accuracy(n=2, fields=4, mean=0.75)
    assert figures.looked_at == figures.proven == Accuracy(n=1, fields=2, mean=0.5)
    assert await engine_figures(desk.measurements, since=clock.now + timedelta(seconds=1)) == {}
