"""How long a person waits for the pages: the first look, and what they do, with an empty and with a long queue.

Run with `python -m benchmarks.pages [--jobs 5000] [--repeats 5]`; it starts a server on a folder of its own, looks
at it through Chromium, and prints a table: when a page's main part, or what was asked for, is there, and when the first
of it is seen (a window's first text; the moving line of an action). A worker is announced but does nothing, so the
predictions of a long queue are made while nothing competes for the processor. First looks are timed by the browser
itself (`new_window.py`); actions through Playwright, whose own work is in their times.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from playwright.sync_api import FilePayload, sync_playwright

from benchmarks.new_window import chromium
from benchmarks.queue import fill, machine
from ocrcore.config import load_settings
from ocrcore.desk.desk import Desk
from ocrcore.queue.workers import WorkerInfo
from ocrcore.web.upload.sample import sample_receipt
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.web.conftest import serving

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

LEASE_S = "36000"
"""So long that the announced worker counts as alive to the end."""
CANVAS = "[data-testid=stDataFrame] canvas"
PAUSE_MS = 500
"""A person looks before they act again. Notices may still be up: each step's sign is its own, and each round a new page."""
PROGRESS = """
let begun = 0;
for (const kind of ['pointerdown', 'keydown', 'change']) {
  addEventListener(kind, () => { begun = performance.now(); window.deskShown = null; }, true);
}
const look = () => {
  const app = document.querySelector('.stApp'), line = app && getComputedStyle(app, '::before');
  if (line && line.content !== 'none' && line.opacity > 0.5) window.deskShown ??= performance.now() - begun;
  requestAnimationFrame(look);
};
look();
"""
"""Notes in a page how long after a person's last act its moving line (`work_line.py`) is seen."""
ACTION = "< 300, or line"
PAGES = {"/": "[data-testid=stFileUploader]", "/queue": CANVAS, "/metrics": "h2", "/settings": "[data-testid=stForm]"}


def main(jobs: int, repeats: int) -> None:
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {machine()}\n")
    print("| waiting | what | n | median ms | slowest ms | seen after ms | target |\n"
          "| ---: | --- | ---: | ---: | ---: | --- | --- |")  # fmt: skip
    for waiting in (20, jobs):
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(_prepare(Path(folder), waiting))
            with serving(Path(folder), OCR_LEASE_SECONDS=LEASE_S) as address:
                _looks(address, waiting, repeats)
                with sync_playwright() as playwright:
                    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
                    _actions(browser, address, waiting, repeats)
                    browser.close()


async def _prepare(folder: Path, waiting: int) -> None:
    settings = load_settings(data_dir=folder / "data", database_url="", lease_seconds=float(LEASE_S))
    await fill(settings, waiting)
    async with Desk.open(settings) as desk:
        await desk.worker_queue.register_worker(WorkerInfo(worker_id="bench", hostname="bench", pid=1, processes=2))


def _looks(address: str, waiting: int, repeats: int) -> None:
    for path, sign in PAGES.items():
        with chromium() as browser:
            # The first look warms the server.
            looks = [browser.look(address + path, sign) for _ in range(repeats + 1)][1:]
        for kind, found in zip(
            ("in a new window", "again, with its scripts kept"), zip(*looks, strict=True), strict=True
        ):
            name = f"{path} by its address, {kind}"
            _row(waiting, name, [each.main_ms for each in found], [each.first_ms for each in found], "< 2000")


def _actions(browser: Browser, address: str, waiting: int, repeats: int) -> None:
    page = browser.new_page()
    page.add_init_script(PROGRESS)
    steps: dict[str, tuple[Callable[[int], None], str, str]] = {
        "search that finds nothing": (lambda _: _search(page, "nothing"), "text=No document matches", ACTION),
        "clear the filters": (lambda _: page.get_by_role("button", name="Clear the filters").click(), CANVAS, ACTION),
        "to the Upload page": (
            lambda _: page.get_by_role("link", name="Upload").first.click(),
            "[data-testid=stFileUploader]",
            ACTION,
        ),
        "upload a file": (lambda number: _upload(page, number), "text=1 file accepted", "or progress"),
        "to the Settings page": (
            lambda _: page.get_by_role("link", name="Settings").click(),
            "text=API tokens",
            ACTION,
        ),
        "save preferences": (lambda _: page.get_by_role("button", name="Save").click(), "text=Saved.", ACTION),
        "to the Queue page": (lambda _: page.get_by_role("link", name="Queue").click(), CANVAS, ACTION),
        "tick a row": (lambda _: _tick(page), "text=Story", ACTION),
        "cancel it": (lambda _: _cancel(page), "text=1 document cancelled", ACTION),
    }
    times: dict[str, list[float]] = {name: [] for name in steps}
    lines: dict[str, list[float]] = {name: [] for name in steps}
    for number in range(repeats):
        page.goto(f"{address}/queue")
        page.locator(CANVAS).first.wait_for()
        for name, (act, sign, _) in steps.items():
            times[name].append(_timed(lambda act=act, number=number: act(number), page, sign))  # type: ignore[misc]
            page.wait_for_timeout(PAUSE_MS)
            if (shown := page.evaluate("window.deskShown")) is not None:
                lines[name].append(shown)
    for name, found in times.items():
        _row(waiting, name, found, lines[name], steps[name][2])


def _timed(act: Callable[[], object], page: Page, sign: str) -> float:
    start = time.perf_counter()
    act()
    page.locator(sign).first.wait_for(timeout=60_000)
    return (time.perf_counter() - start) * 1000


def _search(page: Page, words: str) -> None:
    page.get_by_role("textbox", name="Search").fill(words)
    page.keyboard.press("Enter")


def _upload(page: Page, number: int) -> None:
    content = sample_receipt() + str(time.time_ns()).encode()
    file = FilePayload(name=f"bon-{number}.png", mimeType="image/png", buffer=content)
    page.locator("input[type=file]").set_input_files([file])


def _tick(page: Page) -> None:
    page.locator("[data-testid=stDataFrame]").click(position={"x": 16, "y": 52})


def _cancel(page: Page) -> None:
    page.get_by_role("button", name="Cancel", exact=True).click()


def _row(waiting: int, name: str, times: list[float], seen: list[float], target: str) -> None:
    shown = f"{median(seen):.0f} ({len(seen)} times)" if seen else "not needed"
    print(
        f"| {waiting:,} | {name} | {len(times)} | {median(times):.0f} | {max(times):.0f} | {shown} | {target} |",
        flush=True,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=5000)
    parser.add_argument("--repeats", type=int, default=5)
    asked = parser.parse_args()
    main(asked.jobs, asked.repeats)
