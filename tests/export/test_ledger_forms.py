"""Files for the ledger: one column a rate, the reader's own headings and signs, a journal of purchases, SAGA's import."""

from __future__ import annotations

import csv
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from ocrcore.errors import NotBookable
from ocrcore.export import DecimalSign, ExportFormat, ExportOptions, Separator, exporting
from ocrcore.reviews.review import Review
from tests.export.conftest import document, field
from tests.export.test_tables import sheet_cells

if TYPE_CHECKING:
    from ocrcore.export import ExportDocument
    from ocrcore.storage.store import Storage

CONFIRMED = Review(confirmed_at=datetime(2026, 3, 15, tzinfo=UTC))


def receipt(*taxes: tuple[str, str], **changes: str) -> ExportDocument:
    """Return a confirmed receipt with the VAT of these rates; a change to nothing takes a field away."""
    scalars = {
        "document_type": "receipt",
        "vendor_name": "ȘOIMUL & Fiii SRL",
        "vendor_tax_id": "RO12345674",
        "document_number": "0042",
        "date": "2026-03-14",
        "currency": "RON",
        "total": "121.00",
    } | changes
    fields: dict[str, Any] = {name: field(value) for name, value in scalars.items() if value}
    fields["taxes"] = [{"rate": rate, "amount": amount} for rate, amount in taxes]
    return document(fields=fields, job_id=f"job-{scalars['document_number']}", review=CONFIRMED)


def export(kind: ExportFormat, storage: Storage, *documents: ExportDocument, **options: Any) -> bytes:
    stream = BytesIO()
    with exporting(kind, stream, storage, ExportOptions(**options)) as exporter:
        for each in documents:
            exporter.add(each)
    return stream.getvalue()


def test_each_rate_has_columns_of_its_own_and_what_is_not_printed_is_filled_and_named(storage: Storage) -> None:
    made = receipt(("21", "21.00")), receipt(("11", "3.67"), ("21", "14.00"), total="117.67")
    first, second = csv.DictReader(export(ExportFormat.CSV, storage, *made).decode("utf-8-sig").splitlines())
    assert [name for name in first if name.startswith(("base_", "vat_"))] == ["base_21", "vat_21", "base_11", "vat_11"]
    assert (first["net_total"], first["tax_total"], first["base_21"], first["vat_21"]) == (
        "100.00",
        "21.00",
        "100.00",
        "21.00",
    )
    assert (first["base_11"], first["derived"]) == ("", "net_total, tax_total, base_21")
    assert (second["net_total"], second["base_21"], second["base_11"]) == ("100.00", "66.64", "33.36")


def test_a_csv_for_a_romanian_spreadsheet_has_commas_semicolons_and_the_reader_s_headings(storage: Storage) -> None:
    options = {"decimal": DecimalSign.COMMA, "separator": Separator.SEMICOLON, "heading": lambda name: f"=<{name}>"}
    shop = receipt(("21", "21.00"), total="-1121.00", vendor_name="Bun;=1+1")
    head, row = csv.reader(
        export(ExportFormat.CSV, storage, shop, **options).decode("utf-8-sig").splitlines(), delimiter=";"
    )
    read = dict(zip(head, row, strict=True))
    assert read["'=<total>"] == "-1121,00", "a heading is no formula either"
    assert read["'=<vat_21>"] == "21,00"
    assert read["'=<vendor_name>"] == "Bun;'=1+1"


def test_a_workbook_has_the_reader_s_headings_and_sheets(storage: Storage) -> None:
    data = export(ExportFormat.XLSX, storage, receipt(("21", "21.00")), heading=lambda name: f"~{name}")
    heads = [
        value for place, (_, value) in sheet_cells(data, 1).items() if place.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "1"
    ]
    assert {"~vendor_name", "~base_21", "~vat_21"} <= set(heads)
    with zipfile.ZipFile(BytesIO(data)) as book:
        assert b'name="~Documents"' in book.read("xl/workbook.xml")


def rows_of(data: bytes) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for place, (_, value) in sheet_cells(data, 1).items():
        rows.setdefault(int("".join(filter(str.isdigit, place))), []).append(value)
    return [rows[number] for number in sorted(rows)]


def test_a_journal_of_purchases_is_sorted_by_date_and_adds_up_each_currency(storage: Storage) -> None:
    made = (
        receipt(("21", "21.00"), document_number="2", date="2026-03-20"),
        receipt(("11", "11.00"), document_number="1", total="116.00"),
        receipt(("21", "2.10"), document_number="3", currency="EUR", total="12.10", date="2026-03-25"),
    )
    title, period, head, *rows, lei, euro = rows_of(
        export(ExportFormat.XLSX_JOURNAL, storage, *made, company_tax_id="RO99")
    )
    assert (title, period) == (["Jurnal de cumpărări"], ["Cod fiscal: RO99 · 14.03.2026 – 25.03.2026"])
    assert head[6:] == [
        "Total cu TVA", "Baza 21%", "TVA 21%", "Baza 11%", "TVA 11%", "Fără TVA / neimpozabil", "Moneda", "Observații",
    ]  # fmt: skip
    assert [row[3] for row in rows] == ["1", "2", "3"]
    assert rows[0][2:] == ["bon fiscal", "1", "ȘOIMUL & Fiii SRL", "RO12345674", "116", "100", "11", "5", "RON"]
    assert lei == ["TOTAL", "237", "100", "21", "100", "11", "5", "RON"]
    assert euro == ["TOTAL", "12.1", "10", "2.1", "0", "EUR"]


def test_a_journal_says_what_a_document_lacks_and_that_nobody_confirmed_it(storage: Storage) -> None:
    made = replace(receipt(total="", date=""), review=Review())
    assert rows_of(export(ExportFormat.XLSX_JOURNAL, storage, made))[-2][-1] == "lipsește data, totalul; neconfirmat"


def test_saga_gets_an_invoice_with_a_line_a_rate_that_make_the_total(storage: Storage) -> None:
    shop = receipt(("11", "11.00"), ("21", "21.00"), total="237.00", due_date="2026-04-13")
    root = ET.fromstring(export(ExportFormat.XML_SAGA, storage, shop, receipt(), company_tax_id="RO99"))
    first, second = root.findall("Factura")
    head = {each.tag: each.text or "" for each in first.findall("Antet/*")}
    assert (head["FurnizorNume"], head["FurnizorCIF"]) == ("ȘOIMUL & Fiii SRL", "RO12345674")
    assert (head["ClientCIF"], head["FacturaNumar"], head["FacturaMoneda"]) == ("RO99", "0042", "RON")
    assert (head["FacturaData"], head["FacturaScadenta"]) == ("14.03.2026", "13.04.2026")
    lines = [
        [each.findtext(tag) for tag in ("ProcTVA", "Valoare", "TVA")]
        for each in first.iterfind("Detalii/Continut/Linie")
    ]
    assert lines == [["21", "100.00", "21.00"], ["11", "100.00", "11.00"], ["0", "5.00", "0.00"]]
    assert sum(Decimal(value or "") for _, *amounts in lines for value in amounts) == 237
    assert [each.findtext("TVA") for each in second.iterfind("Detalii/Continut/Linie")] == ["0.00"]


def test_saga_gets_no_document_that_it_could_not_book_and_the_file_goes_on(storage: Storage) -> None:
    stream = BytesIO()
    with exporting(ExportFormat.XML_SAGA, stream, storage) as exporter:
        with pytest.raises(NotBookable, match="lacks: vendor tax id, date"):
            exporter.add(receipt(vendor_tax_id="", date=""))
        exporter.add(receipt(customer_tax_id="RO55", vendor_name="A\ufffe<B>"))
    (one,) = ET.fromstring(stream.getvalue()).findall("Factura")
    assert one.findtext("Antet/FurnizorNume") == "A<B>"
    assert one.findtext("Antet/ClientCIF") == "RO55"
