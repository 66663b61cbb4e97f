"""All that was read, as one JSON array that is written document by document."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocrcore.export.document import ExportDocument


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
        }
        self._stream.write(self._between + json.dumps(tree, ensure_ascii=False).encode())
        self._between = b",\n"

    def end(self) -> None:
        self._stream.write(b"[]\n" if self._between == b"[\n" else b"\n]\n")


@contextmanager
def json_file(stream: BinaryIO) -> Iterator[_JsonFile]:
    """Write an array of documents, each with its Result."""
    file = _JsonFile(stream)
    yield file
    file.end()
