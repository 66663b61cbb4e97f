"""The Result of one document: what the queue stores, the command line prints and the pages show (schema version 1)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ocrcore.errors import UnstorableResult
from ocrcore.layout.page import Box, Line, OcrPage, Word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SCHEMA = "ocrcore.result/1"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class TierRun:
    """One pass of preparing and reading a document's pages.

    `ocr_ms` is the time inside the engine, `score` the judgement of the reading (0 to 1), `accepted` whether the
    reading was found good enough to stop at.
    """

    name: str
    ocr_ms: int
    score: float
    accepted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of several documents in a file, with its own fields.

    It takes whole `pages`, or the part of one page that is within `box`; that page was turned counter-clockwise by
    `turned_degrees` to be upright.
    """

    pages: tuple[int, ...]
    fields: Mapping[str, Any]
    box: Box | None = None
    turned_degrees: int = 0

    @property
    def total(self) -> str:
        """Its total; empty when it was not found."""
        return str(self.fields["total"]["value"]) if "total" in self.fields else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timings:
    """Where a document's time went, in milliseconds: `total` is wall time, the others are parts of it."""

    load: int = 0
    preprocess: int = 0
    ocr: int = 0
    extract: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Everything that was read in one document.

    `tiers` is empty when no page went through an engine (all came from a PDF's text layer). `fast_path` is null for
    engines that have a single way to read, true when `doctr_plus` stopped after its first tier on every page.
    `documents` is empty where the file holds one; where it holds several, `fields` are those of the first, in doubt.
    """

    engine: str
    engine_version: str
    pages: tuple[OcrPage, ...]
    tiers: tuple[TierRun, ...] = ()
    fast_path: bool | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    checks: Sequence[Mapping[str, Any]] = ()
    documents: tuple[Part, ...] = ()
    timings_ms: Timings = field(default_factory=Timings)

    @property
    def text(self) -> str:
        """The document's text: one printed row a line, pages one below the other."""
        return "\n".join(page.text for page in self.pages if page.lines)

    @property
    def mean_confidence(self) -> float | None:
        """Mean confidence of the words, each weighed by its length; None when nothing was read."""
        words = [word for page in self.pages for line in page.lines for word in line.words]
        letters = sum(len(word.text) for word in words)
        return sum(word.confidence * len(word.text) for word in words) / letters if letters else None

    @property
    def vendor(self) -> str:
        """The vendor's name, of several documents each one's; empty when none was found."""
        found = [part.fields.get("vendor_name") for part in self.documents] or [self.fields.get("vendor_name")]
        return " ".join(dict.fromkeys(str(each["value"]) for each in found if isinstance(each, dict)))

    def to_dict(self) -> Json:
        """Return the schema's tree, ready for JSON; `documents` is in it where there are several."""
        several = {"documents": [_part_to_dict(part) for part in self.documents]} if self.documents else {}
        return {
            "schema": SCHEMA,
            "engine": self.engine,
            "engine_version": self.engine_version,
            "text": self.text,
            "pages": [_page_to_dict(page) for page in self.pages],
            "tiers": [
                {"name": t.name, "ocr_ms": t.ocr_ms, "score": round(t.score, 4), "accepted": t.accepted}
                for t in self.tiers
            ],
            "fast_path": self.fast_path,
            "fields": dict(self.fields),
            "checks": [dict(check) for check in self.checks],
            **several,
            "timings_ms": {name: getattr(self.timings_ms, name) for name in Timings.__slots__},
        }

    def to_json(self) -> str:
        """Return the Result as one line of JSON, letters as they are (no escapes for ă, ș, ț).

        Raises:
            UnstorableResult: A text holds half a character (a lone surrogate of UTF-16), which no encoding has.
        """
        text = json.dumps(self.to_dict(), ensure_ascii=False, separators=(",", ":"))
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise UnstorableResult from error
        return text

    @classmethod
    def from_dict(cls, tree: Mapping[str, Any]) -> Result:
        """Build a Result from the schema's tree.

        Raises:
            ValueError: The tree has another schema, or none.
        """
        if tree.get("schema") != SCHEMA:
            raise ValueError(f"not a {SCHEMA}: {tree.get('schema')!r}")
        return cls(
            engine=tree["engine"],
            engine_version=tree["engine_version"],
            pages=tuple(_page_from_dict(page) for page in tree["pages"]),
            tiers=tuple(TierRun(**tier) for tier in tree["tiers"]),
            fast_path=tree["fast_path"],
            fields=tree["fields"],
            checks=tuple(tree["checks"]),
            documents=tuple(_part_from_dict(part) for part in tree.get("documents", [])),
            timings_ms=Timings(**tree["timings_ms"]),
        )

    @classmethod
    def from_json(cls, text: str) -> Result:
        """Build a Result from what `to_json` returned.

        Raises:
            ValueError: The text is not JSON, or has another schema.
        """
        return cls.from_dict(json.loads(text))


def _word_from_dict(tree: Mapping[str, Any]) -> Word:
    return Word(
        text=tree["text"], confidence=tree["confidence"], box=_box(tree["box"]), look=tree.get("look", ""),
        source=tree.get("source", ""),
    )  # fmt: skip


def _part_to_dict(part: Part) -> Json:
    return {
        "pages": list(part.pages),
        "box": None if part.box is None else _rounded(part.box),
        "turned_degrees": part.turned_degrees,
        "fields": dict(part.fields),
    }


def _part_from_dict(tree: Mapping[str, Any]) -> Part:
    return Part(
        pages=tuple(tree["pages"]), fields=tree["fields"], box=None if tree["box"] is None else _box(tree["box"]),
        turned_degrees=tree["turned_degrees"],
    )  # fmt: skip


def _page_to_dict(page: OcrPage) -> Json:
    lines = [{**_span(line), "words": [_word_to_dict(word) for word in line.words]} for line in page.lines]
    return {
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "source": page.source,
        "lines": lines,
    }


def _word_to_dict(word: Word) -> Json:
    more = {name: value for name, value in (("look", word.look), ("source", word.source)) if value}
    return {**_span(word), **more}


def _span(span: Line | Word) -> Json:
    return {"text": span.text, "confidence": round(float(span.confidence), 4), "box": _rounded(span.box)}


def _page_from_dict(tree: Mapping[str, Any]) -> OcrPage:
    lines = tuple(
        Line(
            text=line["text"],
            confidence=line["confidence"],
            box=_box(line["box"]),
            words=tuple(_word_from_dict(word) for word in line["words"]),
        )
        for line in tree["lines"]
    )
    return OcrPage(
        number=tree["number"],
        width=tree["width"],
        height=tree["height"],
        lines=lines,
        source=tree.get("source", "ocr"),
    )


def _rounded(box: Box) -> list[float]:
    return [round(float(edge), 5) for edge in box]


def _box(edges: Sequence[float]) -> Box:
    x0, y0, x1, y1 = edges
    return x0, y0, x1, y1
