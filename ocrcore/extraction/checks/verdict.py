"""How strongly a document's checks support its reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocrcore.extraction.checks.checks import RULES, check_codes, make_checks
from ocrcore.extraction.checks.values_read import values_read
from ocrcore.extraction.fields import Check

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ocrcore.extraction.parsed_document import ParsedDocument
    from ocrcore.extraction.values.qr import CodeFields

WEIGHTS = {
    "items_sum_to_total": 0.55, "payments_cover_total": 0.4, "tax_fits_rate": 0.35, "taxes_sum_to_tax_total": 0.25,
    "net_and_tax_make_total": 0.45, "items_fit_taxes": 0.35, "quantity_times_price": 0.3, "vendor_tax_id_checksum": 0.35,
    "qr_agrees": 0.6, "rate_valid_on_date": 0.1, "date_plausible": 0.1, "totals_agree": 0.3,
    "tiers_agree": 0.3, "due_not_before_date": 0.1, "tax_below_total": 0.02,
}  # fmt: skip
"""How much each passed check takes off the doubt that is left."""
FAILED = {
    "items_sum_to_total": 0.75, "payments_cover_total": 0.6, "tax_fits_rate": 0.75, "taxes_sum_to_tax_total": 0.8,
    "net_and_tax_make_total": 0.6, "items_fit_taxes": 0.85, "quantity_times_price": 0.85, "vendor_tax_id_checksum": 0.55,
    "qr_agrees": 0.4, "rate_valid_on_date": 0.8, "date_plausible": 0.6, "totals_agree": 0.6,
    "tiers_agree": 0.85, "due_not_before_date": 0.6, "tax_below_total": 0.6,
}  # fmt: skip
"""What a failed check leaves of the verdict."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """All checks and how strongly they support the reading (0 to 1)."""

    checks: tuple[Check, ...]
    verdict: float


def run_checks(
    reading: ParsedDocument, today: date, codes: Sequence[CodeFields] = (), further: Sequence[Check] = ()
) -> Outcome:
    """Check a reading against its own arithmetic, checksums, dates and machine-readable codes.

    Args:
        reading: What was found.
        today: The day against which a date is judged plausible.
        codes: What the codes on the document say.
        further: Checks of another kind that were made already; they count in the verdict.

    Returns:
        Every kind of check at least once: one that the document gives nothing to check with is None.
    """
    values = values_read(reading, today)
    made = [*make_checks(values), *check_codes(values, codes)]
    checks = [
        check for code in (*RULES, "qr_agrees")
        for check in ([each for each in made if each.code == code] or [Check(code=code, passed=None)])
    ]  # fmt: skip
    return Outcome(checks=(*checks, *further), verdict=_verdict([*checks, *further]))


def _verdict(checks: Sequence[Check]) -> float:
    doubt, kept = 1.0, 1.0
    for code in dict.fromkeys(check.code for check in checks):
        outcomes = [check.passed for check in checks if check.code == code and check.passed is not None]
        if outcomes and all(outcomes):
            doubt *= 1 - WEIGHTS.get(code, 0.0)
        elif outcomes:
            kept *= FAILED.get(code, 1.0)
    return round((1 - doubt) * kept, 4)
