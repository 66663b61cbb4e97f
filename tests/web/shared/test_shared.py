"""What the open pages of a server make once for all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from ocrcore.database.job_status import JobStatus
from ocrcore.errors import ConfigurationError, NoWorker
from ocrcore.queue.forecast.eta import Eta, Forecast
from ocrcore.queue.stats import QueueStats
from ocrcore.web.queue.table import COLUMNS, column_config, queue_table
from ocrcore.web.shared.snapshot import Snapshot, good_for_s
from ocrcore.web.shared.stalled import stalled
from tests.web.shared.test_parts import ETA, FORMATS, NOW, make_job


def make_snapshot(at: datetime = NOW, **etas: Eta) -> Snapshot:
    counts = dict.fromkeys(JobStatus, 0)
    stats = QueueStats(counts=counts, done_today=0, failed_today=0, average_s=7.0, workers=())
    return Snapshot(at=at, stats=stats, forecast=Forecast(etas=etas))


def test_what_pages_make_of_a_moment_is_made_once_for_each_kind_of_reader() -> None:
    made: list[str] = []

    def make(what: str) -> str:
        made.append(what)
        return what

    now = make_snapshot()
    for reader in ("ana", "dan", "ana", "dan"):
        assert now.once(("table", reader), lambda reader=reader: make(reader)) == reader  # type: ignore[misc]
    assert made == ["ana", "dan"]
    assert make_snapshot().once(("table", "ana"), lambda: make("later")) == "later"


def test_a_page_that_is_drawn_again_shows_something_newer_unless_looking_takes_long() -> None:
    assert good_for_s(0.8, 0.01) == 0.4
    assert good_for_s(6.4, 0.01) == 3.2
    assert good_for_s(0.8, 0.5) == 2.0


def test_the_reason_why_no_worker_runs_stands_on_the_pages() -> None:
    fault = NoWorker(why=ConfigurationError(problems="what is wrong"))
    told = stalled(replace(make_snapshot(), fault=fault))
    assert "Documents wait" in told
    assert "what is wrong" in told
    assert "python" in stalled(make_snapshot()), "how to start one, where no reason is known"


def test_a_thing_may_be_made_of_another() -> None:
    now = make_snapshot()
    assert now.once("sum", lambda: now.once("part", lambda: 2) + 1) == 3


def test_the_table_says_of_each_job_what_is_known() -> None:
    waiting = make_job(id="waits", original_filename="waits.tif")
    reading = make_job(
        id="reads", status=JobStatus.PROCESSING, page=1, started_at=datetime(2025, 3, 4, 13, 59, 20, tzinfo=UTC)
    )
    done = make_job(
        id="done", status=JobStatus.COMPLETED, started_at=NOW, completed_at=NOW, processing_time_ms=1500, pages=None
    )
    table = queue_table([waiting, reading, done], {"waits": 1}, make_snapshot(waits=ETA), FORMATS)
    first, second, third = table.to_pylist()
    assert (first["place"], first["document"], first["progress"]) == (1, "waits.tif", None)
    assert (second["place"], second["progress"], second["running"]) == (None, 0.2, "40 s")
    assert (third["pages"], third["note"], third["running"]) == (None, "", "1.5 s")


def test_a_column_keeps_its_kind_when_nothing_is_known() -> None:
    assert queue_table([make_job(pages=None)], {}, make_snapshot(), FORMATS).schema == COLUMNS
    assert list(column_config()) == COLUMNS.names
