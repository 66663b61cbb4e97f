"""What people type: understood as they write it and as anybody does, and refused in words when it cannot be meant."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocrcore.web.i18n.formats import Formats
from ocrcore.web.result.form.doubts import Level, doubt
from ocrcore.web.result.form.entered import DATES, DECIMALS, NotUnderstoodError, understood
from ocrcore.web.result.form.field_layout import SCALARS, shown_value
from ocrcore.web.result.form.sent import typed_list

MIXED = Formats.for_pages("ro", "en-US", None)
ROMANIAN, ENGLISH, AMERICAN = (Formats.of(name, None) for name in ("ro-RO", "en-GB", "en-US"))


@pytest.mark.parametrize(
    ("typed", "formats", "value"),
    [
        ("59,37", ROMANIAN, "59.37"), ("59.37", ROMANIAN, "59.37"), ("1.059,37", ROMANIAN, "1059.37"),
        ("1,059.37", ROMANIAN, "1059.37"), ("1.234", ROMANIAN, "1234.00"), ("1 059,37", ROMANIAN, "1059.37"),
        ("1\u00a0059,37", ROMANIAN, "1059.37"), ("-5", ROMANIAN, "-5.00"), ("\u22125,5", ROMANIAN, "-5.50"),
        ("59.37", ENGLISH, "59.37"), ("59,37", ENGLISH, "59.37"), ("1,234", ENGLISH, "1234.00"), (",50", ROMANIAN, "0.50"),
    ],
)  # fmt: skip
def test_money_is_understood_as_it_is_written(typed: str, formats: Formats, value: str) -> None:
    assert understood("total", typed, formats) == value


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("quantity", "0,456", "0.456"), ("quantity", "0.456", "0.456"), ("quantity", "2,000", "2"),
        ("unit_price", "5,9999", "5.9999"), ("rate", "21 %", "21.00"), ("rate", "21", "21.00"),
        ("time", "19-33-31", "19:33:31"), ("time", "9:05", "09:05"), ("currency", "lei", "RON"), ("currency", "eur", "EUR"),
        ("currency", "€", "EUR"), ("vendor_name", "  A\tB  ", "A B"), ("total", "   ", ""), ("vendor_name", "=1+1", "=1+1"),
    ],
)  # fmt: skip
def test_other_fields_are_understood_too(name: str, typed: str, value: str) -> None:
    assert understood(name, typed, ROMANIAN) == value


@pytest.mark.parametrize(
    ("typed", "formats", "value"),
    [
        ("14.03.2025", ROMANIAN, "2025-03-14"), ("14/3/25", ROMANIAN, "2025-03-14"), ("14-03-2025", ROMANIAN, "2025-03-14"),
        ("03.04.2025", AMERICAN, "2025-04-03"), ("3.4.25", ENGLISH, "2025-04-03"), ("7 nov. 2025", MIXED, "2025-11-07"),
        ("8 noiembrie 2025", ROMANIAN, "2025-11-08"), ("Nov 9, 2025", AMERICAN, "2025-11-09"),
        ("2025-03-14", ROMANIAN, "2025-03-14"), ("03/04/2025", AMERICAN, "2025-03-04"), ("03/04/2025", ENGLISH, "2025-04-03"),
    ],
)  # fmt: skip
def test_dates_are_understood_in_the_order_that_is_usual_here(typed: str, formats: Formats, value: str) -> None:
    assert understood("date", typed, formats) == value


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("total", "abc", "“abc” is not a figure. Write it like 59,37."), ("total", "NaN", "not a figure"),
        ("total", "1e5", "not a figure"), ("total", "5,123", "more than 2 decimals"), ("total", "9" * 13, "too large"),
        ("date", "31.02.2025", "“31.02.2025” is not a date. Write it like 14.03.2025."), ("date", "14 Marte", "not a date"),
        ("date", "14.03.1825", "not a date"), ("date", "0000-00-00", "not a date"), ("time", "25:00", "not a time of day"),
        ("time", "noon", "not a time of day"), ("currency", "XYZ", "not a currency"), ("currency", "R", "not a currency"),
        ("vendor_name", "x" * 501, "too long: at most 500 characters"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_in_words(name: str, typed: str, told: str) -> None:
    with pytest.raises(NotUnderstoodError) as refused:
        understood(name, typed, ROMANIAN)
    assert told in str(refused.value)


@given(st.sampled_from([*SCALARS, *DECIMALS, *DATES]), st.text(max_size=30))
def test_whatever_is_typed_is_understood_or_refused(name: str, typed: str) -> None:
    try:
        value = understood(name, typed, ROMANIAN)
    except NotUnderstoodError:
        return
    assert understood(name, value, ENGLISH) == value


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2), st.sampled_from([ROMANIAN, ENGLISH, AMERICAN]))
def test_a_shown_amount_is_understood_as_itself(amount: Any, formats: Formats) -> None:
    value = f"{amount:.2f}"
    shown = shown_value("total", {"total": {"value": value}}, formats)
    assert understood("total", shown, formats) == value or value == "-0.00"


@pytest.mark.parametrize(
    ("found", "failed", "level", "reason"),
    [
        ({"confidence": 0.95}, {}, Level.QUIET, ""),
        ({"confidence": 0.8}, {}, Level.LOOK, "80% sure: look again."),
        ({"confidence": 0.5}, {}, Level.DOUBTFUL, "Only 50% sure."),
        ({"confidence": 0.95}, {"items_sum_to_total": "They differ."}, Level.DOUBTFUL, "They differ."),
        ({"confidence": 0.95}, {"date_plausible": "It is not."}, Level.QUIET, ""),
        (
            {"confidence": 0.95, "repaired": "T0"},
            {},
            Level.LOOK,
            "Printed as “T0”; put right because a check proves it.",
        ),
        ({"confidence": 1, "corrected": True, "source": "59,3I"}, {}, Level.NOTED, "Corrected; printed as “59,3I”."),
        ({"confidence": 1, "corrected": True}, {}, Level.NOTED, "Entered by hand."),
        (None, {"items_sum_to_total": "They differ."}, Level.MISSING, "Missing. An accountant needs it."),
    ],
)
def test_a_field_stands_out_with_its_reason(
    found: dict[str, Any] | None, failed: dict[str, str], level: Level, reason: str
) -> None:
    seen = doubt("total", found, failed, ENGLISH)
    assert (seen.level, seen.reason) == (level, reason)


ROWS: list[dict[str, Any]] = [
    {"description": "PAINE", "quantity": "2", "amount": "11.98", "confidence": 0.9, "row": 0},
    {"description": "LAPTE", "amount": "8.02", "confidence": 0.5, "row": 1},
]


def cells(**texts: str) -> dict[str, str]:
    return {"description": "", "quantity": "", "amount": ""} | texts


def test_rows_that_nobody_touched_stay_as_they_are() -> None:
    typed = [
        {"at": 0, "cells": cells(description="PAINE", quantity="2", amount="11,98")},
        {"at": 1, "cells": cells(description="LAPTE", amount="8,02")},
    ]
    kept = [{name: row[name] for name in row if name != "confidence"} for row in ROWS]
    assert typed_list("items", ROWS, typed, ROMANIAN) == (kept, ())


def test_rows_are_changed_added_and_taken_out() -> None:
    typed: list[dict[str, Any]] = [
        {"at": 1, "cells": cells(amount="8,20") | {"unknown": "x"}},
        {"at": None, "cells": cells(description="SGR", amount="0,50")},
        {"at": 7, "cells": cells()},
    ]
    rows, errors = typed_list("items", ROWS, typed, ROMANIAN)
    assert rows == [{"amount": "8.20", "row": 1}, {"description": "SGR", "amount": "0.50"}]
    assert errors == ()


def test_a_derived_figure_that_nobody_touched_is_no_correction() -> None:
    rows = [{"rate": "21", "base": "16.53", "amount": "3.47", "derived": {"base": 0.9}, "row": 0}]
    typed = {"rate": "21", "base": "16,53", "amount": "3,47"}
    assert typed_list("taxes", rows, [{"at": 0, "cells": typed}], ROMANIAN)[0] == [
        {"rate": "21", "amount": "3.47", "row": 0}
    ]
    changed = typed_list("taxes", rows, [{"at": 0, "cells": typed | {"base": "16,54"}}], ROMANIAN)[0]
    assert changed == [{"rate": "21", "base": "16.54", "amount": "3.47", "row": 0}]


def test_a_cell_that_is_not_understood_is_told_with_its_row() -> None:
    typed = [{"at": 0, "cells": cells(description="PAINE")}, {"at": 1, "cells": cells(amount="8,2x")}]
    _, errors = typed_list("items", ROWS, typed, ROMANIAN)
    assert errors == ("Row 2, Amount: “8,2x” is not a figure. Write it like 59,37.",)
