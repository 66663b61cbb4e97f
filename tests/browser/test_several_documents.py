"""A file with several receipts: said, parted with one click, each read by itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.receipts import pdf_document, receipt_rows
from tests.browser.test_journeys import read_one

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visitor import Visitor

    Visit = Callable[..., Visitor]


def other_receipt() -> list[str]:
    """Return the rows of another shop's receipt, of 40,00."""
    return [
        "CAFENEAUA VECHE SRL",
        "STR. MICA 2, CLUJ",
        "COD FISCAL: RO14399840",
        "4 BUC X 10,00",
        "CAFEA 40,00 A",
        "TOTAL LEI 40,00",
        "TVA A - 21% 6,94",
        "TOTAL TVA 6,94",
        "NUMERAR 40,00",
        "BON NR: 0077",
        "DATA: 15-03-2026 ORA: 08:10:00",
        "BON FISCAL",
    ]


def test_a_file_with_two_receipts_is_parted_with_one_click(visit: Visit, address: str) -> None:
    visitor = visit(address)
    path = read_one(visitor, "bonuri.pdf", pdf_document([receipt_rows(1), other_receipt()]))
    page = visitor.page
    expect(
        page.locator(".desk-bar").get_by_text("The file holds 2 documents (20,00; 40,00). Nothing is added up")
    ).to_be_visible()
    expect(page.get_by_role("textbox", name="Total", exact=True)).to_have_value("20,00")
    visitor.picture("several-documents")
    page.get_by_role("button", name="Part into 2 documents").click()
    expect(page.get_by_role("button", name="Part into 2 documents")).to_have_count(0)
    page.get_by_role("link", name=re.compile(r"Open bonuri-2\.pdf")).click()
    expect(page.get_by_role("textbox", name="Total", exact=True)).to_have_value("40,00")
    expect(page.get_by_text("The file holds")).to_have_count(0)
    page.get_by_role("tab", name="Details").click()
    page.get_by_role("link", name=re.compile("Back to the file it was taken from")).click()
    expect(page).to_have_url(re.compile(re.escape(path)))
    visitor.go("/")
    expect(visitor.row("bonuri.pdf")).to_contain_text("2 documents in one file")
