"""What goes wrong in a browser on a page of Streamlit alone, and not with what mends it.

A test that fails because nothing goes wrong any more tells that a patch may go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.visitor import Visitor

    Visit = Callable[..., Visitor]

TRIES = 12
"""Faults of timing need not happen each time."""


def said(page: Page, name: str, number: int, *, busy_ms: int) -> bool:
    """Let something be said in passing to a browser that is busy; tell whether it was ever seen."""
    expect(page.get_by_test_id("stToast")).to_have_count(0)  # while one is shown, the next is not
    page.evaluate("""(text) => {
        window.deskSaw = false;
        const shows = (toast) => toast.innerText.includes(text);
        const look = () => { window.deskSaw ||= [...document.querySelectorAll('[data-testid=stToast]')].some(shows); };
        new MutationObserver(look).observe(document.body, {childList: true, subtree: true, characterData: true});
    }""", f"{name} {number}")  # fmt: skip
    page.get_by_role("button", name=f"Say {name}").evaluate("""(button, ms) => {
        button.click();
        setTimeout(() => { for (const end = performance.now() + ms; performance.now() < end;); }, 5);
    }""", busy_ms)  # fmt: skip
    expect(page.get_by_text(f"{name} said {number} times")).to_be_visible()
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible()
    return bool(page.evaluate("window.deskSaw"))


def test_a_toast_before_another_run_is_lost(visit: Visit, alone: str) -> None:
    """`toasts` mends this."""
    page = visit(alone).page
    for number in (1, 2, 3):
        said(page, "mended", number, busy_ms=1000 * number)
        expect(page.get_by_test_id("stToast").filter(has_text=f"mended {number}")).to_be_visible()
    assert not all(said(page, "alone", number, busy_ms=500 * number) for number in range(1, TRIES + 1))


def test_the_page_looks_and_speaks_as_streamlit_has_it(visit: Visit, alone: str) -> None:
    """`page_style` and `drop_area` mend this."""
    page = visit(alone).page
    style = "(place, name) => getComputedStyle(place)[name]"
    assert float(page.locator(".stMainBlockContainer").evaluate(style, "paddingTop").removesuffix("px")) > 80
    assert float(page.get_by_test_id("stCaptionContainer").evaluate(style, "opacity")) < 0.8
    expect(page.get_by_test_id("stFileUploaderDropzoneInstructions")).to_contain_text("per file")


def test_a_part_that_redraws_itself_is_a_running_script_to_the_page(visit: Visit, alone: str) -> None:
    """`work_line` mends this."""
    page = visit(alone).page
    page.evaluate("""() => {
        const app = document.querySelector('.stApp');
        new MutationObserver(() => { window.deskRan ||= app.dataset.testScriptState === 'running'; })
            .observe(app, {attributes: true, attributeFilter: ['data-test-script-state']});
    }""")
    page.wait_for_function("window.deskRan")
