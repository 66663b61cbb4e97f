"""Which fields a failed check throws doubt on: one that takes part in it is not shown as sure, unless another proves it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ocrcore.extraction.checks.checks import CHECKED_FIELDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from ocrcore.extraction.fields import Check, Extraction

MOST_IN_DOUBT = 0.59
"""A field in doubt is at most this sure: below what the desk shows as certain."""
PROVES_LITTLE = frozenset(
    {"date_plausible", "rate_valid_on_date", "tax_below_total", "due_not_before_date", "qr_agrees", "tiers_agree"}
)
"""Checks that wrong values pass as easily, or whose passing does not tell which fields they compared."""
OPEN_END = frozenset({("items_sum_to_total", "total"), ("quantity_times_price", "items")})
"""Goods may add up to the net total, too: that they do proves no total; where they make the total, `totals_agree` holds.

And the rows whose quantity × price fits say nothing about those without."""
CONTROL_DIGITS = frozenset({"vendor_tax_id_checksum", "customer_tax_id_checksum"})
"""Where one of these fails, and an equation too, and nothing holds, the letters themselves were read wrong."""
_KIND = "document_type"


def fields_in_doubt(checks: Sequence[Check], names: Iterable[str]) -> frozenset[str]:
    """Return those of the named fields that a failed check bears on and no passed one proves."""
    failed = {check.code for check in checks if check.passed is False}
    held = {check.code for check in checks if check.passed} - failed - PROVES_LITTLE
    if failed & CONTROL_DIGITS and failed - CONTROL_DIGITS - PROVES_LITTLE and not held:
        return frozenset(names) - {_KIND}
    proved = {name for code in held for name in CHECKED_FIELDS.get(code, ()) if (code, name) not in OPEN_END}
    doubted = {name for check in checks if check.passed is False for name in _compared(check)}
    return frozenset(names) & (doubted - proved)


def with_doubt(extraction: Extraction, doubted: Collection[str] = ()) -> Extraction:
    """Return fields of which those in doubt are not shown as sure.

    Args:
        extraction: The fields and their checks.
        doubted: Further fields in doubt, for a reason that no check tells.
    """
    names = {*extraction.scalars, *extraction.lists}
    in_doubt = fields_in_doubt(extraction.checks, names) | {name for name in doubted if name in names}
    if not in_doubt:
        return extraction
    scalars = {
        name: replace(field, confidence=min(field.confidence, MOST_IN_DOUBT)) if name in in_doubt else field
        for name, field in extraction.scalars.items()
    }
    lists = {
        name: tuple(replace(row, confidence=min(row.confidence, MOST_IN_DOUBT)) for row in rows)
        if name in in_doubt
        else rows
        for name, rows in extraction.lists.items()
    }
    return replace(extraction, scalars=scalars, lists=lists)


def _compared(check: Check) -> Collection[str]:
    """Return the fields that a check compared; one with a code on the page names those that differ."""
    if check.code == "qr_agrees":
        return check.facts
    return CHECKED_FIELDS.get(check.code, ())
