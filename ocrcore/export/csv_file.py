"""A table as CSV: UTF-8 with a mark, so that spreadsheets read its diacritics, and no cell is a formula."""

from __future__ import annotations

import csv
import re
from contextlib import contextmanager
from decimal import Decimal
from io import TextIOWrapper
from typing import TYPE_CHECKING, BinaryIO

from ocrcore.export.cells import harmless
from ocrcore.export.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import TextIO

    from ocrcore.export.cells import CellKind, CellValue
    from ocrcore.export.options import ExportOptions
    from ocrcore.export.tables import Table


_SEPARATORS = frozenset(";\t|")
_BETWEEN = re.compile(r"([;\t|])")


class _CsvSheet:
    def __init__(self, text: TextIO, options: ExportOptions) -> None:
        self._writer = csv.writer(text, delimiter=options.separator.sign)
        self._heading, self._decimal = options.heading, options.decimal.sign

    def begin(self, columns: Mapping[str, CellKind]) -> None:
        self._writer.writerow([_harmless(self._heading(name)) for name in columns])

    def write(self, row: Sequence[CellValue], columns: Iterable[str]) -> None:
        del columns
        self._writer.writerow([self._cell(value) for value in row])

    def _cell(self, value: CellValue) -> CellValue:
        if isinstance(value, Decimal):
            return f"{value:f}".replace(".", self._decimal)
        return _harmless(value) if isinstance(value, str) else value


def _harmless(text: str) -> str:
    """Return text that is no formula, nor has one behind a semicolon or tab, where some spreadsheets part cells."""
    return "".join(part if part in _SEPARATORS else harmless(part) for part in _BETWEEN.split(text))


@contextmanager
def csv_file(stream: BinaryIO, table: Table, options: ExportOptions) -> Iterator[Rows]:
    """Write one table, with decimal sign and separator as wanted; dates are ISO 8601."""
    text = TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    try:
        rows = Rows(table, _CsvSheet(text, options))
        yield rows
        rows.end()
    finally:
        text.detach()
