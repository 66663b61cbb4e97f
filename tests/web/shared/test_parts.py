"""The parts of the pages that are pure: a job in words, the table, the picture with its boxes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ocrcore.database.job_status import JobStatus
from ocrcore.layout.page import Line, OcrPage, Word
from ocrcore.queue.forecast.eta import Eta
from ocrcore.queue.job import Job
from ocrcore.web.i18n.formats import Formats
from ocrcore.web.result.picture.page_picture import PlacedField, band, frame_style, page_picture, words_of
from ocrcore.web.shared.job_view import JobView, view_job
from ocrcore.web.shared.summary import format_value, scalar_value
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


def make_page(*confidences: float) -> OcrPage:
    words = tuple(
        Word(text=f"w{number}", confidence=each, box=(0.1 * number, 0.1, 0.1 * number + 0.05, 0.2))
        for number, each in enumerate(confidences)
    )
    line = Line(text="w0 w1 w2", confidence=0.9, box=(0.0, 0.1, 1.0, 0.2), words=words)
    return OcrPage(number=1, width=600, height=1200, lines=(line,))


def test_the_picture_holds_the_image_and_a_box_for_every_word() -> None:
    page = make_page(0.99, 0.8, 0.5)
    chart = page_picture(page, b"jpeg", words_of(page), [(0.1, 0.1, 0.2, 0.2)], FORMATS).to_dict()
    image, boxes, *_, lights = chart["layer"]
    assert image["mark"]["type"] == "image"
    rows = {row["word"]: row for data in chart["datasets"].values() for row in data if "word" in row}
    assert set(rows) == {"w0", "w1", "w2"}
    assert [rows[word]["band"] for word in ("w0", "w1", "w2")] == ["sure", "look again", "doubtful"]
    assert [entry["field"] for entry in boxes["encoding"]["tooltip"]] == ["word", "sure"]
    assert lights["mark"]["type"] == "rect"
    assert "aspect-ratio: 0.50000" in frame_style("frame", page)


def test_doubt_is_told_by_the_line_too_not_by_colour_alone() -> None:
    page = make_page(0.99, 0.8, 0.5)
    marks = [layer["mark"] for layer in page_picture(page, b"jpeg", words_of(page), [], FORMATS).to_dict()["layer"][2:]]
    assert len(marks) == 3
    for channel in ("strokeDash", "strokeWidth"):
        assert len({str(mark[channel]) for mark in marks}) == 3


def test_a_field_has_a_box_to_be_chosen_and_a_layer_to_be_lit_up() -> None:
    page = make_page(0.99)
    box = (0.1, 0.1, 0.2, 0.2)
    field = PlacedField(name="total", label="Total", value="59,37", sure="61 %", band=1, box=box)
    chart = page_picture(page, b"jpeg", [field], [], FORMATS, marks={"field_total": [box]}).to_dict()
    rows = [row for data in chart["datasets"].values() for row in data if "word" in row]
    assert {(row["id"], row["word"], row["sure"], row["band"]) for row in rows} == {
        ("total", "Total: 59,37", "61 %", "look again")
    }
    assert [layer.get("name") for layer in chart["layer"]][-1] == "field_total"


@pytest.mark.parametrize(("confidence", "number"), [(1.0, 0), (0.9, 0), (0.89, 1), (0.7, 1), (0.69, 2), (0.0, 2)])
def test_confidence_falls_into_three_bands(confidence: float, number: int) -> None:
    assert band(confidence) == number


def test_a_page_without_words_is_a_picture_all_the_same() -> None:
    page = OcrPage(number=1, width=10, height=20, lines=())
    assert page_picture(page, b"jpeg", words_of(page), [], FORMATS).to_dict()["layer"]


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
