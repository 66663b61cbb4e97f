"""A table as CSV: UTF-8 with a mark, so that spreadsheets read its diacritics, and no cell is a formula."""

from __future__ import annotations

import csv
import re
from contextlib import contextmanager
from io import TextIOWrapper
from typing import TYPE_CHECKING, BinaryIO

from ocrcore.export.cells import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from ocrcore.export.document import ExportDocument
    from ocrcore.export.tables import Table


_SEPARATORS = frozenset(";\t|")
_BETWEEN = re.compile(r"([;\t|])")


class _CsvFile:
    def __init__(self, text: TextIO, table: Table) -> None:
        self._writer, self._table = csv.writer(text), table
        self._writer.writerow(table.columns)

    def add(self, document: ExportDocument) -> None:
        for row in self._table.rows(document):
            self._writer.writerow([_harmless(value) if isinstance(value, str) else value for value in row])


def _harmless(text: str) -> str:
    """Return text that is no formula, nor has one behind a semicolon or tab, where some spreadsheets part cells."""
    return "".join(part if part in _SEPARATORS else harmless(part) for part in _BETWEEN.split(text))


@contextmanager
def csv_file(stream: BinaryIO, table: Table) -> Iterator[_CsvFile]:
    """Write one table; amounts have a point, dates are ISO 8601."""
    text = TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    try:
        yield _CsvFile(text, table)
    finally:
        text.detach()
