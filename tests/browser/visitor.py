"""A person at the desk: what they see, and what they do."""

from __future__ import annotations

import re
import time
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import FilePayload, expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Locator, Page, Request

WAIT_MS = 120_000
"""Longest wait for anything, on a machine that may be busy reading documents."""


def until(is_so: Callable[[], bool], what: str) -> None:
    """Wait for a condition."""
    deadline = time.monotonic() + WAIT_MS / 1000
    while not is_so():
        assert time.monotonic() < deadline, f"waited in vain for {what}"


class Visitor:
    """One browser window on the desk."""

    def __init__(self, page: Page, address: str, screenshots: Path) -> None:
        self.page = page
        self._address = address
        self._screenshots = screenshots
        self._outside: list[str] = []
        self._errors: list[str] = []
        page.set_default_timeout(WAIT_MS)
        page.on("request", self._note)
        page.on("pageerror", lambda error: self._errors.append(str(error)))

    def _note(self, request: Request) -> None:
        if request.url.startswith(("http", "ws")) and urlsplit(request.url).hostname not in ("127.0.0.1", "localhost"):
            self._outside.append(request.url)

    def go(self, path: str) -> None:
        """Open a page by its address and wait until it has been drawn."""
        self.page.goto(self._address + path)
        self.settled()

    def settled(self) -> None:
        """Wait until the page's script has run."""
        expect(self.page.get_by_test_id("stMain")).to_be_visible()
        expect(self.page.get_by_test_id("stAppSkeleton")).to_have_count(0)
        expect(self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible()

    def until(self, is_so: Callable[[], bool], what: str) -> None:
        """Wait for something that the page does not show, while it lives on."""

        def is_so_after_a_moment() -> bool:
            self.page.wait_for_timeout(50)
            return is_so()

        until(is_so_after_a_moment, what)

    def upload(self, *files: tuple[str, bytes]) -> None:
        """Hand in files through the drop area."""
        # Just after an upload the field of before may still stand beside the new one.
        expect(self.page.locator("input[type=file]")).to_have_count(1)
        self.page.locator("input[type=file]").set_input_files(
            [FilePayload(name=name, mimeType="application/octet-stream", buffer=data) for name, data in files]
        )

    def choose_source(self, name: str) -> None:
        """Choose where documents come from."""
        self.page.get_by_test_id("stButtonGroup").get_by_text(name, exact=True).click()

    def upload_folder(self, folder: Path) -> None:
        """Hand in everything in a folder."""
        self.choose_source("Folder")
        self.page.locator("input[type=file][webkitdirectory]").set_input_files(folder)

    def row(self, name: str) -> Locator:
        """Return the row of a document on the Upload page."""
        return self.page.locator("[class*=st-key-row_]").filter(has_text=re.compile(re.escape(name))).first

    def tick(self, row: int = 1) -> None:
        """Tick a row of the page's table, once the table takes clicks."""
        table = self.page.get_by_test_id("stDataFrame")
        expect(table.locator("[role=row]")).not_to_have_count(0)
        table.click(position={"x": 16, "y": 19 + 33 * row})

    def notice(self, name: str) -> Locator:
        """Return what is said about a file that did not become a document of its own."""
        return self.page.locator("[class*=st-key-notice_]").filter(has_text=re.compile(re.escape(name))).first

    def picture(self, name: str) -> None:
        """Keep a picture of what is seen now."""
        self.page.screenshot(path=self._screenshots / f"{name}.png")

    def check_nothing_went_wrong(self) -> None:
        """Fail when a script broke or something was asked of another machine."""
        assert self._errors == []
        assert self._outside == []


def receipt(number: int, *, pages: int = 1, letters_px: int = 30) -> bytes:
    """Return a small printed receipt as TIFF; every number gives another document."""
    rows = ["MAGAZIN TEST SRL", f"BON {number:05d}", "PAINE 7,50", "LAPTE 6,25", "TOTAL LEI 13,75"]
    font = ImageFont.load_default(size=letters_px)
    picture = Image.new("L", (520, 80 + len(rows) * 60), 255)
    draw = ImageDraw.Draw(picture)
    for line, row in enumerate(rows):
        draw.text((40, 40 + line * 60), row, fill=0, font=font)
    stream = BytesIO()
    picture.save(stream, "TIFF", save_all=True, append_images=[picture] * (pages - 1))
    return stream.getvalue()
