"""The Metrics page's charts and warnings, from figures of real runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ocrcore.metrics.figures import Accuracy, EngineFigures, Mean, TierUse, figures_of, spread_of
from ocrcore.metrics.measurement import RunMeasurement, RunOutcome
from ocrcore.web.i18n.formats import Formats
from ocrcore.web.metrics import charts
from ocrcore.web.metrics.page import few_behind
from ocrcore.web.metrics.table import told_table

if TYPE_CHECKING:
    from collections.abc import Sequence

NOW = datetime(2026, 3, 14, 22, 30, tzinfo=UTC)
ROMANIAN = Formats.of("ro-RO", "Europe/Bucharest")


def run(engine: str = "tesseract", *, ago: timedelta = timedelta(), **changes: Any) -> RunMeasurement:
    values: dict[str, Any] = {
        "engine": engine, "outcome": RunOutcome.COMPLETED, "error_code": None, "finished_at": NOW - ago,
        "attempt": 1, "pages": 2, "size_bytes": 1000, "wait_ms": 500, "processing_ms": 3000, "ocr_ms": 2000,
        "turnaround_ms": 3500, "eta_ms": 4000, "eta_low_ms": 3000, "eta_high_ms": 5000,
    }  # fmt: skip
    filled: dict[str, Any] = dict.fromkeys(RunMeasurement.__dataclass_fields__) | values | changes
    return RunMeasurement(**filled)


def rows(chart: Any, key: str) -> list[dict[str, Any]]:
    return [row for data in chart.to_dict()["datasets"].values() for row in data if key in row]


def test_a_week_has_a_bar_a_day_in_the_visitors_own_time() -> None:
    runs = [run(), run(), run("paddleocr", ago=timedelta(days=2))]
    chart = charts.throughput(runs, ROMANIAN, since=NOW - timedelta(days=7), now=NOW)
    found = {(row["name"], row["engine"]): row["documents"] for row in rows(chart, "documents")}
    assert found == {("15.03", "tesseract"): 2, ("13.03", "paddleocr"): 1}
    scale = chart.to_dict()["encoding"]["x"]["scale"]
    assert scale["domain"] == list(range(8))


def test_a_day_has_a_bar_an_hour_also_where_nothing_was_read() -> None:
    chart = charts.throughput([run()], ROMANIAN, since=NOW - timedelta(days=1), now=NOW)
    assert [row["name"] for row in rows(chart, "documents")] == ["00:00"]
    assert len(chart.to_dict()["encoding"]["x"]["scale"]["domain"]) == 25


def test_a_run_that_is_repeated_is_not_a_document() -> None:
    chart = charts.throughput(
        [run(outcome=RunOutcome.WILL_RETRY, error_code="engine_timeout")], ROMANIAN, since=None, now=NOW
    )
    assert rows(chart, "documents") == []


def test_an_axis_of_durations_is_marked_in_words() -> None:
    chart = charts.eta([run(), run(turnaround_ms=95_000, eta_ms=120_000)], ROMANIAN)
    assert chart is not None
    axis = chart.to_dict()["layer"][1]["encoding"]["x"]["axis"]
    assert 60 in axis["values"]
    assert "'60': '1 min'" in axis["labelExpr"]


def test_numbers_on_an_axis_are_local() -> None:
    chart = charts.page_time([run()], ROMANIAN)
    assert chart is not None
    assert chart.to_dict()["layer"][0]["encoding"]["x"]["axis"]["labelExpr"] == "replace(datum.label, '.', ',')"
    assert [row["told"] for row in rows(chart, "told")] == ["1,5 s"]


def test_what_there_is_nothing_of_has_no_chart() -> None:
    assert charts.failures([run()], ROMANIAN) is None
    assert charts.page_time([run(outcome=RunOutcome.FAILED, error_code="encrypted")], ROMANIAN) is None
    assert charts.eta([run(eta_ms=None)], ROMANIAN) is None
    assert charts.fast_path({"tesseract": figures_of([run(fast_path=None)])}, ROMANIAN) is None


def test_documents_are_told_apart_by_the_tier_that_they_were_done_with() -> None:
    use = TierUse(runs=0, accepted=0.5, ocr_ms=spread_of([1.0]), score=Mean(n=1, mean=0.5))
    tiers = {"light": replace(use, runs=10), "words": replace(use, runs=4), "page": replace(use, runs=1)}
    figures = replace(figures_of([run(fast_path=number < 6) for number in range(10)]), tiers=tiers)
    chart = charts.fast_path({"doctr_plus": figures}, ROMANIAN)
    assert [(row["tiers"], round(row["share"], 3)) for row in rows(chart, "tiers")] == [
        ("light tier only", 0.6), ("doubtful words read again", 0.3), ("page read again", 0.1),
    ]  # fmt: skip
    untold = charts.fast_path({"doctr_plus": replace(figures, tiers={})}, ROMANIAN)
    assert [row["tiers"] for row in rows(untold, "tiers")] == ["light tier only", "read again"]


def test_a_failure_is_told_in_words() -> None:
    chart = charts.failures([run(outcome=RunOutcome.FAILED, error_code="engine_timeout")], ROMANIAN)
    assert [row["reason"] for row in rows(chart, "reason")] == ["engine timeout"]


@pytest.mark.parametrize(("documents", "warned"), [(0, []), (4, ["tesseract (4)"]), (5, [])])
def test_figures_of_few_documents_are_named(documents: int, warned: Sequence[str]) -> None:
    assert few_behind({"tesseract": of(documents)}) == warned


def test_a_single_figure_of_few_documents_is_named() -> None:
    found = few_behind({"tesseract": of(9, accuracy=Accuracy(n=2, fields=20, mean=0.9))})
    assert found == ["tesseract: Fields right, of those looked at (2)"]


def test_every_figure_of_an_engine_stands_in_a_row_with_what_is_behind_it() -> None:
    table = told_table({"tesseract": of(9, accuracy=Accuracy(n=2, fields=20, mean=0.9))}, ROMANIAN)
    told = dict(zip(table["figure"], table["tesseract"], strict=True))
    assert told["Documents"] == "9"
    assert told["Success"].replace("\N{NO-BREAK SPACE}", " ") == "100 % (9)"
    assert told["Time a page, median"] == "1,5 s (9)"
    assert told["Fields right, of those looked at"].replace("\N{NO-BREAK SPACE}", " ") == "90 % (2)"
    assert told["Confidence"] == ""


def of(documents: int, *, accuracy: Accuracy | None = None) -> EngineFigures:
    return replace(figures_of([run() for _ in range(documents)]), accuracy=accuracy, looked_at=accuracy)
