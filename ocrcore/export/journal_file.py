"""A journal of purchases (jurnal pentru cumpărări) as a workbook, in Romanian, by the documents' dates.

Companies keep one so that the VAT return can be filled in from it (Codul fiscal, art. 321): document, supplier with tax id, total, and
base and VAT by rate. What no rate taxes stands in a column of its own.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, BinaryIO, Final

import xlsxwriter

from ocrcore.export.cells import CellKind, CellValue, printable
from ocrcore.export.tables import BASE, VAT, by_rate
from ocrcore.export.xlsx_file import FORMATS, WIDTHS, write_cell
from ocrcore.ledger.entry import entry_of
from ocrcore.ledger.fields import printed, scalar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsxwriter.workbook import Workbook

    from ocrcore.export.document import ExportDocument
    from ocrcore.export.options import ExportOptions

_TEXT, _MONEY, _DATE = CellKind.TEXT, CellKind.MONEY, CellKind.DATE
_HEAD: Final = {
    "Nr. crt.": CellKind.NUMBER,
    "Data documentului": _DATE,
    "Felul documentului": _TEXT,
    "Nr. document": _TEXT,
    "Furnizor": _TEXT,
    "Cod fiscal": _TEXT,
    "Total cu TVA": _MONEY,
}
_TAIL: Final = {"Fără TVA / neimpozabil": _MONEY, "Moneda": _TEXT, "Observații": _TEXT}
_KINDS: Final = {"receipt": "bon fiscal", "invoice": "factură"}
_FIELDS: Final = {"vendor_name": "furnizorul", "date": "data", "total": "totalul", "currency": "moneda"}
_NAME = "Jurnal de cumpărări"
_FIRST_ROW = 3


class _JournalFile:
    def __init__(self, workbook: Workbook, options: ExportOptions) -> None:
        self._workbook, self._company = workbook, options.company_tax_id
        self._rows: list[dict[str, object]] = []

    def add(self, document: ExportDocument) -> None:
        fields = document.result.fields
        entry = entry_of(fields)
        lacks = [_FIELDS[name] for name in entry.missing]
        notes = [f"lipsește {', '.join(lacks)}"] if lacks else []
        notes += [] if document.review.is_confirmed else ["neconfirmat"]
        kind = scalar(fields, "document_type")
        self._rows.append(
            by_rate(entry.vat)
            | {
                "Data documentului": entry.date,
                "Felul documentului": _KINDS.get(kind, ""),
                "Nr. document": printable(entry.document_number),
                "Furnizor": printable(entry.vendor_name),
                "Cod fiscal": printable(printed(fields, "vendor_tax_id")),
                "Total cu TVA": entry.total,
                "Fără TVA / neimpozabil": entry.rest,
                "Moneda": printable(entry.currency),
                "Observații": "; ".join(notes),
            }
        )

    def end(self) -> None:
        rates = {name.removeprefix(BASE) for row in self._rows for name in row if name.startswith(BASE)}
        by_rates = {
            f"{part}{rate}": _MONEY for rate in sorted(rates, key=Decimal, reverse=True) for part in (BASE, VAT)
        }
        columns = _HEAD | by_rates | _TAIL
        rows = sorted(self._rows, key=lambda row: (str(row["Data documentului"] or "9999"), str(row["Furnizor"])))
        sheet = _Sheet(self._workbook, columns, _title(self._company, [row["Data documentului"] for row in rows]))
        for number, row in enumerate(rows, start=1):
            sheet.write(row | {"Nr. crt.": number})
        for currency in dict.fromkeys(str(row["Moneda"]) for row in rows):
            sheet.write(_sums([row for row in rows if row["Moneda"] == currency], columns), is_sum=True)


class _Sheet:
    def __init__(self, workbook: Workbook, columns: Mapping[str, CellKind], title: str) -> None:
        self._columns, self._row = columns, _FIRST_ROW
        self._sheet = workbook.add_worksheet(_NAME)
        self._sheet.write_string(0, 0, _NAME, workbook.add_format({"bold": True}))
        self._sheet.write_string(1, 0, title)
        head = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self._styles = {
            (kind, is_sum): workbook.add_format({"num_format": pattern} | ({"bold": True, "top": 1} if is_sum else {}))
            for kind, pattern in FORMATS.items() for is_sum in (False, True)
        }  # fmt: skip
        for number, (name, kind) in enumerate(columns.items()):
            self._sheet.set_column(number, number, WIDTHS[kind])
            self._sheet.write_string(_FIRST_ROW - 1, number, _heading(name), head)
        self._sheet.freeze_panes(_FIRST_ROW, 0)

    def write(self, row: Mapping[str, object], *, is_sum: bool = False) -> None:
        for number, (name, kind) in enumerate(self._columns.items()):
            value = row.get(name)
            cell: CellValue = value if isinstance(value, int | Decimal | date | str) else None
            write_cell(self._sheet, (self._row, number), None if cell == "" else cell, self._styles.get((kind, is_sum)))
        self._row += 1


def _title(company: str, days: Sequence[object]) -> str:
    known = sorted(day for day in days if isinstance(day, date))
    period = f"{known[0]:%d.%m.%Y} – {known[-1]:%d.%m.%Y}" if known else ""
    return " · ".join(part for part in (f"Cod fiscal: {printable(company)}" if company else "", period) if part)


def _heading(name: str) -> str:
    for part, word in ((BASE, "Baza"), (VAT, "TVA")):
        if name.startswith(part):
            return f"{word} {name.removeprefix(part)}%"
    return name


def _sums(rows: Sequence[Mapping[str, object]], columns: Mapping[str, CellKind]) -> dict[str, object]:
    """Return the last row for one currency."""
    sums: dict[str, object] = {"Furnizor": "TOTAL", "Moneda": rows[0]["Moneda"]}
    for name, kind in columns.items():
        amounts = [value for row in rows if isinstance(value := row.get(name), Decimal)]
        if kind is _MONEY and amounts:
            sums[name] = sum(amounts, Decimal())
    return sums


@contextmanager
def journal_file(stream: BinaryIO, options: ExportOptions) -> Iterator[_JournalFile]:
    """Write the journal; amounts are values, not formulas, and each currency has a sum of its own."""
    with xlsxwriter.Workbook(stream, {"constant_memory": True}) as workbook:
        file = _JournalFile(workbook, options)
        yield file
        file.end()
