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
    return visitor.page.locator(f".st-key-field_{name} input")


def marks(visitor: Visitor, name: str) -> Locator:
    """Return a field's boxes on the picture; Streamlit keeps a page's last picture for a while, unseen."""
    return visitor.page.locator(f".stElementContainer:not([data-retained]) .field_{name}_marks path")


def confirm(visitor: Visitor) -> None:
    visitor.page.locator(".st-key-fields_confirm").get_by_role("button").click()


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
    expect(visitor.page.get_by_text("Items add up to 20,00, the total says 21,50.")).to_be_visible()
    expect(field(visitor, "total")).to_have_value("21,50")
    visitor.picture("result-to-correct")

    field(visitor, "date").fill("14 Marte")
    field(visitor, "total").fill("20.00")
    confirm(visitor)
    expect(visitor.page.get_by_text("“14 Marte” is not a date. Write it like 14.03.2025.")).to_be_visible()
    expect(field(visitor, "total")).to_have_value("20.00")
    field(visitor, "date").fill("15-03-2026")
    visitor.page.locator(".st-key-fields_save").get_by_role("button").click()
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
    warning = visitor.page.get_by_text("The control digit of the vendor's tax id 12345675 is wrong.")
    expect(warning).to_be_visible()
    expect(visitor.page.get_by_text("Confirm once more if it is right all the same.")).to_be_visible()
    visitor.picture("result-warning")
    field(visitor, "vendor_tax_id").press("Enter")
    expect(visitor.page.get_by_text("Confirm once more")).to_have_count(0)
    visitor.go(f"/result?job={job_id}")
    expect(visitor.page.get_by_text("Confirmed,")).to_be_visible()
    visitor.page.locator(".st-key-fields_restore").get_by_role("button").click()
    expect(field(visitor, "vendor_tax_id")).to_have_value("12345674")
    expect(visitor.page.get_by_text("Confirmed,")).to_have_count(0)


def test_a_field_lights_up_its_box_and_a_box_leads_to_its_field(visit: Visit, address: str) -> None:
    (job_id,) = read(address, ("lumini.pdf", pdf_receipt(receipt_rows(3))))
    visitor = visit(address, f"/result?job={job_id}")
    expect(visitor.page.locator(".st-key-page_frame svg image")).to_be_visible()
    light = marks(visitor, "vendor_tax_id")
    expect(light).to_have_css("opacity", "0")
    field(visitor, "vendor_name").focus()
    visitor.page.keyboard.press("Tab")
    expect(field(visitor, "vendor_tax_id")).to_be_focused()
    expect(light).to_have_css("opacity", "1")
    visitor.picture("result-lit")
    visitor.page.locator(".st-key-page_frame svg .mark-rect path[aria-label*='Total:']").first.click()
    expect(field(visitor, "total")).to_be_focused()
    expect(light).to_have_css("opacity", "0")
    expect(marks(visitor, "total")).to_have_css("opacity", "1")


def test_the_picture_turns_to_the_page_of_a_chosen_field_and_a_row_lights_its_own_box(
    visit: Visit, address: str
) -> None:
    (job_id,) = read(address, ("doua-pagini.pdf", pdf_document(invoice_pages(6))))
    visitor = visit(address, f"/result?job={job_id}")
    page = visitor.page
    expect(page.locator(".st-key-page_frame svg image")).to_be_visible()
    expect(marks(visitor, "vendor_name")).to_have_count(1)
    expect(marks(visitor, "total")).to_have_count(0)

    field(visitor, "total").click()
    light = marks(visitor, "total")
    expect(light).to_have_css("opacity", "1")
    expect(field(visitor, "total")).to_be_focused()
    expect(page).to_have_url(re.compile("page=2"))
    visitor.picture("result-turned")
    visitor.settled()

    table = page.locator(".st-key-field_items [data-testid=stDataFrame]")
    table.scroll_into_view_if_needed()
    selected = table.locator("td[aria-selected=true]")

    def first_row_is_chosen() -> bool:
        table.click(position={"x": 90, "y": 52})
        page.wait_for_timeout(500)  # a click that meets the table while it is drawn anew is lost
        return selected.count() > 0

    until(first_row_is_chosen, "the first row to be chosen")
    rows = marks(visitor, "items")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_have_css("opacity", "1")
    expect(rows.nth(1)).to_have_css("opacity", "0")
    page.keyboard.press("ArrowDown")
    expect(rows.nth(0)).to_have_css("opacity", "0")
    expect(rows.nth(1)).to_have_css("opacity", "1")
    visitor.picture("result-row-lit")
    page.keyboard.press("ArrowDown")
    expect(rows).to_have_count(1)
    expect(rows.first).to_have_css("opacity", "1")


def test_an_item_is_corrected_in_its_table(visit: Visit, address: str) -> None:
    (job_id,) = read(address, ("articole.pdf", pdf_receipt(receipt_rows(4))))
    visitor = visit(address, f"/result?job={job_id}")
    table = visitor.page.locator(".st-key-field_items [data-testid=stDataFrame]")
    expect(visitor.page.locator(".st-key-correction_form input:focus")).to_have_count(1)
    table.scroll_into_view_if_needed()
    expect(table.locator("canvas").first).to_be_visible()
    save = visitor.page.locator(".st-key-fields_save").get_by_role("button")
    table.click(position={"x": 90, "y": 52})
    visitor.page.keyboard.press("Enter")
    visitor.page.locator("#portal textarea").fill("Pâine albă")
    visitor.picture("result-items")
    place = save.bounding_box()
    assert place is not None
    # Straight from the cell that is still being edited, as fast as a mouse can be.
    visitor.page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    expect(visitor.page.locator(".st-key-fields_restore").get_by_role("button").first).to_be_visible()
    (tree,) = json.loads(saved(visitor, "json"))
    first, second = tree["result"]["fields"]["items"]
    assert (first["description"], first["amount"], first["corrected"]) == ("Pâine albă", "11.98", True)
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
    expect(visitor.page.get_by_text("Articolele însumează 20,00, totalul spune 21,50.")).to_be_visible()
    expect(visitor.page.get_by_label("Cod fiscal", exact=True)).to_have_value("12345674")
    visitor.picture("result-romanian")
    visitor.go("/settings")
    visitor.page.get_by_role("combobox", name="Limba paginilor").click()
    visitor.page.get_by_role("option", name="English", exact=True).click()
    visitor.page.get_by_role("button", name="Salvează").click()
    expect(visitor.page.get_by_role("heading", name="Settings")).to_be_visible()
