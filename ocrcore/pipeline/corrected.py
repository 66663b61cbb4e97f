"""A Result as people corrected it: their values instead of those that were read, and the checks made on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from ocrcore.extraction.checks.recheck import checks_after
from ocrcore.extraction.derived import with_derived, without_derived

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocrcore.pipeline.result import Result

_OF_THE_READING = frozenset({"repaired", "printed", "learnt", "read"})
"""Members that say how a value was read: a corrected one was not."""
_PLACE = ("confidence", "page", "box", "source")


def corrected(result: Result, values: Mapping[str, Any], *, today: date | None = None) -> Result:
    """Return the Result with corrected values; itself when there are none.

    A corrected field keeps the place where it was read, has a confidence of 1 and `corrected: true`. What follows from the
    fields follows from the corrected ones.

    Args:
        result: What was read.
        values: By field a string, or the rows of a list (`row` names the row as read, from 0, that one was); None
            takes the field away.
        today: The day against which a date is judged plausible; by default the present day in UTC.
    """
    if not values:
        return result
    was = without_derived(result.fields)
    fields = dict(was)
    for name, value in values.items():
        read = fields.pop(name, None)
        if isinstance(value, list):
            fields[name] = [_row(row, read if isinstance(read, list) else []) for row in value]
        elif value is not None:
            fields[name] = _field(value, read if isinstance(read, dict) else {})
    checks = checks_after(result.checks, was, fields, today or datetime.now(UTC).date())
    return replace(result, fields=with_derived(fields), checks=tuple(checks))


def _field(value: str, read: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: each for name, each in read.items() if name not in _OF_THE_READING}
    return kept | {"value": value, "confidence": 1.0, "corrected": True}


def _row(row: Mapping[str, Any], read: list[Any]) -> dict[str, Any]:
    members = {name: value for name, value in row.items() if name != "row"}
    number = row.get("row")
    was = read[number] if isinstance(number, int) and 0 <= number < len(read) else {}
    place = {name: was[name] for name in _PLACE if name in was}
    if members == {name: value for name, value in was.items() if name not in _PLACE}:
        return members | place
    return members | place | {"confidence": 1.0, "corrected": True}
