"""A workbook with typed cells: amounts are numbers, dates are dates, and text is never a formula."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, BinaryIO

import xlsxwriter

from ocrcore.export.cells import CellKind, CellValue
from ocrcore.export.rows import Rows
from ocrcore.export.tables import DOCUMENTS, ITEMS, TAXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from ocrcore.export.document import ExportDocument
    from ocrcore.export.options import ExportOptions

FORMATS = {CellKind.MONEY: "#,##0.00", CellKind.DATE: "yyyy-mm-dd", CellKind.NUMBER: "General"}
WIDTHS = {CellKind.TEXT: 22, CellKind.MONEY: 12, CellKind.DATE: 12, CellKind.NUMBER: 10}
_MAX_CELL_CHARACTERS = 32_767
_FIRST_YEAR = 1900
"""Workbooks know no earlier dates."""


def write_cell(sheet: Worksheet, place: tuple[int, int], value: CellValue, style: Format | None) -> None:
    """Write a value into the cell at (row, column), as what it is."""
    row, column = place
    if isinstance(value, date) and value.year >= _FIRST_YEAR:
        sheet.write_datetime(row, column, value, style)
    elif isinstance(value, int | Decimal):
        sheet.write_number(row, column, float(value), style)
    elif value is not None:
        sheet.write_string(row, column, str(value)[:_MAX_CELL_CHARACTERS])


class _XlsxSheet:
    def __init__(self, workbook: Workbook, name: str, options: ExportOptions) -> None:
        self._heading = options.heading
        self._styles = {kind: workbook.add_format({"num_format": pattern}) for kind, pattern in FORMATS.items()}
        self._head = workbook.add_format({"bold": True})
        self._sheet, self._row = workbook.add_worksheet(options.heading(name)), 1

    def begin(self, columns: Mapping[str, CellKind]) -> None:
        self._sheet.freeze_panes(1, 0)
        for number, (name, kind) in enumerate(columns.items()):
            self._sheet.set_column(number, number, WIDTHS[kind])
            self._sheet.write_string(0, number, self._heading(name), self._head)

    def write(self, row: Sequence[CellValue], columns: Mapping[str, CellKind]) -> None:
        for number, (value, kind) in enumerate(zip(row, columns.values(), strict=True)):
            style = self._styles[CellKind.DATE] if isinstance(value, date) else self._styles.get(kind)
            write_cell(self._sheet, (self._row, number), value, style)
        self._sheet.autofilter(0, 0, self._row, len(row) - 1)
        self._row += 1


class _XlsxFile:
    def __init__(self, workbook: Workbook, options: ExportOptions) -> None:
        self._tables = [Rows(each, _XlsxSheet(workbook, each.name, options)) for each in (DOCUMENTS, ITEMS, TAXES)]

    def add(self, document: ExportDocument) -> None:
        for table in self._tables:
            table.add(document)

    def end(self) -> None:
        for table in self._tables:
            table.end()


@contextmanager
def xlsx_file(stream: BinaryIO, options: ExportOptions) -> Iterator[_XlsxFile]:
    """Write a workbook with sheets for documents, items and taxes; rows go to the disk as they come."""
    with xlsxwriter.Workbook(stream, {"constant_memory": True}) as workbook:
        file = _XlsxFile(workbook, options)
        yield file
        file.end()
