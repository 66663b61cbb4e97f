"""Confidences: curves that rise, and the fit that makes them from fields known to be right or wrong."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from benchmarks.extraction_calibration import fit, reliability, write_table
from benchmarks.extraction_truth import Judged
from ocrcore.extraction.checks.calibration import CURVES
from ocrcore.extraction.checks.confidence import calibrated

if TYPE_CHECKING:
    from pathlib import Path


def _judged(sure: float, *, right: bool, rows: tuple[tuple[float, bool], ...] = ()) -> Judged:
    return Judged(image="a", name="total", expected="1", found="1", right=right, confidence=sure, rows=rows)


@pytest.mark.parametrize("name", [*CURVES, "a field without a curve"])
def test_more_evidence_never_makes_a_field_less_sure(name: str) -> None:
    shown = [calibrated(name, raw / 100) for raw in range(101)]
    assert shown == sorted(shown)
    assert shown[0] < 0.05
    assert 0.5 < shown[-1] < 1


def test_the_fit_gives_shares_of_right_values() -> None:
    judged = [_judged(0.5, right=number % 2 == 0) for number in range(200)]
    judged += [_judged(0.9, right=number % 10 != 0) for number in range(200)]
    curve = fit(judged)["total"]
    assert [round(x, 2) for x, _ in curve] == [0.5, 0.9]
    assert [y for _, y in curve] == pytest.approx([0.5, 0.9], abs=0.01)


def test_the_fit_never_falls_and_is_never_certain() -> None:
    """Where more evidence was less often right, both are taken together; a few more at the end change nothing much."""
    judged = [_judged(0.5, right=True) for _ in range(50)] + [_judged(0.8, right=False) for _ in range(50)]
    judged += [_judged(0.99, right=True) for _ in range(5)]
    curve = fit(judged)["total"]
    assert all(a[1] <= b[1] for a, b in itertools.pairwise(curve))
    assert curve[-1][1] == pytest.approx(55 / 105, abs=0.02)
    assert fit([_judged(0.9, right=True) for _ in range(100)])["total"][-1][1] < 1


def test_rows_of_a_list_count_one_by_one() -> None:
    judged = [_judged(0.6, right=False, rows=((0.9, True), (0.9, True), (0.6, False))) for _ in range(20)]
    assert "| 0.90 to 0.95 | 40 | 0.900 | 1.000 |" in reliability(judged)
    assert "| 0.60 to 0.70 | 20 | 0.600 | 0.000 |" in reliability(judged)


def test_the_table_that_is_written_is_the_fit(tmp_path: Path) -> None:
    curves = {"*": ((0.5, 0.25), (0.9, 0.75)), "total": ((0.9, 0.95),)}
    path = tmp_path / "table.py"
    write_table(curves, path)
    read: dict[str, object] = {}
    exec(path.read_text(encoding="utf-8"), read)
    assert read["CURVES"] == curves
