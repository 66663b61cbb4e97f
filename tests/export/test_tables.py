"""CSV, XLSX and JSON: typed where typed, harmless where not, and streamed."""

from __future__ import annotations

import csv
import json
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocrcore.export import ExportDocument, ExportFormat, exporting
from ocrcore.export.cells import CellKind, harmless, printable, typed
from ocrcore.extraction.derived import with_derived
from ocrcore.reviews.review import Correction, Review
from tests.export.conftest import document, field

if TYPE_CHECKING:
    from ocrcore.storage.store import Storage

SHOP = {
    "vendor_name": field("ȘOIMUL ÎNALT SRL"),
    "vendor_tax_id": field("RO12345674"),
    "vendor_phone": field("+40 721 000 000"),
    "document_number": field('=HYPERLINK("http://evil.example")'),
    "date": field("2026-03-14"),
    "currency": field("RON"),
    "total": field("-1059.37"),
    "net_total": field("nine"),
    "items": [
        {"description": "Pâine", "quantity": "2", "unit": "buc", "unit_price": "5.99", "amount": "11.98"},
        {"description": "@SUM(A1:A9)", "amount": "0.50"},
    ],
    "taxes": [{"code": "A", "rate": "21", "base": "9.90", "amount": "2.08"}],
}


def export(kind: ExportFormat, storage: Storage, *documents: ExportDocument) -> bytes:
    stream = BytesIO()
    with exporting(kind, stream, storage) as exporter:
        for each in documents:
            exporter.add(each)
    return stream.getvalue()


def csv_rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(data.decode("utf-8-sig").splitlines()))


def sheet_cells(data: bytes, number: int) -> dict[str, tuple[str, str]]:
    """Return a sheet's cells as {reference: (type, value)}; no type is a number."""
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(BytesIO(data)) as book:
        sheet = ET.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
        assert sheet.findall(".//m:f", space) == [], "a formula"
    cells = {}
    for cell in sheet.iterfind(".//m:c", space):
        cells[cell.attrib["r"]] = (cell.get("t", ""), "".join(cell.itertext()))
    return cells


def test_a_csv_has_one_row_a_document_and_no_formula(storage: Storage) -> None:
    data = export(ExportFormat.CSV, storage, document(fields=SHOP, name="=cmd.jpg"), document())
    first, second = csv_rows(data)
    assert data.startswith(b"\xef\xbb\xbf")
    assert first["file"] == "'=cmd.jpg"
    assert first["vendor_name"] == "ȘOIMUL ÎNALT SRL"
    assert first["vendor_phone"] == "'+40 721 000 000"
    assert first["document_number"] == '\'=HYPERLINK("http://evil.example")'
    assert first["total"] == "-1059.37", "an amount stays an amount"
    assert first["net_total"] == "nine"
    assert first["taxes"] == "code A rate 21 base 9.90 amount 2.08"
    assert first["failed_checks"] == "Items add up to 5."
    assert second["total"] == ""


def test_what_was_derived_is_marked(storage: Storage) -> None:
    fields = {"total": field("12.10"), "tax_total": field("2.10"), "taxes": [{"rate": "21", "amount": "2.10"}]}
    made = document(fields=with_derived(fields))
    (row,) = csv_rows(export(ExportFormat.CSV, storage, made))
    assert (row["net_total"], row["derived"]) == ("10.00", "taxes.base, net_total")
    taxes = sheet_cells(export(ExportFormat.XLSX, storage, made), 3)
    assert {"base", "derived"} <= {value for _, value in taxes.values()}
    (tree,) = json.loads(export(ExportFormat.JSON, storage, made))
    assert tree["result"]["fields"]["net_total"]["source"] == "derived"
    assert list(tree["result"]["fields"]["taxes"][0]["derived"]) == ["base"]


def test_a_csv_of_items_has_one_row_an_item(storage: Storage) -> None:
    rows = csv_rows(export(ExportFormat.CSV_ITEMS, storage, document(fields=SHOP)))
    assert [(r["vendor_name"], r["line"], r["description"], r["amount"]) for r in rows] == [
        ("ȘOIMUL ÎNALT SRL", "1", "Pâine", "11.98"),
        ("ȘOIMUL ÎNALT SRL", "2", "'@SUM(A1:A9)", "0.50"),
    ]


def test_a_workbook_has_numbers_dates_and_texts_but_no_formula(storage: Storage) -> None:
    data = export(ExportFormat.XLSX, storage, document(fields=SHOP))
    cells = sheet_cells(data, 1)
    heads = {
        value: reference[:-1] for reference, (_, value) in cells.items() if reference[1:] == "1" or reference[-1] == "1"
    }
    assert cells[f"{heads['total']}2"] == ("", "-1059.37")
    days = (date(2026, 3, 14) - date(1899, 12, 30)).days
    assert cells[f"{heads['date']}2"] == ("", str(days))
    assert cells[f"{heads['document_number']}2"] == ("inlineStr", '=HYPERLINK("http://evil.example")')
    assert cells[f"{heads['net_total']}2"] == ("inlineStr", "nine")
    items = [value for _, value in sheet_cells(data, 2).values()]
    assert {"Pâine", "11.98", "@SUM(A1:A9)"} <= set(items)
    assert "2.08" in [value for _, value in sheet_cells(data, 3).values()]


def test_json_is_an_array_with_whole_results(storage: Storage) -> None:
    one = document("TOTAL LEI 59,37", fields=SHOP)
    trees: list[dict[str, Any]] = json.loads(export(ExportFormat.JSON, storage, one, one))
    assert [tree["result"] for tree in trees] == [one.result.to_dict()] * 2
    assert trees[0]["original_filename"] == "bon.jpg"
    assert json.loads(export(ExportFormat.JSON, storage)) == []


AT = datetime(2026, 3, 15, 8, 0, tzinfo=UTC)


def reviewed(**values: Any) -> Review:
    """Return what a person said about `SHOP`."""
    corrections = {
        name: Correction(value=value, raw=SHOP.get(name), at=AT, by="=ana@firm.ro") for name, value in values.items()
    }
    return Review(corrections=corrections, confirmed_at=AT, confirmed_by="=ana@firm.ro")


ROWS = [{"description": "=1+1", "amount": "1059.37", "row": 0}, {"description": "Lapte", "amount": "-1.00"}]


def test_corrections_win_in_every_table_and_are_no_formulas_either(storage: Storage) -> None:
    said = reviewed(total="1058.37", vendor_name="=cmd|' /C calc'!A0", document_number=None, items=ROWS)
    made = document(fields=SHOP, review=said)
    (row,) = csv_rows(export(ExportFormat.CSV, storage, made))
    assert (row["total"], row["document_number"], row["items"]) == ("1058.37", "", "2")
    assert row["vendor_name"] == "'=cmd|' /C calc'!A0"
    assert (row["confirmed_at"], row["confirmed_by"]) == ("2026-03-15T08:00:00+00:00", "'=ana@firm.ro")
    assert row["corrected"] == "document_number, items, total, vendor_name"
    items = csv_rows(export(ExportFormat.CSV_ITEMS, storage, made))
    assert [(each["description"], each["amount"]) for each in items] == [("'=1+1", "1059.37"), ("Lapte", "-1.00")]
    book = export(ExportFormat.XLSX, storage, made)
    assert ("", "1058.37") in sheet_cells(book, 1).values()
    assert {("inlineStr", "=1+1"), ("", "-1")} <= set(sheet_cells(book, 2).values())


def test_json_has_the_corrected_result_and_what_was_read(storage: Storage) -> None:
    said = reviewed(total="1058.37", due_date="2026-04-01")
    (tree,) = json.loads(export(ExportFormat.JSON, storage, document(fields=SHOP, review=said)))
    assert tree["result"]["fields"]["total"]["value"] == "1058.37"
    assert tree["corrections"]["total"] == {
        "raw": SHOP["total"],
        "corrected_at": AT.isoformat(),
        "corrected_by": "=ana@firm.ro",
    }
    assert tree["corrections"]["due_date"]["raw"] is None
    assert tree["confirmed"] == {"confirmed_at": AT.isoformat(), "confirmed_by": "=ana@firm.ro"}
    (plain,) = json.loads(export(ExportFormat.JSON, storage, document(fields=SHOP)))
    assert (plain["corrections"], plain["confirmed"]) == ({}, None)


def test_a_formula_behind_another_separator_is_harmless_too(storage: Storage) -> None:
    shop = SHOP | {"vendor_name": field("Bun;=1+1|-2"), "vendor_address": field("Str. A; nr. 5")}
    (row,) = csv_rows(export(ExportFormat.CSV, storage, document(fields=shop)))
    assert row["vendor_name"] == "Bun;'=1+1|'-2"
    assert row["vendor_address"] == "Str. A; nr. 5"


@pytest.mark.parametrize("kind", [ExportFormat.CSV, ExportFormat.CSV_ITEMS, ExportFormat.XLSX])
def test_nothing_read_is_a_file_with_heads_alone(kind: ExportFormat, storage: Storage) -> None:
    assert export(kind, storage)


def test_a_value_that_is_not_what_its_column_promises_is_text() -> None:
    assert typed("12.50", CellKind.MONEY) == Decimal("12.50")
    assert typed("2026-02-30", CellKind.DATE) == "2026-02-30"
    assert typed("NaN", CellKind.MONEY) == "NaN"
    assert typed("1e999999", CellKind.NUMBER) == "1e999999"
    assert typed("", CellKind.TEXT) is None


@given(st.text())
def test_no_text_becomes_a_formula(text: str) -> None:
    cell = harmless(printable(text))
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert all(ord(character) >= 32 for character in cell)
