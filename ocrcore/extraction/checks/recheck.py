"""The checks once more, on values that a person corrected: from the fields alone, without the page they came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ocrcore.extraction.checks.checks import CHECKED_FIELDS, PAGE_ONLY, RULES, make_checks
from ocrcore.extraction.checks.values_corrected import value_of, values_corrected
from ocrcore.extraction.voting import COMPARED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from ocrcore.extraction.fields import Check


def check_fields(fields: Mapping[str, Any], today: date) -> list[Check]:
    """Return every check that these fields (as a Result has them) give something to check with."""
    return make_checks(values_corrected(fields, today))


def checks_after(
    checks: Sequence[Mapping[str, Any]], read: Mapping[str, Any], corrected: Mapping[str, Any], today: date
) -> list[Mapping[str, Any]]:
    """Return a document's checks as they are after its fields were corrected.

    A check of the reading stands where the correction does not touch what it compares: it has seen the whole page. A
    check that cannot be made on the fields alone is null once one of them was changed.

    Args:
        checks: The checks of the reading.
        read: Its fields.
        corrected: The fields now.
        today: The day against which a date is judged plausible.
    """
    before, after = check_fields(read, today), check_fields(corrected, today)
    codes = dict.fromkeys([*(str(check["code"]) for check in checks), *(each.code for each in after)])
    found: list[Mapping[str, Any]] = []
    for code in codes:
        own = [check for check in checks if check["code"] == code]
        now = [each for each in after if each.code == code]
        if code in PAGE_ONLY or code not in RULES:
            touched = any(value_of(read, name) != value_of(corrected, name) for name in _compared(code, own))
        else:
            touched = now != [each for each in before if each.code == code]
        if not touched:
            found += own
        else:
            found += [each.to_json() for each in now] or [{"code": code, "passed": None, "message": ""}]
    return found


def _compared(code: str, own: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    """Return the fields that a check of the page compared; one between readings names those that differ."""
    differing = {name for check in own if check["passed"] is False for name in check.get("facts", {})}
    return CHECKED_FIELDS.get(code) or differing or COMPARED
