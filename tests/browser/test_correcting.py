"""Fields are corrected beside the picture and confirmed in a row, in a real browser on a real server."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from playwright.sync_api import expect

from ocrcore.extraction.derived import without_derived
from tests.browser.receipts import invoice_pages, pdf_document, pdf_receipt, receipt_rows
from tests.browser.visitor import WAIT_MS, until

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator

    from tests.browser.visitor import Visitor

    Visit = Callable[..., Visitor]


def read(address: str, *documents: tuple[str, bytes]) -> list[str]:
    """Put documents into the queue, wait until they have been read, and return their ids."""
    ids = [httpx.post(f"{address}/api/v1/jobs", files={"file": each}, timeout=60).json()["id"] for each in documents]
    until(lambda: {status(address, job_id) for job_id in ids} == {"completed"}, "all documents read")
    return ids


def status(address: str, job_id: str) -> str:
    return str(httpx.get(f"{address}/api/v1/jobs/{job_id}", timeout=60).json()["status"])


def accuracy(address: str) -> dict[str, Any]:
    """Return what the metrics say of the fields that people left unchanged, over all engines."""
    engines = httpx.get(f"{address}/api/v1/metrics", timeout=60).json()["engines"]
    (found,) = [each["accuracy"] for each in engines.values() if each["accuracy"]] or [{"n": 0, "fields": 0, "mean": 0}]
    return dict(found)


def field(visitor: Visitor, name: str) -> Locator:
    return visitor.page.locator(f".desk-field[data-field={name}] > input")


def lit(visitor: Visitor, name: str) -> Locator:
    """Return the box that is lit up on the picture, when it is this field's."""
    return visitor.page.locator(f".desk-sheet rect.lit[data-box={name}]")


def act(visitor: Visitor, does: str) -> Locator:
    """Return a button of the form's bar."""
    return visitor.page.locator(f".desk-bar [data-act={does}]")


def confirm(visitor: Visitor) -> None:
    act(visitor, "confirm").click()


def saved(visitor: Visitor, kind: str) -> bytes:
    """Save the document on the page in one of the formats of its menu."""
    visitor.page.locator(".st-key-result_export").get_by_role("button").click()
    with visitor.page.expect_download(timeout=WAIT_MS) as download:
        visitor.page.locator(f".st-key-result_export_{kind}").get_by_role("button").click()
    visitor.page.keyboard.press("Escape")
    return download.value.path().read_bytes()


def test_a_field_is_corrected_confirmed_exported_and_counted(visit: Visit, address: str) -> None:
    (job_id,) = read(address, ("gresit.pdf", pdf_receipt(receipt_rows(1, total="21,50"))))
    before = accuracy(address)
    visitor = visit(address, f"/result?job={job_id}")
    sentence = "Items add up to 20,00, the total says 21,50."
    expect(visitor.page.locator(".desk-bar").get_by_text(sentence)).to_be_in_viewport()
    expect(visitor.page.locator(".desk-field[data-field=total]").get_by_text(sentence)).to_be_visible()
    expect(field(visitor, "total")).to_have_value("21,50")
    visitor.picture("result-to-correct")

    field(visitor, "date").fill("14 Marte")
    field(visitor, "total").fill("20.00")
    confirm(visitor)
    expect(visitor.page.get_by_text("“14 Marte” is not a date. Write it like 14.03.2025.")).to_be_visible()
    expect(field(visitor, "total")).to_have_value("20.00")
    field(visitor, "date").fill("15-03-2026")
    act(visitor, "save").click()
    expect(visitor.page.get_by_text("Corrected; printed as “21,50”.")).to_be_visible()
    expect(field(visitor, "total")).to_have_value("20,00")
    expect(field(visitor, "date")).to_have_value("15.03.2026")
    expect(visitor.page.get_by_text("Items add up to")).to_have_count(0)
    visitor.picture("result-corrected")
    confirm(visitor)
    expect(visitor.page.get_by_text("gresit.pdf is confirmed.")).to_be_visible()
    visitor.go(f"/result?job={job_id}")
    expect(visitor.page.get_by_text("Confirmed,")).to_be_visible()
    visitor.picture("result-confirmed")

    (row,) = csv.DictReader(saved(visitor, "csv").decode("utf-8-sig").splitlines())
    assert (row["Total"], row["Date"], row["Corrected"]) == ("20.00", "2026-03-15", "date, total")
    assert row["Confirmed at"]
    (tree,) = json.loads(saved(visitor, "json"))
    assert tree["result"]["fields"]["total"]["value"] == "20.00"
    assert tree["corrections"]["total"]["raw"]["value"] == "21.50"
    job = httpx.get(f"{address}/api/v1/jobs/{job_id}").json()
    assert job["review_state"] == "exported", "the menu's file counts as an export"
    raw = httpx.get(f"{address}/api/v1/jobs/{job_id}/result").json()
    assert raw["fields"]["total"]["value"] == "21.50", "the reading stays as it was"
    after = accuracy(address)
    fields = after["fields"] - before["fields"]
    assert after["n"] - before["n"] == 1
    assert fields == len(without_derived(raw["fields"]))
    unchanged = after["mean"] * after["fields"] - before["mean"] * before["fields"]
    assert round(unchanged) == fields - 2
    visitor.go("/metrics")
    expect(visitor.page.get_by_test_id("stDataFrame").first).to_be_visible()


def test_a_change_against_a_check_is_told_before_it_is_confirmed(visit: Visit, address: str) -> None:
    (job_id,) = read(address, ("bun.pdf", pdf_receipt(receipt_rows(2))))
    visitor = visit(address, f"/result?job={job_id}")
    field(visitor, "vendor_tax_id").fill("12345675")
    field(visitor, "vendor_tax_id").press("Enter")
    warning = visitor.page.locator(".desk-warning")
    expect(warning).to_contain_text("The control digit of the vendor's tax id 12345675 is wrong.")
    expect(visitor.page.get_by_text("Confirm once more if it is right all the same.")).to_be_visible()
    visitor.picture("result-warning")
    field(visitor, "vendor_tax_id").press("Enter")
    expect(visitor.page.get_by_text("Confirm once more")).to_have_count(0)
    visitor.go(f"/result?job={job_id}")
    expect(visitor.page.get_by_text("Confirmed,")).to_be_visible()
    act(visitor, "restore").click()
    expect(field(visitor, "vendor_tax_id")).to_have_value("12345674")
    expect(visitor.page.get_by_text("Confirmed,")).to_have_count(0)


def test_a_field_lights_up_its_box_enlarged_and_a_box_leads_to_its_field(visit: Visit, address: str) -> None:
    (job_id,) = read(address, ("lumini.pdf", pdf_receipt(receipt_rows(3))))
    visitor = visit(address, f"/result?job={job_id}")
    view = visitor.page.locator(".desk-view")
    expect(field(visitor, "vendor_name")).to_be_focused()
    visitor.page.keyboard.press("Tab")
    expect(field(visitor, "vendor_tax_id")).to_be_focused()
    expect(lit(visitor, "vendor_tax_id")).to_have_count(1)
    expect(lit(visitor, "vendor_name")).to_have_count(0)
    expect(lit(visitor, "vendor_tax_id")).to_be_in_viewport()
    assert float(view.get_attribute("data-scale") or 0) > 1
    visitor.picture("result-lit")
    visitor.page.keyboard.press("Alt+0")
    expect(view).to_have_attribute("data-scale", "1.00")
    visitor.page.locator(".desk-sheet rect[data-box=document_number]").click(modifiers=["Alt"], force=True)
    expect(field(visitor, "document_number")).to_be_focused()
    expect(lit(visitor, "document_number")).to_have_count(1)


def test_the_picture_turns_to_the_page_of_a_chosen_field_and_a_row_lights_its_own_box(
    visit: Visit, address: str
) -> None:
    (job_id,) = read(address, ("doua-pagini.pdf", pdf_document(invoice_pages(6))))
    visitor = visit(address, f"/result?job={job_id}")
    page, number = visitor.page, visitor.page.locator(".desk-page")
    expect(number).to_have_text("1 / 2")
    field(visitor, "total").click()
    expect(number).to_have_text("2 / 2")
    expect(lit(visitor, "total")).to_have_count(1)
    expect(field(visitor, "total")).to_be_focused()
    visitor.picture("result-turned")

    rows = page.locator(".desk-list[data-field=items] tbody tr")
    expect(rows).to_have_count(3)
    rows.nth(0).get_by_role("textbox").first.focus()
    expect(number).to_have_text("1 / 2")
    light = page.locator(".desk-sheet rect.lit")
    expect(light).to_have_count(1)
    above = float(light.get_attribute("y") or 0)
    page.keyboard.press("ArrowDown")
    expect(light).not_to_have_attribute("y", str(above))
    assert float(light.get_attribute("y") or 0) > above
    visitor.picture("result-row-lit")
    page.keyboard.press("ArrowDown")
    expect(number).to_have_text("2 / 2")


def test_items_are_corrected_added_split_and_taken_out_with_the_keyboard(visit: Visit, address: str) -> None:
    (job_id,) = read(address, ("articole.pdf", pdf_receipt(receipt_rows(4))))
    visitor = visit(address, f"/result?job={job_id}")
    page = visitor.page
    rows = page.locator(".desk-list[data-field=items] tbody tr")
    first = rows.nth(0).get_by_role("textbox", name="Description, row 1")
    first.fill("Pâine albă")
    for _ in "albă":
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Alt+s")
    expect(rows).to_have_count(3)
    expect(first).to_have_value("Pâine")
    expect(page.get_by_role("textbox", name="Description, row 2")).to_have_value("albă")
    page.keyboard.press("Alt+Delete")
    expect(rows).to_have_count(2)
    first.fill("Pâine albă")
    page.keyboard.press("Alt+Enter")
    expect(rows).to_have_count(3)
    page.keyboard.type("SGR")
    page.keyboard.press("Alt+Delete")
    expect(rows).to_have_count(2)
    visitor.picture("result-items")
    act(visitor, "save").click()
    expect(act(visitor, "restore")).to_be_visible()
    (tree,) = json.loads(saved(visitor, "json"))
    first_row, second = tree["result"]["fields"]["items"]
    assert (first_row["description"], first_row["amount"], first_row["corrected"]) == ("Pâine albă", "11.98", True)
    assert (second["description"], "corrected" in second) == ("LAPTE 1L", False)
    assert tree["corrections"]["items"]["raw"][0]["description"] == "PAINE ALBA"


@pytest.mark.parametrize("width", [1600, 390])
def test_twenty_documents_are_confirmed_in_a_row_with_the_keyboard(visit: Visit, address: str, width: int) -> None:
    ids = read(address, *((f"rand-{width}-{n:02d}.pdf", pdf_receipt(receipt_rows(width * 100 + n))) for n in range(20)))
    before = accuracy(address)["n"]
    visitor = visit(address, f"/result?job={ids[-1]}", width=width)
    heading = visitor.page.locator("h3").first
    expect(visitor.page.locator(".st-key-correction_form input:focus")).to_have_count(1)
    seen = []
    for number in range(19, -1, -1):
        expect(heading).to_have_text(f"rand-{width}-{number:02d}.pdf")
        expect(field(visitor, "document_number")).to_have_value(str(width * 100 + number))
        expect(visitor.page.locator(".st-key-correction_form input:focus")).to_have_count(1)
        seen.append(visitor.page.url)
        if number == 10:
            visitor.picture(f"twenty-in-a-row-{width}")
        visitor.page.keyboard.press("Enter")
    assert len(set(seen)) == 20
    until(lambda: accuracy(address)["n"] - before == 20, "twenty confirmations")
    visitor.go(f"/result?job={ids[0]}")
    expect(visitor.page.get_by_text(re.compile("Confirmed,"))).to_be_visible()


def test_the_form_speaks_romanian(visit: Visit, address: str) -> None:
    (job_id,) = read(address, ("romana.pdf", pdf_receipt(receipt_rows(5, total="21,50"))))
    visitor = visit(address, "/settings")
    visitor.page.get_by_role("combobox", name="Language of the pages").click()
    visitor.page.get_by_role("option", name="Română", exact=True).click()
    visitor.page.get_by_role("button", name="Save").click()
    expect(visitor.page.get_by_role("heading", name="Setări")).to_be_visible()
    visitor.go(f"/result?job={job_id}")
    expect(
        visitor.page.locator(".desk-bar").get_by_text("Articolele însumează 20,00, totalul spune 21,50.")
    ).to_be_visible()
    expect(visitor.page.get_by_label("Cod fiscal", exact=True)).to_have_value("12345674")
    visitor.picture("result-romanian")
    visitor.go("/settings")
    visitor.page.get_by_role("combobox", name="Limba paginilor").click()
    visitor.page.get_by_role("option", name="English", exact=True).click()
    visitor.page.get_by_role("button", name="Salvează").click()
    expect(visitor.page.get_by_role("heading", name="Settings")).to_be_visible()
