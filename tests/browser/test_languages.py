"""A first visitor is met in the language of their browser, down to why a file was refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import receipt
from tests.web.conftest import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.browser.visitor import Visitor

    Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory, engine: str) -> Iterator[str]:
    """The address of a desk at which nobody has chosen a language, and which takes half a megabyte."""
    with serving(tmp_path_factory.mktemp("fresh"), OCR_DEFAULT_ENGINE=engine, OCR_MAX_UPLOAD_MB="0.5") as url:
        yield url


def test_a_romanian_browser_is_met_in_romanian(visit: Visit, fresh: str) -> None:
    visitor = visit(fresh)
    expect(visitor.page.get_by_role("heading", name="Citește bonuri, facturi și scanări")).to_be_visible()
    expect(visitor.page.locator("html[lang=ro]")).to_be_attached()
    visitor.upload(
        ("mare.tif", bytes(800_000)), ("pagina.html", b"<html><body>"), ("stricat.pdf", b"%PDF-1.7 and no more")
    )
    told = "Fișierul are 0,8 MB; se acceptă cel mult 0,5 MB. Micșorați-l"
    expect(visitor.notice("mare.tif")).to_contain_text(told)
    expect(visitor.notice("pagina.html")).to_contain_text("Acesta este o pagină web și nu poate fi citit.")
    expect(visitor.notice("stricat.pdf")).to_contain_text("PDF-ul este deteriorat și nu poate fi deschis.")
    visitor.upload(("bon.tif", receipt(7100)))
    expect(visitor.row("bon.tif")).to_contain_text("În așteptare")
    visitor.go("/queue")
    visitor.tick()
    expect(visitor.page.get_by_text(re.compile(r"Primit un document de 1 pagină, de citit cu"))).to_be_visible()
    visitor.go("/settings")
    expect(visitor.page.get_by_role("combobox", name="Limba paginilor")).to_be_visible()


def test_the_camera_and_the_lists_speak_romanian_too(visit: Visit, fresh: str) -> None:
    visitor = visit(fresh)
    visitor.choose_source("Cameră")
    expect(visitor.page.get_by_role("button", name="Fă fotografia")).to_be_visible()
    visitor.go("/documents")
    visitor.page.get_by_role("combobox", name="Luna").fill("nicio lună")
    expect(visitor.page.get_by_text("Niciun rezultat")).to_be_visible()


def test_an_american_browser_with_romanian_pages_has_romanian_figures_and_months_in_letters(
    visit: Visit, fresh: str
) -> None:
    visitor = visit(fresh, "/settings", locale="en-US")
    visitor.page.get_by_role("combobox", name="Language of the pages").click()
    visitor.page.get_by_role("option", name="Română", exact=True).click()
    visitor.page.get_by_role("button", name="Save").click()
    expect(visitor.page.get_by_role("heading", name="Setări")).to_be_visible()
    visitor.page.get_by_role("textbox", name="Numele unui jeton nou").fill("contabilitate")
    visitor.page.get_by_role("button", name="Fă un jeton").click()
    expect(visitor.page.get_by_text(re.compile(r"făcut la \d{1,2} [a-z]{3,4}\. \d{4}"))).to_be_visible()
    visitor.page.get_by_role("combobox", name="Limba paginilor").click()
    visitor.page.get_by_role("option", name="după browser").click()
    visitor.page.get_by_role("button", name="Salvează").click()
    expect(visitor.page.get_by_role("heading", name="Settings")).to_be_visible()


def test_another_browser_is_met_in_english_and_a_choice_wins(visit: Visit, fresh: str) -> None:
    visitor = visit(fresh, locale="de-DE")
    expect(visitor.page.get_by_role("heading", name="Read receipts, invoices and scans")).to_be_visible()
    expect(visitor.page.locator("html[lang=en]")).to_be_attached()
    visitor.go("/settings")
    visitor.page.get_by_role("combobox", name="Language of the pages").click()
    visitor.page.get_by_role("option", name="Română", exact=True).click()
    visitor.page.get_by_role("button", name="Save").click()
    expect(visitor.page.get_by_role("heading", name="Setări")).to_be_visible()
    expect(visitor.page.locator("html[lang=ro]")).to_be_attached()
