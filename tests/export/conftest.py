"""Documents as exports take them, made by the tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from ocrcore.export import ExportDocument
from ocrcore.layout.page import Line, OcrPage, Word
from ocrcore.pipeline.corrected import corrected
from ocrcore.pipeline.result import Result
from ocrcore.reviews.review import Review
from ocrcore.storage.store import open_storage

if TYPE_CHECKING:
    from ocrcore.config import Settings
    from ocrcore.storage.store import Storage


@pytest.fixture
def storage(settings: Settings) -> Storage:
    return open_storage(settings)


def field(value: str) -> dict[str, Any]:
    return {"value": value, "confidence": 0.9, "page": 1, "box": [0.1, 0.1, 0.2, 0.2], "source": value}


def line(text: str, *, top: float) -> Line:
    """Return a line whose words stand side by side over the page's width."""
    parts = text.split()
    share = 0.8 / len(parts)
    words = tuple(
        Word(text=part, confidence=0.9, box=(0.1 + share * n, top, 0.1 + share * (n + 0.9), top + 0.03))
        for n, part in enumerate(parts)
    )
    return Line(text=text, confidence=0.9, box=(0.1, top, 0.9, top + 0.03), words=words)


def document(
    *rows: str,
    job_id: str = "job",
    name: str = "bon.jpg",
    fields: dict[str, Any] | None = None,
    pages: int = 1,
    review: Review | None = None,
) -> ExportDocument:
    """Return a document of equal pages with these rows of text."""
    lines = tuple(line(row, top=0.1 + 0.05 * n) for n, row in enumerate(rows))
    made = tuple(OcrPage(number=n + 1, width=600, height=900, lines=lines) for n in range(pages))
    checks = ({"code": "total_fits", "passed": False, "message": "Items add up to 5."},)
    result = Result(engine="made", engine_version="1", pages=made, fields=fields or {}, checks=checks)
    at = datetime(2026, 3, 14, 12, 30, tzinfo=UTC)
    said = review or Review()
    return ExportDocument(
        job_id=job_id,
        name=name,
        engine="made",
        created_at=at,
        completed_at=at,
        result=corrected(result, said.values),
        review=said,
    )
