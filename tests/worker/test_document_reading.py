"""What is kept beside a Result: what it is found by, and what tells that the same document comes again."""

from __future__ import annotations

from typing import Any

from ocrcore.layout.page import OcrPage
from ocrcore.pipeline.result import Part, Result
from ocrcore.worker.reader import DocumentReading

PAGE = OcrPage(number=1, width=100, height=100, lines=())


def fields(vendor: str, tax_id: str) -> dict[str, Any]:
    said = {
        "vendor_name": vendor,
        "vendor_tax_id": tax_id,
        "document_number": "107",
        "date": "2025-10-08",
        "total": "45.90",
    }
    return {name: {"value": value, "confidence": 0.9} for name, value in said.items()}


def reading(*documents: Part) -> DocumentReading:
    shop = fields("MAGAZIN TEST", "14399840")
    return DocumentReading.of(Result(engine="e", engine_version="1", pages=(PAGE,), fields=shop, documents=documents))


def test_a_file_with_several_documents_is_found_by_each_and_is_the_same_as_none() -> None:
    shop, cafe = (
        Part(pages=(1,), fields=each) for each in (fields("MAGAZIN TEST", "14399840"), fields("CAFENEA", "361579"))
    )
    alone, together = reading(), reading(shop, cafe)
    assert (alone.keywords, together.keywords) == ("MAGAZIN TEST", "MAGAZIN TEST CAFENEA")
    assert alone.fingerprint
    assert (together.fingerprint, together.known_by) == ("", "")
