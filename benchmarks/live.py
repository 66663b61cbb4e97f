"""How fast an idle desk takes a document up and shows its end: from accepted to claimed, from completed to seen.

`python -m benchmarks.live [--documents 20] [--processes 2] [--engine E]` uploads made receipts one after the other in a
real Chromium, whose page stays open until each is seen as done.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

from playwright.sync_api import expect, sync_playwright

from benchmarks.serving import machine, serving, settings_of, working
from ocrcore.desk.desk import Desk
from ocrcore.queue.owner import EVERYONE
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.visitor import WAIT_MS, Visitor, receipt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocrcore.config import Settings
    from ocrcore.queue.job import Job


@contextmanager
def visiting(address: str) -> Iterator[Visitor]:
    """Open a browser on the desk."""
    expect.set_options(timeout=WAIT_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, headless=True)
        yield Visitor(browser.new_context().new_page(), address, Path())
        browser.close()


def seen_as_done(visitor: Visitor, number: int) -> datetime:
    """Upload a receipt and return when the open page says that it is done."""
    name = f"bon {number}.tif"
    visitor.settled()
    visitor.upload((name, receipt(number)))
    expect(visitor.row(name)).to_contain_text("Done")
    return datetime.now(UTC)


async def jobs_by_name(settings: Settings) -> dict[str, Job]:
    """Return all jobs."""
    async with Desk.open(settings) as desk:
        return {job.original_filename: job for job in (await desk.jobs.list_jobs(limit=5000, owner=EVERYONE)).jobs}


def follow(given: argparse.Namespace) -> None:
    """Upload documents one by one and print how long each waited, and how long its end was not seen."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (
            serving(folder, OCR_DEFAULT_ENGINE=given.engine) as address,
            working(folder, given.processes, given.engine),
            visiting(address) as visitor,
        ):
            visitor.go("/")
            seen_as_done(visitor, 0)  # the processes are warm now
            seen = {f"bon {number}.tif": seen_as_done(visitor, number) for number in range(1, given.documents + 1)}
        jobs = asyncio.run(jobs_by_name(settings_of(folder)))
    waits = [float(jobs[each].queue_wait_ms or 0) for each in seen]
    _row("accepted to claimed, idle", waits, "95th < 300")
    unseen = [(when - done).total_seconds() * 1000 for each, when in seen.items() if (done := jobs[each].completed_at)]
    _row("completed to seen in an open page", unseen, "< 1500")


def _row(name: str, times: list[float], target: str) -> None:
    last = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    print(f"| {name} | {len(times)} | {median(times):.0f} | {last:.0f} | {target} |", flush=True)


def main() -> None:
    """Parse the command line, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=20)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--engine", default="paddleocr")
    given = parser.parse_args()
    print(
        f"{machine()}, {given.engine}\n\n| what | n | median ms | 95th ms | target |\n| --- | ---: | ---: | ---: | --- |"
    )
    follow(given)


if __name__ == "__main__":
    main()
