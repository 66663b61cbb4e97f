"""A job and its life: the states, who moves a job from one to the next, and how a run can end."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

from ocrcore.database.job_status import JobStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ocrcore.errors import OcrDeskError
    from ocrcore.ledger.entry import LedgerEntry
    from ocrcore.metrics.measurement import TierFigures


FINAL = frozenset({JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED})
"""States in which nothing happens to a job by itself; exactly these have a `completed_at`."""

TRANSITIONS: Mapping[JobStatus, frozenset[JobStatus]] = MappingProxyType(
    {
        JobStatus.PENDING: frozenset({JobStatus.PROCESSING, JobStatus.CANCELLED}),
        JobStatus.PROCESSING: frozenset(JobStatus) - {JobStatus.PROCESSING},
        JobStatus.COMPLETED: frozenset(),
        JobStatus.FAILED: frozenset({JobStatus.PENDING}),
        JobStatus.CANCELLED: frozenset({JobStatus.PENDING}),
    },
)
"""Every allowed change of state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One document in the queue, as its row was when it was read. All times are UTC."""

    id: str
    """A UUID in its usual form of 36 characters."""
    status: JobStatus
    file_path: str
    """The storage key of the upload, not a path on a disk."""
    mime_type: str
    engine: str
    original_filename: str
    """What the user called it: data for display, never a path."""
    sha256: str
    size_bytes: int
    pages: int | None
    """Pages of the document; None until somebody knows."""
    page: int
    """Pages read so far by the present run."""
    created_by: str | None
    """The owner, or None without sign-in."""
    priority: int
    """Higher goes first; within one priority people take turns, each with their oldest first."""
    attempt: int
    """Runs that count: 0 before the first claim; a release takes its run back, a retry by hand starts anew."""
    max_attempts: int
    run: int
    """Number of the latest claim. It only grows, so that no older run can be taken for a newer one."""
    created_at: datetime
    run_after: datetime
    """Since when, or from when on, the job may be claimed; ahead of now during the back-off of a retry."""
    started_at: datetime | None
    """When the present or last run was claimed."""
    completed_at: datetime | None
    """When the job became completed, failed or cancelled."""
    expires_at: datetime
    worker_id: str | None
    """The worker of the present or last run."""
    lease_expires_at: datetime | None
    """Until when the worker must be heard again; set exactly while processing."""
    processing_time_ms: int | None
    """From claim to completion of the last run, in milliseconds."""
    ocr_time_ms: int | None
    """Time inside the engine, in milliseconds."""
    error_code: str | None
    """Code of the last failure, also while the job waits for its next attempt."""
    error_message: str | None
    """That failure in English."""
    error_case: str | None = None
    """Which of the error's sentences it is, empty for its general one; None where only the message is known."""
    error_facts: Mapping[str, Any] | None = None
    """What fills the blanks of that sentence."""
    result_json: str | None = None
    """The Result as JSON; None before completion, and in lists, which leave it out."""

    @classmethod
    def from_row(cls, row: Mapping[Any, Any]) -> Self:
        """Build a job from a row of `ocr_jobs` (with or without `result_json`)."""
        return cls(**row)

    @property
    def is_final(self) -> bool:
        """Whether nothing happens to this job any more by itself."""
        return self.status in FINAL

    @property
    def can_cancel(self) -> bool:
        """Whether a person can stop it now."""
        return JobStatus.CANCELLED in TRANSITIONS[self.status]

    @property
    def can_retry(self) -> bool:
        """Whether a person can retry it now."""
        return self.status in {JobStatus.FAILED, JobStatus.CANCELLED}

    @property
    def queue_wait_ms(self) -> int | None:
        """How long the present or last run waited to be claimed, in milliseconds; None before a claim."""
        if self.started_at is None:
            return None
        return max(0, round((self.started_at - self.run_after).total_seconds() * 1000))


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """A run that read its document. All but the first two are figures for the metrics, as far as they are known."""

    result_json: str
    ocr_time_ms: int
    """Time inside the engine, in milliseconds."""
    pages: int | None = None
    fast_path: bool | None = None
    """Whether the light tier was enough; None for an engine without tiers."""
    mean_confidence: float | None = None
    """Mean confidence of the words, 0 to 1."""
    fields_found: int | None = None
    checks_passed: int | None = None
    checks_failed: int | None = None
    tiers: tuple[TierFigures, ...] = ()
    keywords: str = ""
    """What else the document is found by, beside its file's name and its entry; kept with the job only."""
    entry: LedgerEntry | None = None
    """What is booked of the document; None lets the queue work it out from the result."""
    fingerprint: str = ""
    """What it shares with other readings of the same document; empty when that is not known. Kept with the job only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A run that did not. A retryable error sends the job back until no attempt is left."""

    error: OcrDeskError


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPage:
    """One page of a list of jobs, newest first."""

    jobs: tuple[Job, ...]
    next_cursor: str | None
    """Give it to the next call; None on the last page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """What a deletion or an expiry takes out of the queue, for the storage to follow."""

    job_ids: tuple[str, ...] = ()
    """Jobs that are gone: their previews can go."""
    file_paths: tuple[str, ...] = ()
    """Storage keys to which no job refers any more: these uploads can go."""
