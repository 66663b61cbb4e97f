"""All that was read, as one JSON array that is written document by document."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocrcore.export.document import ExportDocument
    from ocrcore.reviews.review import Correction, Review


class _JsonFile:
    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._between = stream, b"[\n"

    def add(self, document: ExportDocument) -> None:
        tree = {
            "id": document.job_id,
            "original_filename": document.name,
            "engine": document.engine,
            "created_at": document.created_at.isoformat(),
            "completed_at": None if document.completed_at is None else document.completed_at.isoformat(),
            "result": document.result.to_dict(),
            "corrections": {name: _correction(each) for name, each in document.review.corrections.items()},
            "confirmed": _confirmation(document.review),
        }
        self._stream.write(self._between + json.dumps(tree, ensure_ascii=False).encode())
        self._between = b",\n"

    def end(self) -> None:
        self._stream.write(b"[]\n" if self._between == b"[\n" else b"\n]\n")


def _correction(correction: Correction) -> dict[str, Any]:
    """Return who corrected a field and when, and what was read: `result` holds the corrected value."""
    return {"raw": correction.raw, "corrected_at": correction.at.isoformat(), "corrected_by": correction.by}


def _confirmation(review: Review) -> dict[str, Any] | None:
    at = review.confirmed_at
    return None if at is None else {"confirmed_at": at.isoformat(), "confirmed_by": review.confirmed_by}


@contextmanager
def json_file(stream: BinaryIO) -> Iterator[_JsonFile]:
    """Write an array of documents: each with its Result, in which corrections have won, and with what was read instead."""
    file = _JsonFile(stream)
    yield file
    file.end()
