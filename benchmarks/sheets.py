"""Documents to read with what stands on them: generated ones, folders in the form of SROIE, folders of receipts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from benchmarks.extraction_truth import Truth, judge, read_truths
from ocrcore.extraction.text.page_text import PlainPage
from ocrcore.extraction.text.rows import fold

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CONTAINS = "vendor_contains"
"""A field of a truth that need only be a part of what is found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One document, what stands on it (None when nobody wrote it down), and the fields that are right."""

    image: Path
    text: str | None
    fields: Mapping[str, Any] = field(default_factory=dict)

    def right_fields(self, found: Mapping[str, Any]) -> tuple[int, int]:
        """Return how many of the truth's fields were found as they are, and how many there are."""
        wanted = {name: value for name, value in self.fields.items() if name != CONTAINS}
        truth = Truth(image=self.image, fields=wanted, page=PlainPage(number=1, width=1, height=1, lines=()))
        right = [each.right for each in judge(truth, found)]
        if CONTAINS in self.fields:
            right.append(fold(self.fields[CONTAINS]) in fold(str(found.get("vendor_name", {}).get("value", ""))))
        return sum(right), len(right)


def sroie_sheets(folder: Path, limit: int | None = None) -> list[Sheet]:
    """Return the documents of a folder with an `index.jsonl`: SROIE's form, and that of the generated documents."""
    with (folder / "index.jsonl").open(encoding="utf-8") as index:
        records = [json.loads(line) for line in index][:limit]
    return [
        Sheet(
            image=truth.image,
            text=record.get("text") or "\n".join(line["text"] for line in record["lines"]),
            fields=truth.fields,
        )
        for truth, record in zip(read_truths(folder, limit), records, strict=True)
    ]


def receipt_sheets(folder: Path, limit: int | None = None) -> list[Sheet]:
    """Return the pictures that a folder's `expected.json` has fields of; text lies beside a picture as `.txt`."""
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    texts = {name: (folder / name).with_suffix(".txt") for name in expected}
    return [
        Sheet(
            image=folder / name,
            text=texts[name].read_text("utf-8") if texts[name].exists() else None,
            fields=fields,
        )
        for name, fields in list(expected.items())[:limit]
    ]
