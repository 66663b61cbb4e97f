"""Folders of documents with truth: their records, their text as pages, and the comparison of a reading with the truth."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from ocrcore.extraction.text.page_text import Box, PlainLine, PlainPage
from ocrcore.extraction.text.rows import fold
from ocrcore.extraction.values.dates import find_dates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

MONEY = frozenset(("total", "net_total", "tax_total", "discount_total"))
SROIE_NAMES = {"company": "vendor_name", "date": "date", "address": "vendor_address", "total": "total"}
SCALARS = frozenset(SROIE_NAMES.values()) | MONEY | {
    "vendor_tax_id", "customer_tax_id", "document_number", "due_date", "currency", "customer_name",
}  # fmt: skip
"""Fields that an `expected.json` may name."""
LISTS = ("taxes", "payments", "items")
CLAIMS = (
    "customer_name", "customer_tax_id", "vendor_phone", "vendor_tax_id", "document_number", "fiscal_id", "date", "time",
    "total", "payments", "items",
)  # fmt: skip
"""Fields that are wrong when they are found and not in a complete truth; others may be told from the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """One document with what is right: scalar fields as strings, lists as dicts of strings."""

    image: Path
    fields: Mapping[str, Any]
    page: PlainPage
    """The document's text as it was printed, for measuring extraction without an engine."""
    complete: bool = False
    """Whether the truth has every field that is printed, so that what else is found is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One field of one document: what is right, what was found, and how sure it was."""

    image: str
    name: str
    expected: str
    found: str
    right: bool
    confidence: float | None
    rows: tuple[tuple[float, bool], ...] = ()
    """For a list, the confidence of each row that was found and whether it is right."""


def read_truths(folder: Path, limit: int | None = None) -> Iterator[Truth]:
    """Yield the documents of a folder with an `index.jsonl` in either format, or with an `expected.json`.

    The latter has by file name the fields that are right, and no text: it is measured with an engine.

    Raises:
        FileNotFoundError: There is neither.
    """
    if not (folder / "index.jsonl").exists() and (folder / "expected.json").exists():
        yield from list(_expected(folder))[:limit]
        return
    with (folder / "index.jsonl").open(encoding="utf-8") as index:
        for number, line in enumerate(index):
            if limit is not None and number >= limit:
                return
            record = json.loads(line)
            fields = record.get("fields") or {
                SROIE_NAMES[name]: value for name, value in record.get("entities", {}).items() if name in SROIE_NAMES
            }
            yield Truth(image=folder / record["image"], fields=fields, page=_page(record), complete="fields" in record)


def _expected(folder: Path) -> Iterator[Truth]:
    nothing = PlainPage(number=1, width=1, height=1, lines=())
    for name, right in json.loads((folder / "expected.json").read_text(encoding="utf-8")).items():
        fields = {field: value for field, value in right.items() if field in SCALARS and isinstance(value, str)}
        yield Truth(image=folder / name, fields=fields, page=nothing)


def judge(truth: Truth, found: Mapping[str, Any]) -> list[Judged]:
    """Compare every field that is in the truth or was found and could be compared."""
    judged = []
    claimed = {name: [] if name in LISTS else "" for name in CLAIMS if truth.complete and found.get(name)}
    for name, expected in (claimed | dict(truth.fields)).items():
        if name in LISTS:
            judged.append(_judge_list(truth, name, expected, found.get(name, [])))
            continue
        mine = found.get(name, {})
        value = str(mine.get("value", ""))
        right = bool(value) and comparable(name, value) == comparable(name, str(expected))
        judged.append(
            Judged(image=truth.image.name, name=name, expected=str(expected), found=value, right=right,
                   confidence=mine.get("confidence"))
        )  # fmt: skip
    return judged


def comparable(name: str, value: str) -> str:
    """Return a value in the form in which it is compared: text without blanks, punctuation and case, amounts as numbers."""
    if name in MONEY:
        digits = re.sub(r"[^\d.\-]", "", value)
        try:
            return str(Decimal(digits).normalize())
        except InvalidOperation:
            return value
    if name == "date":
        dates = find_dates(fold(value))
        return dates[0].value.isoformat() if dates else value
    if name == "time":
        return value[:5]
    plain = re.sub(r"[\W_]", "", fold(value))
    if name.endswith("tax_id"):
        return plain.removeprefix("RO")
    return plain.lstrip("0") if name == "document_number" else plain


def _judge_list(truth: Truth, name: str, expected: list[dict[str, str]], found: list[dict[str, Any]]) -> Judged:
    """A list is right when it has the same rows, told by what can be booked: amounts, rates, ways of paying."""
    right, mine = _rows(name, expected), _rows(name, found)
    left, rows = Counter(right), []
    for entry in found:
        own = _rows(name, [entry])
        rows.append((float(entry["confidence"]), not own - left))
        left -= own
    sure = min((entry["confidence"] for entry in found), default=None)
    return Judged(
        image=truth.image.name,
        name=name,
        expected=_shown(right),
        found=_shown(mine),
        right=right == mine,
        confidence=sure,
        rows=tuple(rows),
    )


def _rows(name: str, entries: list[dict[str, Any]]) -> Counter[tuple[str, ...]]:
    key = {"taxes": "rate", "payments": "method", "items": ""}[name]
    rows = Counter(
        (str(entry.get(key, "")) if key else "", comparable("total", str(entry.get("amount", "")))) for entry in entries
    )
    return Counter({row: count for row, count in rows.items() if name != "taxes" or row[1].strip("-") != "0"})


def _shown(rows: Counter[tuple[str, ...]]) -> str:
    return "; ".join(
        f"{' '.join(part for part in row if part)}{f' x{count}' if count > 1 else ''}"
        for row, count in sorted(rows.items())
    )


def _page(record: Mapping[str, Any]) -> PlainPage:
    """Return the truth's own lines as a page; places are those of the record, in pixels of a page as large as they need."""
    lines = [(line["text"], _box(line)) for line in record.get("lines", [])]
    words = [(word["text"], _box(word)) for word in record.get("words", [])]
    width = max((box[2] for _, box in lines), default=1.0) * 1.02
    height = max((box[3] for _, box in lines), default=1.0) * 1.02

    def scaled(box: Box) -> Box:
        return box[0] / width, box[1] / height, box[2] / width, box[3] / height

    built, rest = [], iter(words)
    for text, box in sorted(lines, key=lambda line: line[1][1] + line[1][3]):
        own = [next(rest, ("", box)) for _ in text.split()] if words else []
        built.append(
            PlainLine(
                text=text, confidence=1.0, box=scaled(box),
                words=tuple(PlainLine(text=t, confidence=1.0, box=scaled(b)) for t, b in own if t),
            )
        )  # fmt: skip
    return PlainPage(number=1, width=int(width), height=int(height), lines=tuple(built))


def _box(mark: Mapping[str, Any]) -> Box:
    if "box" in mark:
        x0, y0, x1, y1 = map(float, mark["box"])
        return x0, y0, x1, y1
    xs, ys = zip(*mark["quad"], strict=True)
    return min(xs), min(ys), max(xs), max(ys)
