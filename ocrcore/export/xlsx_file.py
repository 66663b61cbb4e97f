"""A workbook with typed cells: amounts are numbers, dates are dates, and text is never a formula."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, BinaryIO

import xlsxwriter

from ocrcore.export.cells import CellKind, CellValue
from ocrcore.export.tables import DOCUMENTS, ITEMS, TAXES, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

    from ocrcore.export.document import ExportDocument

_FORMATS = {CellKind.MONEY: "#,##0.00", CellKind.DATE: "yyyy-mm-dd", CellKind.NUMBER: "General"}
_WIDTHS = {CellKind.TEXT: 22, CellKind.MONEY: 12, CellKind.DATE: 12, CellKind.NUMBER: 10}
_MAX_CELL_CHARACTERS = 32_767
_FIRST_YEAR = 1900
"""Workbooks know no earlier dates."""


class _Sheet:
    def __init__(self, workbook: Workbook, table: Table, formats: Mapping[CellKind, Format], head: Format) -> None:
        self._table, self._formats, self._row = table, formats, 1
        self._sheet = workbook.add_worksheet(table.name)
        self._sheet.freeze_panes(1, 0)
        for number, (name, kind) in enumerate(table.columns.items()):
            self._sheet.set_column(number, number, _WIDTHS[kind])
            self._sheet.write_string(0, number, name, head)

    def add(self, document: ExportDocument) -> None:
        kinds = self._table.columns.values()
        for row in self._table.rows(document):
            for number, (value, kind) in enumerate(zip(row, kinds, strict=True)):
                self._write(number, value, kind)
            self._row += 1

    def _write(self, column: int, value: CellValue, kind: CellKind) -> None:
        if isinstance(value, date) and value.year >= _FIRST_YEAR:
            self._sheet.write_datetime(self._row, column, value, self._formats[CellKind.DATE])
        elif isinstance(value, int | Decimal):
            self._sheet.write_number(self._row, column, float(value), self._formats.get(kind))
        elif value is not None:
            self._sheet.write_string(self._row, column, str(value)[:_MAX_CELL_CHARACTERS])

    def end(self) -> None:
        self._sheet.autofilter(0, 0, max(1, self._row - 1), len(self._table.columns) - 1)


class _XlsxFile:
    def __init__(self, workbook: Workbook) -> None:
        formats = {kind: workbook.add_format({"num_format": pattern}) for kind, pattern in _FORMATS.items()}
        head = workbook.add_format({"bold": True})
        self._sheets = [_Sheet(workbook, table, formats, head) for table in (DOCUMENTS, ITEMS, TAXES)]

    def add(self, document: ExportDocument) -> None:
        for sheet in self._sheets:
            sheet.add(document)

    def end(self) -> None:
        for sheet in self._sheets:
            sheet.end()


@contextmanager
def xlsx_file(stream: BinaryIO) -> Iterator[_XlsxFile]:
    """Write a workbook with the sheets Documents, Items and Taxes; rows go to the disk as they come."""
    with xlsxwriter.Workbook(stream, {"constant_memory": True}) as workbook:
        file = _XlsxFile(workbook)
        yield file
        file.end()
