"""A Result with people's values in it."""

from __future__ import annotations

from datetime import date
from typing import Any

from ocrcore.extraction.derived import with_derived
from ocrcore.pipeline.corrected import corrected
from ocrcore.pipeline.result import Result

PLACE: dict[str, Any] = {"confidence": 0.4, "page": 1, "box": [0.1, 0.1, 0.2, 0.2]}
RESULT = Result(
    engine="made",
    engine_version="1",
    pages=(),
    fields={
        "total": {"value": "59.31", "source": "59,3I", "repaired": "59,3I", **PLACE},
        "time": {"value": "12:30", "source": "12:30", **PLACE},
        "items": [
            {"description": "PAINE", "amount": "50.00", **PLACE},
            {"description": "X", "amount": "9.37", **PLACE},
        ],
    },
    checks=({"code": "items_sum_to_total", "passed": False, "message": "The items add up to 59.37."},),
)
TODAY = date(2026, 11, 24)


def test_without_corrections_a_result_is_itself() -> None:
    assert corrected(RESULT, {}) is RESULT


def test_a_corrected_field_keeps_its_place_and_the_reading_stays_as_it_was() -> None:
    now = corrected(RESULT, {"total": "59.37", "date": "2025-03-14", "time": None}, today=TODAY)
    assert now.fields["total"] == {"value": "59.37", "source": "59,3I", **PLACE, "confidence": 1.0, "corrected": True}
    assert now.fields["date"] == {"value": "2025-03-14", "confidence": 1.0, "corrected": True}
    assert "time" not in now.fields
    assert RESULT.fields["total"]["value"] == "59.31"
    assert "time" in RESULT.fields
    assert Result.from_json(now.to_json()) == now


def test_the_checks_are_those_of_the_corrected_values() -> None:
    now = corrected(RESULT, {"total": "59.37"}, today=TODAY)
    assert [check["passed"] for check in now.checks if check["code"] == "items_sum_to_total"] == [True]


def test_rows_that_were_left_keep_their_confidence_and_others_say_that_they_were_corrected() -> None:
    rows = [
        {"description": "X", "amount": "9.37", "row": 1},
        {"description": "PÂINE", "amount": "50.00", "row": 0},
        {"description": "SGR", "amount": "0.50"},
        {"description": "?", "row": 7},
    ]
    kept, changed, added, strange = corrected(RESULT, {"items": rows}, today=TODAY).fields["items"]
    assert kept == RESULT.fields["items"][1]
    assert changed == {"description": "PÂINE", "amount": "50.00", **PLACE, "confidence": 1.0, "corrected": True}
    assert added == {"description": "SGR", "amount": "0.50", "confidence": 1.0, "corrected": True}
    assert "row" not in strange


def test_what_follows_from_a_corrected_value_follows_from_the_correction_and_proves_nothing() -> None:
    read = {"total": {"value": "30.00", "source": "30,00", **PLACE}, "tax_total": {"value": "5.21", **PLACE}}
    result = Result(engine="made", engine_version="1", pages=(), fields=with_derived(read))
    assert result.fields["net_total"]["value"] == "24.79"
    now = corrected(result, {"total": "31.00"}, today=TODAY)
    assert now.fields["net_total"]["value"] == "25.79"
    assert now.fields["net_total"]["derived_from"] == ["total", "tax_total"]
    assert [check for check in now.checks if check["code"] == "net_and_tax_make_total"] == []
    typed = corrected(result, {"net_total": "20.00"}, today=TODAY)
    assert typed.fields["net_total"] == {"value": "20.00", "confidence": 1.0, "corrected": True}
    assert [check["passed"] for check in typed.checks if check["code"] == "net_and_tax_make_total"] == [False]
