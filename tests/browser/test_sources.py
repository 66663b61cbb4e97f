"""Where documents come from: a phone's own first visit, a whole folder, the camera."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.visitor import receipt

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.visitor import Visitor

    Visit = Callable[..., Visitor]


def test_a_phone_hands_in_a_file_and_finds_it_in_the_queue(visit: Visit, quiet_address: str) -> None:
    visitor = visit(quiet_address, width=390, is_mobile=True, has_touch=True, color_scheme="dark")
    visitor.picture("phone-first-visit")
    visitor.upload(("from-phone.tif", receipt(3000, pages=2)))
    expect(visitor.row("from-phone.tif")).to_contain_text("2 pages")
    visitor.page.get_by_test_id("stExpandSidebarButton").tap()
    visitor.page.get_by_role("link", name="Queue", exact=True).tap()
    expect(visitor.page.get_by_test_id("stDataFrame")).to_be_visible()
    visitor.picture("phone-queue")


def test_a_folder_is_handed_in_without_what_systems_leave_in_it(
    visit: Visit, quiet_address: str, tmp_path: Path
) -> None:
    (tmp_path / "march").mkdir()
    (tmp_path / "march" / "bon-a.tif").write_bytes(receipt(3100))
    (tmp_path / "bon-b.tif").write_bytes(receipt(3101))
    (tmp_path / ".DS_Store").write_bytes(b"clutter")
    (tmp_path / "notes.txt").write_text("no document")
    visitor = visit(quiet_address)
    visitor.upload_folder(tmp_path)
    expect(visitor.row("bon-a.tif")).to_be_visible()
    expect(visitor.row("bon-b.tif")).to_be_visible()
    expect(visitor.notice("notes.txt")).to_contain_text("Refused: This kind of file is not supported")
    expect(visitor.page.locator("[class*=st-key-notice_]")).to_have_count(1)


def test_a_photo_is_taken_and_handed_in(visit: Visit, quiet_address: str) -> None:
    visitor = visit(quiet_address)
    visitor.choose_source("Camera")
    visitor.page.wait_for_function("document.querySelector('video')?.currentTime > 0")
    visitor.page.get_by_role("button", name="Take Photo").click()
    expect(visitor.row("photo 20")).to_contain_text(re.compile("Waiting"))
