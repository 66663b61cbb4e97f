"""What has been read goes its way: found by month, vendor and amount, opened with a click, confirmed, added up, exported."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import prefer_english
from tests.browser.receipts import pdf_receipt, receipt_rows
from tests.browser.test_correcting import confirm, read
from tests.browser.visitor import WAIT_MS
from tests.web.conftest import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Locator

    from tests.browser.visitor import Visitor

    Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, engine: str) -> Iterator[str]:
    """The address of a desk that keeps what nobody confirms for two hours."""
    folder = tmp_path_factory.mktemp("documents")
    with serving(
        folder,
        OCR_WORKER_AUTOSTART="1",
        OCR_WORKER_PROCESSES="1",
        OCR_DEFAULT_ENGINE=engine,
        OCR_JOB_EXPIRY_HOURS="2",
    ) as url:
        prefer_english(folder)
        yield url


def rows(number: int, *, vendor: str = "MAGAZIN TEST SRL", date: str = "14-03-2026") -> list[str]:
    """Return a receipt of 20,00 of a vendor and a day."""
    told = receipt_rows(number)
    return [vendor, *(row.replace("14-03-2026", date) for row in told[1:])]


def state(visitor: Visitor, name: str) -> Locator:
    return visitor.page.locator(".st-key-documents_states").get_by_role("button", name=name)


def open_row(visitor: Visitor, row: int = 1) -> None:
    """Click into a row beside its tick, once the table takes clicks."""
    table = visitor.page.get_by_test_id("stDataFrame")
    expect(table.locator("[role=row]")).not_to_have_count(0)
    visitor.settled()
    table.click(position={"x": 200, "y": 19 + 33 * row})


def save(visitor: Visitor, kind: str, **fields: str) -> tuple[str, bytes]:
    """Save what the page offers in a format, and return the file's name and content."""
    page = visitor.page
    page.locator(".st-key-documents_export").get_by_role("button", name="Export", exact=True).click()
    page.get_by_role("combobox", name="Export as").click()
    page.get_by_role("option", name=kind).click()
    for name, value in fields.items():
        page.get_by_role("textbox", name=name.replace("_", " ")).fill(value)
        page.keyboard.press("Tab")
        visitor.settled()
    with page.expect_download(timeout=WAIT_MS) as download:
        page.get_by_role("button", name="Save the file").click()
    page.keyboard.press("Escape")
    return download.value.suggested_filename, download.value.path().read_bytes()


def test_a_document_goes_from_to_review_to_exported(visit: Visit, address: str) -> None:
    read(address, *((f"drum-{number}.pdf", pdf_receipt(rows(number, vendor="DRUM SRL"))) for number in (1, 2)))
    visitor = visit(address, "/documents?vendor=DRUM+SRL")
    expect(state(visitor, "To review")).to_contain_text("2")
    expect(visitor.page.get_by_text(re.compile("2 documents are deleted within 3 hours, the first at"))).to_be_visible()
    expect(visitor.page.locator(".st-key-documents_sums")).to_contain_text("21 %")
    expect(visitor.page.locator(".st-key-documents_sums")).to_contain_text("40,00")
    visitor.picture("documents-to-review")
    open_row(visitor)
    expect(visitor.page).to_have_url(re.compile(r"/result\?job="))
    confirm(visitor)
    expect(visitor.page.get_by_text("drum-2.pdf is confirmed.")).to_be_visible()
    visitor.go("/documents?vendor=DRUM+SRL&state=confirmed")
    expect(state(visitor, "To review")).to_contain_text("1")
    expect(state(visitor, "Ready")).to_contain_text("1")
    _, data = save(visitor, "CSV, one row a document")
    (row,) = csv.DictReader(data.decode("utf-8-sig").splitlines(), delimiter=";")
    assert (row["Vendor"], row["Total"], row["Base 21%"], row["VAT 21%"]) == ("DRUM SRL", "20,00", "16,53", "3,47")
    expect(state(visitor, "Exported")).to_contain_text("1")
    expect(visitor.page.get_by_text("No document matches these filters.")).to_be_visible()
    state(visitor, "Exported").click()
    expect(visitor.page).to_have_url(re.compile("state=exported"))
    expect(visitor.page.get_by_test_id("stDataFrame")).to_be_visible()


def test_documents_are_found_by_month_and_amount_and_the_ticked_ones_added_up(visit: Visit, address: str) -> None:
    read(
        address,
        ("aprilie.pdf", pdf_receipt(rows(11, vendor="APRILIE SRL", date="02-04-2026"))),
        ("mai-1.pdf", pdf_receipt(rows(12, vendor="MAI SRL", date="03-05-2026"))),
        ("mai-2.pdf", pdf_receipt(rows(13, vendor="MAI SRL", date="04-05-2026"))),
    )
    visitor = visit(address, "/documents")
    visitor.page.get_by_role("combobox", name="Month").click()
    visitor.page.get_by_role("option", name="May 2026").click()
    expect(visitor.page.get_by_text("Sums of the 2 documents that match")).to_be_visible()
    visitor.tick()
    expect(visitor.page.get_by_text("Sum of the ticked document")).to_be_visible()
    expect(visitor.page.locator(".st-key-documents_sums")).to_contain_text("20,00")
    visitor.picture("documents-ticked")
    visitor.go("/documents?q=aprilie+20,00")
    expect(visitor.page.get_by_text("Sum of the document that matches")).to_be_visible()
    visitor.go("/documents?q=20,01")
    expect(visitor.page.get_by_text("No document matches these filters.")).to_be_visible()
    visitor.page.get_by_role("button", name="Clear the filters").click()
    expect(visitor.page.get_by_test_id("stDataFrame")).to_be_visible()
    expect(visitor.page.get_by_role("textbox", name="Search")).to_have_value("")


def test_saga_gets_what_is_ready_under_the_name_that_it_asks_for(visit: Visit, address: str) -> None:
    read(address, ("saga.pdf", pdf_receipt(rows(21, vendor="SAGA TEST SRL"))))
    visitor = visit(address, "/documents?q=saga.pdf")
    visitor.page.get_by_role("button", name="Review", exact=True).click()
    confirm(visitor)
    expect(visitor.page.get_by_text("saga.pdf is confirmed.")).to_be_visible()
    visitor.go("/documents?q=saga.pdf&state=confirmed")
    name, data = save(visitor, "SAGA, import of purchases (XML)", Tax_id_of_your_company="RO9999")
    assert re.fullmatch(r"F_RO9999_\d{8}_\d\d-\d\d-\d{4}\.xml", name)
    (invoice,) = ET.fromstring(data).findall("Factura")
    assert (invoice.findtext("Antet/FacturaNumar"), invoice.findtext("Antet/ClientCIF")) == ("21", "RO9999")
    expect(state(visitor, "Exported")).to_contain_text("1")
