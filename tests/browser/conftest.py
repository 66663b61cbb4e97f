"""A real server with its worker, and a real Chromium before it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.visitor import WAIT_MS, Visitor
from tests.web.conftest import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

SCREENSHOTS = Path(__file__).parents[2] / "artifacts" / "screenshots"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A camera that films a test picture, and no question whether it may be used.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    # As root Chromium has no sandbox of its own.
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, and skip it where there is no Chromium."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(400))
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="package")
def engine() -> str:
    """The lighter engine where it is installed."""
    return "tesseract" if shutil.which("tesseract") else "paddleocr"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, engine: str) -> Iterator[str]:
    """The address of a module's own server that has started its worker by itself, as for a first visitor."""
    folder = tmp_path_factory.mktemp("desk")
    with serving(
        folder,
        OCR_WORKER_AUTOSTART="1",
        OCR_WORKER_PROCESSES="1",
        OCR_DEFAULT_ENGINE=engine,
        OCR_PAGE_TIMEOUT_SECONDS="300",
    ) as url:
        prefer_english(folder)
        yield url


@pytest.fixture(scope="module")
def quiet_address(tmp_path_factory: pytest.TempPathFactory, engine: str) -> Iterator[str]:
    """The address of a module's own server without a worker, where documents wait."""
    folder = tmp_path_factory.mktemp("quiet")
    with serving(folder, OCR_DEFAULT_ENGINE=engine) as url:
        prefer_english(folder)
        yield url


def prefer_english(folder: Path) -> None:
    """Let everybody at a desk have chosen English, although their browsers are Romanian and write figures so."""
    with closing(sqlite3.connect(folder / "data" / "ocrdesk.sqlite3")) as database, database:
        values = ("", "[]", "xlsx", "en")
        database.execute(
            "INSERT INTO preferences (owner, languages, export_format, interface) VALUES (?, ?, ?, ?)", values
        )


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=WAIT_MS)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, headless=True)
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Visitor]]:
    """Return a function that opens the desk for a new visitor, each with cookies and a window of their own.

    After the test every visitor's last view is kept as a picture, and nothing may have gone wrong in the browser.
    """
    visitors: list[Visitor] = []
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)

    def arrive(address: str, path: str = "/", *, width: int = 1600, **options: Any) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": 900 if width > 500 else 844},
            **{"locale": "ro-RO", "timezone_id": "Europe/Bucharest", **options},
        )
        visitor = Visitor(context.new_page(), address, SCREENSHOTS)
        visitors.append(visitor)
        visitor.go(path)
        return visitor

    yield arrive
    name = request.node.name.replace("[", "-").replace("]", "")
    for number, visitor in enumerate(visitors):
        visitor.picture(f"{name}-{number}")
        visitor.page.context.close()
    for visitor in visitors:
        visitor.check_nothing_went_wrong()
