"""An e-invoice at the desk: accepted as XML, shown as a page, its exact figures in the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.test_journeys import read_one
from tests.documents.made_e_invoices import Sale, cii, ubl, zipped

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visitor import Visitor

    Visit = Callable[..., Visitor]


def test_an_e_invoice_is_read_from_its_xml_and_shown_as_a_page(visit: Visit, address: str) -> None:
    visitor = visit(address)
    expect(visitor.page.get_by_text("e-invoices (XML, ZIP)")).to_be_visible()
    sale = Sale(seller="Moara <b>Nouă</b> SRL", given={"payable": "400.00"})
    visitor.upload(("two.zip", zipped({"1.xml": ubl(sale), "2.xml": cii(sale)})))
    expect(visitor.notice("two.zip")).to_contain_text("The ZIP holds 2 invoices (1.xml, 2.xml). Unpack it")
    read_one(visitor, "4213456789.xml", ubl(sale))
    page = visitor.page
    expect(page.get_by_role("textbox", name="Total", exact=True)).to_have_value("412,71")
    expect(page.get_by_role("textbox", name="Vendor", exact=True)).to_have_value("Moara <b>Nouă</b> SRL")
    expect(
        page.locator(".desk-bar").get_by_text("makes 412,71, the amount to be paid is 400,00 (BR-CO-16)")
    ).to_be_visible()
    visitor.picture("e-invoice")
    page.get_by_role("tab", name="Text").click()
    expect(page.get_by_test_id("stCode")).to_contain_text("Total cu TVA 412.71")
    page.get_by_role("tab", name="Details").click()
    expect(page.get_by_text("The fields come from the e-invoice's XML.")).to_be_visible()
