"""E-invoices of every syntax are read whole, and whatever is none, too much or not safe is refused in a sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from ocrcore.documents.e_invoice.archive import invoice_in_zip
from ocrcore.documents.e_invoice.embedded import embedded_invoice
from ocrcore.documents.e_invoice.file import EInvoiceFile
from ocrcore.documents.e_invoice.reading import MAX_LINES, read_e_invoice
from ocrcore.documents.limits import Limits
from ocrcore.documents.pdf import PdfFile
from ocrcore.documents.sniff import SNIFF_BYTES, XML, ZIP, sniff
from ocrcore.errors import (
    EncryptedDocument,
    FileTooLarge,
    InputError,
    NoEInvoice,
    SeveralDocuments,
    UnreadableDocument,
    UnsafeXml,
    UnsupportedType,
)
from tests.documents.made_e_invoices import (
    SIGNATURE,
    Goods,
    Sale,
    cii,
    picture_of,
    spv_zip,
    ubl,
    with_embedded,
    zipped,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ocrcore.documents.e_invoice.embedded import FoundInvoice

LIMITS = Limits(max_bytes=10**8, max_pages=200, max_pixels=10**8)
SALE = Sale(
    allowances=[("Reducere", "4.80", "S", "21")], charges=[("Transport", "15.00", "S", "21")], prepaid="50.00",
    rounding="0.02", currency="EUR", tax_currency="RON", tax_in_tax_currency="347.15",
)  # fmt: skip


def zugferd_1(sale: Sale) -> bytes:
    return cii(sale, version=1)


WRITERS: dict[str, Callable[[Sale], bytes]] = {"ubl": ubl, "cii": cii, "zugferd 1": zugferd_1}


@pytest.mark.parametrize("writer", WRITERS)
def test_every_syntax_says_the_same(writer: str) -> None:
    invoice = read_e_invoice(WRITERS[writer](SALE))
    totals = {name: Decimal(value) for name, value in SALE.totals.items()}
    assert {name: getattr(invoice.totals, name) for name in totals} == totals
    assert invoice.totals.tax_in_tax_currency == Decimal("347.15")
    assert (invoice.number, invoice.type_code, invoice.currency, invoice.tax_currency) == (
        "FCT-0042",
        "380",
        "EUR",
        "RON",
    )
    assert (invoice.issue_date, invoice.due_date) == (date(2026, 3, 14), date(2026, 4, 13))
    assert (invoice.seller.name, invoice.seller.tax_id) == ("Moara Nouă SRL", "RO14186770")
    assert invoice.seller.address == "Str. Lungă 7, 500123 Brașov, RO"
    assert (invoice.buyer.name, invoice.buyer.tax_id) == ("Brutăria din Vale SRL", "RO1590082")
    assert invoice.payment.means_code == "30"
    assert invoice.payment.ibans == ("RO49AAAA1B31007593840000",)
    flour, oven = invoice.lines
    assert (flour.description, flour.quantity, flour.unit) == ("Făină albă tip 650", Decimal(10), "KGM")
    assert (flour.unit_price, flour.amount, flour.rate) == (Decimal("4.50"), Decimal("45.00"), Decimal(11))
    assert oven.description == "Cuptor <mic> & tavă"
    assert [(each.is_charge, each.amount, each.reason) for each in invoice.allowances_charges] == [
        (False, Decimal("4.80"), "Reducere"),
        (True, Decimal("15.00"), "Transport"),
    ]
    assert [(each.category, each.rate, each.base, each.amount) for each in invoice.taxes] == [
        (category, Decimal(rate), base, amount) for category, rate, base, amount in SALE.taxes
    ]
    assert not invoice.is_credit_note


@pytest.mark.parametrize(("legal", "taken"), [("1590082", "1590082"), ("J08/123/2020", ""), ("0000000000000", "")])
def test_a_buyer_without_a_vat_number_has_its_registered_one(legal: str, taken: str) -> None:
    xml = ubl(Sale(buyer_id="")).replace(
        b"<cbc:RegistrationName>Br",
        f"<cbc:CompanyID>{legal}</cbc:CompanyID><cbc:RegistrationName>Br".encode(),
    )
    head, _, buyer = xml.partition(b"<cac:AccountingCustomerParty>")
    buyer = buyer.replace(b"<cbc:CompanyID>local-1</cbc:CompanyID>", b"")
    assert read_e_invoice(head + b"<cac:AccountingCustomerParty>" + buyer).buyer.tax_id == taken


@pytest.mark.parametrize("writer", WRITERS)
def test_a_price_may_be_for_a_hundred(writer: str) -> None:
    sale = Sale(goods=[Goods(name="Șuruburi", quantity="250", price="12.00", base_quantity="100")])
    (line,) = read_e_invoice(WRITERS[writer](sale)).lines
    assert (line.unit_price, line.amount) == (Decimal("0.12"), Decimal("30.00"))


def test_taxes_that_are_repeated_in_another_currency_count_once() -> None:
    xml = ubl(SALE).replace(
        b"347.15</cbc:TaxAmount></cac:TaxTotal>",
        b"347.15</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxAmount currencyID='RON'>347.15</cbc:TaxAmount></cac:TaxSubtotal></cac:TaxTotal>",
    )
    assert len(read_e_invoice(xml).taxes) == len(SALE.taxes)


@pytest.mark.parametrize("kind", ["380", "381"])
def test_a_credit_note_is_known_by_its_type(kind: str) -> None:
    for writer in WRITERS.values():
        assert read_e_invoice(writer(replace(SALE, kind=kind))).is_credit_note == (kind == "381")


def test_a_credit_note_that_writes_its_minus_is_not_turned_round() -> None:
    sale = Sale(kind="381", goods=[Goods(name="Retur", quantity="-1", price="10.00")])
    assert not read_e_invoice(ubl(sale)).is_credit_note


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-2", "windows-1250"])
def test_other_encodings_are_read(encoding: str) -> None:
    told = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16"}.get(encoding, encoding)
    text = ubl(Sale(seller="Școala Mică SRL".replace("Ș", "Ş"))).decode().replace('"UTF-8"', f'"{told}"', 1)
    data = text.translate(str.maketrans("șț", "şţ")).encode(encoding)
    assert sniff(data[:SNIFF_BYTES]) == XML
    assert read_e_invoice(data).seller.name == "Şcoala Mică SRL"


@pytest.mark.parametrize("writer", WRITERS)
def test_an_e_invoice_is_known_by_its_content(writer: str) -> None:
    data = WRITERS[writer](SALE)
    assert sniff(data[:SNIFF_BYTES]) == XML
    assert sniff(zipped({"a.xml": data})[:SNIFF_BYTES]) == ZIP
    _, _, bare = ubl(SALE).partition(b"?>")
    assert sniff(bare[:SNIFF_BYTES]) == XML, "a declaration may be missing"


def test_office_documents_are_no_archives() -> None:
    for name in ("[Content_Types].xml", "word/document.xml", "mimetype"):
        with pytest.raises(UnsupportedType, match="Office"):
            sniff(zipped({name: b"<a/>"})[:SNIFF_BYTES])


def bomb() -> bytes:
    names = [f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)]
    return f"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a0 'ha'>{''.join(names)}]><x>&a11;</x>".encode()


BAD_XML: dict[str, tuple[Callable[[], bytes], type[InputError], str]] = {
    "bomb": (bomb, UnsafeXml, "entities"),
    "file of ours": (
        lambda: b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><Invoice>&a;</Invoice>",
        UnsafeXml,
        "document type",
    ),
    "nested without end": (lambda: b"<a>" * 100_000, UnsafeXml, "nested"),
    "50 MB": (lambda: b"<Invoice>" + b"x" * 50_000_000 + b"</Invoice>", FileTooLarge, "at most 10 MB"),
    "too many elements": (lambda: b"<Invoice>" + b"<a/>" * 250_000 + b"</Invoice>", FileTooLarge, "elements"),
    "too many lines": (
        lambda: ubl(Sale(goods=[Goods(name="x", quantity="1", price="1")] * (MAX_LINES + 1))),
        UnreadableDocument,
        "5001 lines",
    ),
    "half": (lambda: ubl(SALE)[:3000], UnreadableDocument, "damaged"),
    "unknown encoding": (lambda: b"<?xml version='1.0' encoding='nobody'?><a/>", UnreadableDocument, "damaged"),
    "not a figure": (lambda: ubl(Sale(given={"gross": "1.234,56"})), UnreadableDocument, "1.234,56"),
    "endless figure": (lambda: ubl(Sale(given={"gross": "1e999999999"})), UnreadableDocument, "1e999999999"),
    "another XML": (lambda: b"<?xml version='1.0'?><feed/>", NoEInvoice, "UBL or CII"),
    "an order": (lambda: ubl(SALE).replace(b"Invoice", b"Order"), NoEInvoice, "UBL or CII"),
    "a signature": (lambda: SIGNATURE, NoEInvoice, "UBL or CII"),
}


@pytest.mark.parametrize("name", BAD_XML)
def test_a_bad_xml_is_refused_with_its_own_error(name: str) -> None:
    data, kind, words = BAD_XML[name]
    with pytest.raises(kind, match=words) as refused:
        read_e_invoice(data())
    assert not refused.value.retryable


def test_the_zip_of_spv_gives_its_invoice() -> None:
    assert read_e_invoice(invoice_in_zip(spv_zip(SALE))) == read_e_invoice(ubl(SALE))
    renamed = zipped({"signature.dat": SIGNATURE, "x": ubl(SALE), "__MACOSX/._x": b"\x00\x05"})
    assert read_e_invoice(invoice_in_zip(renamed)).number == SALE.number, "content decides, and not the name"


def locked_zip() -> bytes:
    data = bytearray(spv_zip(SALE))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


BAD_ZIP: dict[str, tuple[Callable[[], bytes], type[InputError], str]] = {
    "two invoices": (
        lambda: zipped({"1.xml": ubl(SALE), "2.xml": cii(SALE)}),
        SeveralDocuments,
        r"2 invoices \(1\.xml, 2\.xml\)\. Unpack it",
    ),
    "a picture beside it": (
        lambda: zipped({"1.xml": ubl(SALE), "in/scan.jpg": b"\xff\xd8\xff"}),
        SeveralDocuments,
        r"other files beside the invoice \(scan\.jpg\)\. Unpack it",
    ),
    "pictures alone": (lambda: zipped({"scan.jpg": b"\xff\xd8\xff"}), NoEInvoice, r"It holds scan\.jpg\. Unpack it"),
    "a signature alone": (lambda: zipped({"semnatura_1.xml": SIGNATURE}), NoEInvoice, "no invoice"),
    "a message of errors": (lambda: zipped({"1.xml": b"<header/>"}), NoEInvoice, r"It holds 1\.xml"),
    "many files": (lambda: zipped({f"{n}.txt": b"x" for n in range(30)}), SeveralDocuments, "30 files"),
    "office": (lambda: zipped({"a.xml": b"<a/>", "[Content_Types].xml": b"<a/>"}), NoEInvoice, "Office"),
    "zip bomb": (lambda: zipped({"1.xml": b"<a>" + b" " * 200_000_000}), FileTooLarge, "unpacks to more than 10 MB"),
    "bomb of several": (
        lambda: zipped({f"{n}.xml": b"<a>" + b" " * 9_000_000 for n in range(9)}),
        FileTooLarge,
        "unpacks to more",
    ),
    "an XML bomb": (lambda: zipped({"1.xml": bomb()}), UnsafeXml, "entities"),
    "half": (lambda: spv_zip(SALE)[:800], UnreadableDocument, "ZIP is damaged"),
    "locked": (locked_zip, EncryptedDocument, "password"),
}


@pytest.mark.parametrize("name", BAD_ZIP)
def test_a_bad_zip_is_refused_with_its_own_error(name: str) -> None:
    data, kind, words = BAD_ZIP[name]
    with pytest.raises(kind, match=words) as refused:
        invoice_in_zip(data())
    assert not refused.value.retryable


def in_pdf(tmp_path: Path, **files: bytes) -> FoundInvoice | None:
    path = tmp_path / "a.pdf"
    path.write_bytes(with_embedded(picture_of(["Invoice"]), files))
    with PdfFile(path, LIMITS) as pdf:
        return embedded_invoice(pdf)


def test_a_pdf_gives_the_invoice_that_it_carries(tmp_path: Path) -> None:
    found = in_pdf(tmp_path, terms=b"no XML", logo=b"<svg/>", anything=cii(SALE), copy=cii(SALE))
    assert found is not None
    assert found.invoice == read_e_invoice(cii(SALE))
    assert found.places is None
    assert in_pdf(tmp_path, terms=b"no XML", logo=b"<svg/>") is None


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"a": cii(SALE)[:3000]}, "damaged"),
        ({"a": bomb()}, "entities"),
        ({"a": cii(SALE), "b": cii(Sale())}, "2 different e-invoices"),
    ],
)
def test_a_pdf_says_why_its_invoice_cannot_be_used(tmp_path: Path, files: dict[str, bytes], words: str) -> None:
    found = in_pdf(tmp_path, **files)
    assert found is not None
    assert found.invoice is None
    assert words in found.problem


def opened(tmp_path: Path, sale: Sale) -> EInvoiceFile:
    path = tmp_path / "a.xml"
    path.write_bytes(ubl(sale))
    return EInvoiceFile(path, XML, LIMITS)


def test_an_xml_is_a_page_that_can_be_read(tmp_path: Path) -> None:
    file = opened(tmp_path, SALE)
    assert len(file) == 1
    printed = {each.name: each for each in file.print_on(0)}
    assert printed["total"].text == f"{Decimal(SALE.totals['gross']):.2f}"
    assert printed["vendor_name"].text == "Moara Nouă SRL"
    picture = file.picture(0)
    assert (picture.mode, picture.size) == ("RGB", (1240, 1754))
    x0, y0, x1, y1 = map(round, printed["total"].box)
    assert picture.crop((x0, y0, x1, y1)).convert("L").getextrema()[0] == 0, "it is printed where it says"
    assert picture.crop((x1 + 4, y0, 1240, y1)).convert("L").getextrema()[0] == 255
    assert file.found.places is not None
    page, box = file.found.places["total"]
    assert page == 1
    assert box[0] == pytest.approx(printed["total"].box[0] / 1240)


def test_a_long_invoice_goes_on_on_further_pages(tmp_path: Path) -> None:
    many = [Goods(name=f"Produsul {number} " + "lung " * 30, quantity="1", price="1") for number in range(100)]
    file = opened(tmp_path, Sale(goods=many))
    assert len(file) > 5
    texts = [each.text for index in range(len(file)) for each in file.print_on(index)]
    assert {f"{number}" for number in range(1, 101)} <= set(texts)
    assert all(
        each.box[3] <= 1754 and each.box[2] <= 1240 for index in range(len(file)) for each in file.print_on(index)
    )
    pages = [(file.found.places or {})[f"items.{number}"][0] for number in range(100)]
    assert pages == sorted(pages)


def test_a_word_without_blanks_stays_on_the_page(tmp_path: Path) -> None:
    file = opened(tmp_path, Sale(goods=[Goods(name="W" * 400, quantity="1", price="1")]))
    assert all(each.box[2] <= 1240 for each in file.print_on(0))
    assert sum(each.text.count("W") for each in file.print_on(0)) == 400
