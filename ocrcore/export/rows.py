"""The rows of a table in the making; where its columns depend on what the documents have, they wait until all are there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ocrcore.export.cells import typed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ocrcore.export.cells import CellKind, CellValue
    from ocrcore.export.document import ExportDocument
    from ocrcore.export.tables import Table


class Sheet(Protocol):
    """Where rows are written to."""

    def begin(self, columns: Mapping[str, CellKind]) -> None:
        """Write the heads."""
        ...

    def write(self, row: Sequence[CellValue], columns: Mapping[str, CellKind]) -> None:
        """Append a row."""
        ...


class Rows:
    """Turns documents into rows of a table, on a sheet."""

    def __init__(self, table: Table, sheet: Sheet) -> None:
        self._table, self._sheet = table, sheet
        self._waiting: list[Mapping[str, object]] = []
        self._columns = {} if table.is_by_rate else dict(table.columns)
        if not table.is_by_rate:
            sheet.begin(self._columns)

    def add(self, document: ExportDocument) -> None:
        """Append the rows of a document."""
        for values in self._table.values_of(document):
            if self._table.is_by_rate:
                self._waiting.append(values)
            else:
                self._write(values)

    def end(self) -> None:
        """Write the rows that have waited."""
        if self._table.is_by_rate:
            self._columns = self._table.columns_of(self._waiting)
            self._sheet.begin(self._columns)
        for values in self._waiting:
            self._write(values)

    def _write(self, values: Mapping[str, object]) -> None:
        row = [typed(values.get(name), kind) for name, kind in self._columns.items()]
        self._sheet.write(row, self._columns)
