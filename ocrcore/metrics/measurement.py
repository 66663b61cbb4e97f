"""What is measured: one run, its passes, what people confirmed, and the sums. Figures, no names and no text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class RunOutcome(StrEnum):
    """How a run ended. Cancelled and released runs are not measured: they tell nothing about the engine."""

    COMPLETED = "completed"
    FAILED = "failed"
    """The last one of a job that failed for good."""
    WILL_RETRY = "will_retry"


@dataclass(frozen=True, slots=True, kw_only=True)
class TierFigures:
    """One pass of preparing and reading a document, in figures."""

    name: str
    ocr_ms: int
    score: float
    """Judgement of the reading, 0 to 1."""
    accepted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RunMeasurement:
    """One run in figures."""

    finished_at: datetime
    engine: str
    outcome: RunOutcome
    error_code: str | None
    """None exactly for a completed run."""
    attempt: int
    mime_type: str
    pages: int | None
    size_bytes: int
    wait_ms: int
    """From claimable to claimed."""
    processing_ms: int
    """From claimed to finished."""
    ocr_ms: int | None
    """Inside the engine."""
    fast_path: bool | None
    mean_confidence: float | None
    fields_found: int | None
    checks_passed: int | None
    checks_failed: int | None
    turnaround_ms: int | None
    """From the upload to the end; None for a run that is followed by another, and after a retry by hand."""
    eta_ms: int | None
    """What was predicted at the upload for the turnaround; None when no worker was there."""
    eta_low_ms: int | None
    eta_high_ms: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TierMeasurement:
    """One pass of one run."""

    engine: str
    tier: TierFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedFields:
    """What people said about one engine's fields, in documents that they confirmed."""

    documents: int
    fields: int
    """Also those that had to be added."""
    unchanged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunTotals:
    """Sums over all runs ever measured of one engine that ended in one way."""

    engine: str
    outcome: RunOutcome
    error_code: str | None
    runs: int
    pages: int
    wait_ms: int
    processing_ms: int
    ocr_ms: int
    checks_passed: int
    checks_failed: int
