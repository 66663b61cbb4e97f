"""What a person is told about a job: one word, one sentence, how far it is. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from ocrcore.database.job_status import JobStatus
from ocrcore.web.i18n.texts import ordinal, plain
from ocrcore.web.i18n.wording import failure_text

if TYPE_CHECKING:
    from datetime import datetime

    from ocrcore.queue.forecast.eta import Eta
    from ocrcore.queue.job import Job
    from ocrcore.web.i18n.formats import Formats

ICONS = {
    JobStatus.PENDING: ":material/schedule:",
    JobStatus.PROCESSING: ":material/document_scanner:",
    JobStatus.COMPLETED: ":material/check_circle:",
    JobStatus.FAILED: ":material/error:",
    JobStatus.CANCELLED: ":material/block:",
}
COLOURS = {
    JobStatus.PENDING: "gray",
    JobStatus.PROCESSING: "blue",
    JobStatus.COMPLETED: "green",
    JobStatus.FAILED: "red",
    JobStatus.CANCELLED: "gray",
}
"""Beside the icon and the word, never alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """A job in words. Nothing here is escaped."""

    status: JobStatus
    word: str
    note: str
    """What happens now, or why it ended so, without a full stop where it is a phrase."""
    remark: str
    """The part of the note that place, progress and end do not tell."""
    progress: float | None
    """Share of the pages that is read; None when it is not being read."""
    done_at: datetime | None
    """When it ended, or about when it will."""
    is_estimate: bool
    """Whether `done_at` lies ahead."""
    range_text: str
    """Between which times it will probably end; empty when nothing is predicted."""

    @property
    def icon(self) -> str:
        """The state's symbol in Streamlit's Markdown."""
        return ICONS[self.status]

    @property
    def colour(self) -> str:
        """The state's colour in Streamlit's Markdown."""
        return COLOURS[self.status]


def view_job(
    job: Job, *, place: int | None, eta: Eta | None, has_worker: bool, formats: Formats, now: datetime
) -> JobView:
    """Put a job into words, with its place (1 is next) and its predicted end as far as they are known."""
    word = plain(f"state.{job.status}")
    done_at = job.completed_at if job.is_final else _expected(eta, now)
    remark = ""
    if job.status is JobStatus.PENDING:
        remark = _obstacle(job, has_worker=has_worker)
        note = _waiting(job, place, done_at, has_worker=has_worker, formats=formats)
        word = plain("state.retry") if job.attempt else word
    elif job.status is JobStatus.PROCESSING:
        remark = _page(job)
        note = _reading(job, done_at, formats)
    elif job.status is JobStatus.FAILED:
        remark = note = failure_text(job)
    elif job.status is JobStatus.CANCELLED:
        remark = note = plain("story.cancelled")
    else:
        seconds = (job.processing_time_ms or 0) / 1000
        note = plain("story.took", duration=formats.seconds(seconds))
    progress = None
    if job.status is JobStatus.PROCESSING:
        progress = min(1.0, job.page / job.pages) if job.pages else 0.0
    return JobView(
        status=job.status,
        word=word,
        note=note,
        remark=remark,
        progress=progress,
        done_at=done_at,
        is_estimate=not job.is_final,
        range_text="" if job.is_final else _range(eta, now, formats),
    )


def _expected(eta: Eta | None, now: datetime) -> datetime | None:
    return None if eta is None else now + timedelta(seconds=eta.middle_s)


def _range(eta: Eta | None, now: datetime, formats: Formats) -> str:
    if eta is None:
        return ""
    low, high = (formats.time(now + timedelta(seconds=seconds)) for seconds in (eta.low_s, eta.high_s))
    return plain("queue.range", low=low, high=high)


def _obstacle(job: Job, *, has_worker: bool) -> str:
    """Return why a waiting job does not simply come next."""
    if job.attempt and job.error_message:
        return plain("story.retry", attempt=job.attempt, attempts=job.max_attempts, reason=failure_text(job))
    return "" if has_worker else plain("story.no_worker")


def _waiting(job: Job, place: int | None, done_at: datetime | None, *, has_worker: bool, formats: Formats) -> str:
    obstacle = _obstacle(job, has_worker=has_worker)
    if job.attempt and obstacle:
        return obstacle
    parts = []
    if place is not None:
        parts.append(plain("story.next") if place == 1 else plain("story.place", place=ordinal(place)))
    if obstacle:
        parts.append(obstacle)
    elif done_at is not None:
        parts.append(plain("story.about", time=formats.time(done_at)))
    return ", ".join(parts)


def _page(job: Job) -> str:
    if job.pages and job.pages > 1:
        return plain("story.page", page=min(job.page + 1, job.pages), pages=job.pages)
    return ""


def _reading(job: Job, done_at: datetime | None, formats: Formats) -> str:
    parts = [_page(job) or plain("story.reading")]
    if done_at is not None:
        parts.append(plain("story.about", time=formats.time(done_at)))
    return ", ".join(parts)
