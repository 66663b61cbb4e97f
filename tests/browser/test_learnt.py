"""What confirmed documents teach, in a real browser: put right and undone with a click, forgotten, and the same document told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
from playwright.sync_api import expect

from tests.browser.receipts import pdf_receipt, receipt_rows
from tests.browser.test_correcting import confirm, field, read

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visitor import Visitor

    Visit = Callable[..., Visitor]


def worn_receipt(number: int) -> bytes:
    """Return a receipt whose vendor's name was printed badly."""
    return pdf_receipt(["MAGAZLN TESI SRL", *receipt_rows(number)[1:]])


def test_a_known_supplier_s_name_is_put_right_undone_and_forgotten(visit: Visit, address: str) -> None:
    (first,) = read(address, ("bun.pdf", pdf_receipt(receipt_rows(1))))
    visitor = visit(address, f"/result?job={first}")
    expect(field(visitor, "vendor_name")).to_have_value("MAGAZIN TEST SRL")
    confirm(visitor)
    expect(visitor.page.get_by_text("bun.pdf is confirmed.")).to_be_visible()

    (worn,) = read(address, ("sters.pdf", worn_receipt(2)))
    stored = httpx.get(f"{address}/api/v1/jobs/{worn}/result").json()["fields"]["vendor_name"]
    assert (stored["value"], stored["learnt"], stored["read"]) == ("MAGAZIN TEST SRL", True, "MAGAZLN TESI SRL")
    visitor.go(f"/result?job={worn}")
    expect(field(visitor, "vendor_name")).to_have_value("MAGAZIN TEST SRL")
    expect(visitor.page.get_by_text("Known from the tax id; read as “MAGAZLN TESI SRL”.")).to_be_visible()
    visitor.picture("result-learnt")
    visitor.page.locator(".st-key-learnt_undo").get_by_role("button").click()
    expect(field(visitor, "vendor_name")).to_have_value("MAGAZLN TESI SRL")
    expect(visitor.page.locator(".st-key-fields_learnt")).to_have_count(0)

    visitor.go("/settings")
    table = visitor.page.get_by_test_id("stDataFrame").first
    expect(visitor.page.get_by_text("What the desk has learnt")).to_be_visible()
    expect(table.locator("[role=row]")).not_to_have_count(0)
    visitor.picture("settings-learnt")
    table.click(position={"x": 16, "y": 52})
    visitor.page.locator(".st-key-forget_suppliers").get_by_role("button").click()
    expect(visitor.page.get_by_text("Nothing yet: confirm a document with a tax id.")).to_be_visible()
    (after,) = read(address, ("uitat.pdf", worn_receipt(3)))
    stored = httpx.get(f"{address}/api/v1/jobs/{after}/result").json()["fields"]["vendor_name"]
    assert (stored["value"], "learnt" in stored) == ("MAGAZLN TESI SRL", False)


def test_the_same_document_again_is_told_before_it_is_confirmed(visit: Visit, address: str) -> None:
    (first,) = read(address, ("bon.pdf", pdf_receipt(receipt_rows(7))))
    (again,) = read(address, ("alta poza.pdf", pdf_receipt([*receipt_rows(7), "VA MULTUMIM"])))
    assert httpx.get(f"{address}/api/v1/jobs/{again}").json()["same_document_as"] == first
    visitor = visit(address, f"/result?job={again}")
    told = visitor.page.locator(".st-key-fields_same")
    expect(told).to_contain_text("The same document is here already")
    expect(told).to_contain_text("bon.pdf")
    visitor.picture("result-same-document")
    told.get_by_role("link").click()
    expect(visitor.page.get_by_role("heading", name="bon.pdf")).to_be_visible()
