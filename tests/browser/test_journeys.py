"""The main journeys of a person through the desk, in a real browser on a real server."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.visitor import receipt

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visitor import Visitor

    Visit = Callable[..., Visitor]

DONE = re.compile("Done")


def read_one(visitor: Visitor, name: str, data: bytes) -> str:
    """Upload a document, follow it to its result, and return the result's path."""
    visitor.upload((name, data))
    expect(visitor.row(name)).to_contain_text(DONE)
    visitor.row(name).get_by_role("link", name="Open").click()
    expect(visitor.page.get_by_role("tab", name="Text")).to_be_visible()
    visitor.settled()
    return "/" + visitor.page.url.split("/", 3)[3]


def test_a_first_visitor_tries_the_sample_and_reads_its_text(visit: Visit, address: str) -> None:
    visitor = visit(address)
    visitor.picture("first-visit")
    visitor.page.get_by_role("button", name="Try the sample receipt").click()
    row = visitor.row("sample receipt.png")
    expect(row).to_contain_text(DONE)
    visitor.picture("sample-done")
    row.get_by_role("link", name="Open").click()
    visitor.page.get_by_role("tab", name="Text").click()
    expect(visitor.page.get_by_test_id("stCode")).to_contain_text("TOTAL LEI")
    expect(visitor.page.locator(".desk-sheet img")).to_be_visible()
    visitor.page.get_by_role("combobox", name="Boxes").select_option("all")
    visitor.page.locator(".desk-sheet rect").first.hover(force=True)
    expect(visitor.page.locator(".desk-under")).to_contain_text("%")


def test_a_batch_is_accepted_refused_and_followed_to_the_end(visit: Visit, address: str) -> None:
    visitor = visit(address)
    visitor.upload(
        ("batch-1.tif", receipt(101)),
        ("batch-2.tif", receipt(102, pages=3)),
        ("notes.jpg", b"only text, whatever its name says"),
        ("empty.pdf", b""),
    )
    expect(visitor.notice("notes.jpg")).to_contain_text("Refused: This kind of file is not supported")
    expect(visitor.notice("empty.pdf")).to_contain_text("Refused: The file is empty")
    expect(visitor.row("batch-2.tif")).to_contain_text("3 pages")
    visitor.picture("batch")
    for name in ("batch-1.tif", "batch-2.tif"):
        expect(visitor.row(name)).to_contain_text(DONE)
    visitor.notice("notes.jpg").get_by_role("button").click()
    expect(visitor.page.locator("[class*=st-key-notice_]")).to_have_count(1)


def test_the_same_file_leads_to_its_result_or_is_read_again(visit: Visit, address: str) -> None:
    visitor = visit(address)
    path = read_one(visitor, "once.tif", receipt(201))
    visitor.go("/")
    visitor.upload(("twice.tif", receipt(201)))
    notice = visitor.notice("twice.tif")
    expect(notice).to_contain_text("Same file as once.tif")
    visitor.picture("duplicate")
    notice.get_by_role("button", name="Open that result").click()
    expect(visitor.page).to_have_url(re.compile(re.escape(path)))
    visitor.go("/")
    visitor.upload(("thrice.tif", receipt(201)))
    visitor.notice("thrice.tif").get_by_role("button", name="Read again").click()
    expect(visitor.page.locator("[class*=st-key-row_]").filter(has_text="once.tif")).to_have_count(2)


def test_a_reload_and_another_browser_see_the_same(visit: Visit, address: str) -> None:
    first = visit(address)
    first.upload(("kept.tif", receipt(301, pages=2)))
    expect(first.row("kept.tif")).to_be_visible()
    first.page.reload()
    expect(first.row("kept.tif")).to_be_visible()
    second = visit(address)
    expect(second.row("kept.tif")).to_contain_text(DONE)
    expect(first.row("kept.tif")).to_contain_text(DONE)


def test_markup_in_a_name_is_shown_as_it_is(visit: Visit, address: str) -> None:
    visitor = visit(address)
    name = "**a** _b_ <b>c :red[d] $e$ :smile: www.f.ro `g`.tif"
    visitor.upload((name, receipt(401)))
    row = visitor.page.locator("[class*=st-key-row_]").first
    expect(row).to_contain_text("**a** _b_ <b>c")
    shown = row.locator("p").first.inner_text().replace("\u2060", "")
    assert shown.startswith(name)
    assert row.locator("a[href*='f.ro'], b, em, code").count() == 0
    expect(row).to_contain_text(DONE)
    row.get_by_role("link", name="Open").click()
    expect(visitor.page.locator("h3").first).to_contain_text("**a** _b_ <b>c")


def test_every_page_opens_cold_by_its_address(visit: Visit, address: str) -> None:
    path = read_one(visit(address), "deep.tif", receipt(501))
    result = visit(address, path)
    expect(result.page.locator("h3").first).to_have_text("deep.tif")
    expect(visit(address, "/queue").page.get_by_text("Nothing waits, is being read or has failed.")).to_be_visible()
    expect(visit(address, "/documents").page.get_by_test_id("stDataFrame")).to_be_visible()
    expect(visit(address, "/upload").page.get_by_test_id("stFileUploader")).to_be_visible()
    missing = visit(address, "/result?job=00000000-0000-0000-0000-000000000000")
    expect(missing.page.get_by_text("There is no such document here")).to_be_visible()


def test_a_waiting_document_tells_what_to_do_and_is_cancelled(visit: Visit, quiet_address: str) -> None:
    visitor = visit(quiet_address)
    visitor.upload(("waits.tif", receipt(601)), ("waits-too.tif", receipt(602)))
    expect(visitor.row("waits-too.tif")).to_contain_text("2nd in the queue")
    expect(visitor.page.locator(".st-key-desk_status")).to_contain_text("No worker is running")
    visitor.picture("no-worker")
    visitor.go("/queue")
    expect(visitor.page.get_by_text("No worker is running. Documents wait; none is lost.")).to_be_visible()
    visitor.tick()
    cancel = visitor.page.get_by_role("button", name="Cancel", exact=True)
    expect(cancel).to_be_enabled()
    expect(visitor.page.get_by_role("heading", name="Story")).to_be_visible()
    visitor.picture("queue-selected")
    cancel.click()
    expect(visitor.page.get_by_text("1 document cancelled.")).to_be_visible()
    expect(visitor.page.get_by_test_id("stMetric").filter(has_text="Waiting")).to_contain_text("1")
    visitor.page.locator(".st-key-queue_actions").get_by_role("button", name="Open").click()
    expect(visitor.page.get_by_text("This document was cancelled before it was read.")).to_be_visible()
    visitor.page.get_by_role("button", name="Retry", exact=True).click()
    expect(visitor.page.get_by_text("waits until a worker runs")).to_be_visible()


def test_who_asks_for_something_is_shown_that_it_is_being_done_and_who_only_looks_is_not(
    visit: Visit, quiet_address: str
) -> None:
    page = visit(quiet_address).page
    asked = page.locator("html[data-desk-asked]")
    expect(asked).to_have_count(0)
    page.wait_for_function(
        "window.deskShowsWork"
    )  # Streamlit fetches what runs a page's script after the page is drawn
    page.evaluate("window.shown = []; new MutationObserver(() => window.shown.push(1))"
                  ".observe(document.documentElement, {attributes: true, attributeFilter: ['data-desk-asked']})")  # fmt: skip
    page.get_by_role("link", name="Settings").click()
    expect(page.get_by_role("heading", name="API tokens")).to_be_visible()
    expect(asked).to_have_count(0)
    assert page.evaluate("window.shown.length") >= 2  # set by the click, taken away at the end of the run
    line = """(asked) => {
        const root = document.documentElement;
        if (asked) root.dataset.deskAsked = '';
        const {content, animationName} = getComputedStyle(document.querySelector('.stApp'), '::before');
        delete root.dataset.deskAsked;
        return [content, animationName];
    }"""
    assert page.evaluate(line, True) == ['""', "desk-work"]
    assert page.evaluate(line, False)[0] == "none"
