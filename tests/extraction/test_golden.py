"""Documents of many kinds as an engine gives them, and every field that must come out."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ocrcore.extraction import extract, from_plain_text

GOLDEN = Path(__file__).parent / "golden"
TODAY = date(2026, 11, 24)
ROWS = {"taxes": ("code", "rate", "amount"), "payments": ("method", "amount")}


def _simplified(name: str, entries: list[dict[str, Any]]) -> list[Any]:
    if name == "items":
        return [entry["amount"] for entry in entries]
    return [[entry.get(member, "") for member in ROWS[name]] for entry in entries]


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.txt")), ids=lambda path: path.stem)
def test_every_expected_field_is_found(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    extraction = extract(from_plain_text(path.read_text(encoding="utf-8")), today=TODAY)
    fields = extraction.fields
    found = {
        name: _simplified(name, fields.get(name, [])) if isinstance(value, list) else fields.get(name, {}).get("value")
        for name, value in expected.items()
    }
    assert found == expected


@pytest.mark.parametrize("name", ["novel_page", "menu", "bank_statement", "photo_without_document"])
def test_what_is_no_receipt_gives_few_and_doubtful_fields(name: str) -> None:
    extraction = extract(from_plain_text((GOLDEN / f"{name}.txt").read_text(encoding="utf-8")), today=TODAY)
    assert extraction.verdict < 0.3
    assert not extraction.lists
    assert all(field.confidence <= 0.5 for key, field in extraction.scalars.items() if key != "document_type")
