"""The parts of the pages that are pure: a job in words, the table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ocrcore.database.job_status import JobStatus
from ocrcore.queue.forecast.eta import Eta
from ocrcore.queue.job import Job
from ocrcore.web.i18n.formats import Formats
from ocrcore.web.shared.job_view import JobView, view_job
from ocrcore.web.shared.listing.summary import format_value, scalar_value
from ocrcore.web.upload.sample import sample_receipt

NOW = datetime(2025, 3, 4, 14, 0, 0, tzinfo=UTC)
FORMATS = Formats.of("en-GB", None)
ETA = Eta(middle_s=90.0, low_s=60.0, high_s=120.0)


def make_job(**changes: Any) -> Job:
    values: dict[str, Any] = {
        "id": "00000000-0000-0000-0000-000000000001", "status": JobStatus.PENDING, "file_path": "uploads/ab/ab.tif",
        "mime_type": "image/tiff", "engine": "tesseract", "original_filename": "bon.tif", "sha256": "ab", "size_bytes": 5,
        "pages": 5, "page": 0, "created_by": None, "priority": 0, "attempt": 0, "max_attempts": 3, "run": 0,
        "created_at": NOW, "run_after": NOW, "started_at": None, "completed_at": None,
        "expires_at": NOW + timedelta(days=1), "worker_id": None, "lease_expires_at": None, "processing_time_ms": None,
        "ocr_time_ms": None, "error_code": None, "error_message": None,
    }  # fmt: skip
    return Job(**{**values, **changes})


def view(job: Job, *, place: int | None = None, eta: Eta | None = None, has_worker: bool = True) -> JobView:
    return view_job(job, place=place, eta=eta, has_worker=has_worker, formats=FORMATS, now=NOW)


def test_a_waiting_job_tells_its_place_and_its_end() -> None:
    seen = view(make_job(), place=4, eta=ETA)
    assert (seen.word, seen.note) == ("Waiting", "4th in the queue, done about 14:01:30")
    assert seen.is_estimate


def test_without_a_worker_no_end_is_promised() -> None:
    assert view(make_job(), place=1, has_worker=False).note == "next in the queue, waits until a worker runs"


def test_a_job_between_attempts_tells_why() -> None:
    seen = view(make_job(attempt=1, error_message="It crashed."), place=1)
    assert (seen.word, seen.note) == ("Tried again soon", "attempt 1 of 3 did not succeed and is repeated: It crashed.")


def test_a_job_being_read_tells_its_page() -> None:
    seen = view(make_job(status=JobStatus.PROCESSING, page=1, started_at=NOW), eta=ETA)
    assert seen.note == "page 2 of 5, done about 14:01:30"
    assert seen.progress == pytest.approx(0.2)


def test_the_last_page_is_not_counted_past_the_end() -> None:
    seen = view(make_job(status=JobStatus.PROCESSING, page=5, started_at=NOW))
    assert (seen.note, seen.progress) == ("page 5 of 5", 1.0)


def test_a_failed_job_tells_why() -> None:
    job = make_job(status=JobStatus.FAILED, error_message="The PDF is damaged.", completed_at=NOW)
    seen = view(job)
    assert (seen.word, seen.note, seen.done_at) == ("Failed", "The PDF is damaged.", NOW)
    assert not seen.is_estimate


def test_every_state_has_a_word_a_symbol_and_a_colour() -> None:
    views = [view(make_job(status=status, started_at=NOW)) for status in JobStatus]
    assert len({seen.word for seen in views}) == len(JobStatus)
    assert len({seen.icon for seen in views}) == len(JobStatus)


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("total", "1234.5", "1.234,50"), ("total", "abc", "abc"), ("date", "2025-03-14", "14.03.2025"),
        ("date", "14 March", "14 March"), ("rate", "21", "21"), ("quantity", "0.456", "0,456"), ("currency", "RON", "RON"),
    ],
)  # fmt: skip
def test_values_look_local_and_what_is_not_understood_stays(name: str, value: str, shown: str) -> None:
    assert format_value(name, value, Formats.of("ro-RO", None)) == shown


def test_a_value_is_found_in_the_result_or_empty() -> None:
    assert scalar_value({"total": {"value": "5.00"}}, "total") == "5.00"
    assert scalar_value({"document_type": "receipt"}, "document_type") == "receipt"
    assert scalar_value({}, "total") == ""


def test_the_sample_is_a_picture_drawn_here() -> None:
    assert sample_receipt().startswith(b"\x89PNG")
