"""How sure a field is: evidence turned into a raw score, and the raw score into a calibrated share of right values."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from ocrcore.extraction.checks.calibration import CURVES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.extraction.checks.verdict import Outcome
    from ocrcore.extraction.parsed_document import ParsedDocument

OTHER_FACTOR = 0.5
"""On a document that is neither receipt nor invoice, a field is half as sure."""


def calibrated(name: str, raw: float) -> float:
    """Return the share of right values among fields of this name that had this raw score on the fitting documents."""
    curve = CURVES.get(name) or CURVES.get("*")
    value = min(max(raw, 0.0), 1.0)
    if not curve:
        return value
    return min(max(_interpolated(curve, value), 0.01), 0.995)


def _interpolated(curve: Sequence[tuple[float, float]], value: float) -> float:
    place = bisect_right([x for x, _ in curve], value)
    if place == 0:  # less than was ever seen: on the way to nothing
        return curve[0][1] * value / max(curve[0][0], 1e-9)
    if place == len(curve):
        return curve[-1][1]
    (x0, y0), (x1, y1) = curve[place - 1], curve[place]
    return y0 + (y1 - y0) * (value - x0) / max(x1 - x0, 1e-9)


def score(base: float, ocr: float, *, passed: Sequence[bool | None] = (), proofs: int = 0) -> float:
    """Combine evidence to a raw score (0 to 1).

    Args:
        base: How well label, place and format fit (0 to 1).
        ocr: The words' own confidence (0 to 1).
        passed: Outcomes of checks that bear on the field.
        proofs: Equations that give the same value.
    """
    doubt = 1.0 - base * (0.35 + 0.65 * min(max(ocr, 0.0), 1.0))
    for outcome in passed:
        doubt *= 0.45 if outcome else 1.0
    doubt *= 0.5**proofs
    kept = 0.75 ** sum(outcome is False for outcome in passed)
    return min(max((1.0 - doubt) * kept, 0.0), 1.0)


def outcome_of(outcome: Outcome, code: str) -> bool | None:
    """Return whether all checks of a code passed, or None when none applied."""
    outcomes = [check.passed for check in outcome.checks if check.code == code and check.passed is not None]
    return all(outcomes) if outcomes else None


def factor(reading: ParsedDocument) -> float:
    """Return what the kind of document leaves of every confidence."""
    return OTHER_FACTOR if reading.document_type == "other" else 1.0
