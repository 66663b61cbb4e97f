"""Whether every accepted document ends exactly once, whatever is killed, stopped or locked meanwhile.

Run with `python -m benchmarks.crashes [--rounds 3] [--soak MINUTES]`: the matrix of signals and processes, a locked database,
and then a soak in which something is hurt every 20 s. It prints a row a cell and ends with 1 if anything is wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import random
import signal
import sqlite3
import sys
import tempfile
import time
from contextlib import closing, suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import psutil
from PIL import Image, ImageDraw, ImageFont

from benchmarks.desk_server import ROLES, DeskServer, until
from ocrcore.config import load_settings
from ocrcore.desk.desk import Desk
from ocrcore.desk.inventory import Inventory, take_inventory
from ocrcore.worker.upkeep import Upkeep

if TYPE_CHECKING:
    from collections.abc import Callable

SIGNALS = {
    "KILL": signal.SIGKILL,
    "TERM": signal.SIGTERM,
    "INT": signal.SIGINT,
    "STOP, CONT": signal.SIGSTOP,
}
LEASE_S = 4.0
STOPPED_S = 10.0
"""Longer than two leases."""
LOCKED_S = 20.0
ENDS_WITHIN_S = 240.0
SOAK_INTERVAL_S = 20.0
DOCUMENTS = 6
_numbers = itertools.count()


def page(number: int) -> bytes:
    """Return a picture of a small receipt, another one each time."""
    image = Image.new("L", (640, 260), 255)
    font = ImageFont.load_default(size=28)
    for row, words in enumerate((f"BON {number}", "PAINE 1 X 5,50", "TOTAL LEI 5,50")):
        ImageDraw.Draw(image).text((30, 30 + 60 * row), words, fill=0, font=font)
    stream = BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


class Trial:
    """A desk, the documents that it has accepted, and what must be true of them."""

    def __init__(self, server: DeskServer) -> None:
        self.server = server
        self.accepted: list[str] = []

    def submit(self) -> None:
        """Hand a document in; one that is cut off by what is done to the server counts only if it was accepted."""
        with suppress(httpx.TransportError):
            answer = self.server.upload("bon.png", page(next(_numbers)))
            if answer.status_code == 202:
                self.accepted.append(answer.json()["id"])

    def hurt(self, what: str, role: str) -> None:
        """Send a signal to the processes of a role; continue what was stopped, start again what has ended."""
        processes = self.server.processes(role)
        for process in processes:
            with suppress(psutil.Error):
                process.send_signal(SIGNALS[what])
        if what == "STOP, CONT":
            time.sleep(STOPPED_S)
            for process in processes:
                with suppress(psutil.Error):
                    process.resume()
        elif role in {"server", "all"}:
            until(lambda: not any(_lives(each) for each in self.server.processes("server")), 60, "the server has ended")
            self.server.start_again_if_it_ended()

    def lock(self) -> None:
        """Hold the database's write lock for longer than anybody waits for it."""
        with closing(sqlite3.connect(self.server.data_dir / "ocrdesk.sqlite3", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            time.sleep(LOCKED_S)
            other.execute("ROLLBACK")

    def settle(self) -> list[str]:
        """Wait until all has ended, and return what is wrong."""
        try:
            until(lambda: not self._rows("status IN ('pending', 'processing')"), ENDS_WITHIN_S, "all has ended")
        except TimeoutError as error:
            return [str(error)]
        return [name for name, is_wrong in self._laws().items() if is_wrong]

    def _laws(self) -> dict[str, bool]:
        rows = {row[0]: row for row in self._rows("1 = 1")}
        counts = self._query("SELECT job_id, count(*) FROM job_events WHERE step = 'completed' GROUP BY job_id")
        ends: dict[str, int] = {row[0]: row[1] for row in counts}
        return {
            "an accepted document is gone": bool(set(self.accepted) - rows.keys()),
            "a document has no end": any(row[1] not in {"completed", "failed"} for row in rows.values()),
            "a failure has no reason": any(row[1] == "failed" and not row[2] for row in rows.values()),
            "a document was completed more than once": any(number > 1 for number in ends.values()),
            "files and rows differ": asyncio.run(self._inventory()) != Inventory(),
            "the database is damaged": self._query("PRAGMA integrity_check") != [("ok",)],
        }

    async def _inventory(self) -> Inventory:
        async with Desk.open(load_settings(data_dir=self.server.data_dir, database_url="")) as desk:
            await Upkeep(desk.worker_queue, desk.jobs, desk.storage).sweep(orphan_after_s=0)
            return await take_inventory(desk, orphan_after_s=0)

    def _rows(self, where: str) -> list[tuple[Any, ...]]:
        return self._query(f"SELECT id, status, error_code FROM ocr_jobs WHERE {where}")  # noqa: S608

    def _query(self, statement: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.server.data_dir / "ocrdesk.sqlite3", timeout=60)) as database:
            return database.execute(statement).fetchall()


def _lives(process: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    return False


def cell(trial: Trial, name: str, act: Callable[[], None]) -> bool:
    """Do one thing to a desk that reads, and say what came of it."""
    began = time.monotonic()
    for _ in range(DOCUMENTS):
        trial.submit()
    act()
    trial.submit()
    wrong = trial.settle()
    print(f"| {name} | {time.monotonic() - began:.0f} | {', '.join(wrong) or 'ok'} |", flush=True)
    return not wrong


def soak(trial: Trial, minutes: float) -> bool:
    """Hurt something every 20 s while documents come in."""
    chance, deadline, cuts = random.Random(time.time()), time.monotonic() + minutes * 60, 0
    while time.monotonic() < deadline:
        next_cut = time.monotonic() + SOAK_INTERVAL_S
        while time.monotonic() < next_cut:
            trial.submit()
            time.sleep(0.5)
        trial.hurt(chance.choice(["KILL", "TERM", "INT"]), chance.choice([*ROLES, "all"]))
        cuts += 1
    wrong = trial.settle()
    print(
        f"\n{minutes:.0f} minutes, {cuts} cuts, {len(trial.accepted)} documents: {', '.join(wrong) or '0 lost, 0 doubled'}"
    )
    return not wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--soak", type=float, default=0, metavar="MINUTES")
    asked = parser.parse_args()
    all_well = True
    print(
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC\n\n| done to a desk that reads | s | afterwards |\n| --- | ---: | --- |"
    )
    with tempfile.TemporaryDirectory(prefix="crashes-") as folder:
        with DeskServer(Path(folder), OCR_LEASE_SECONDS=str(LEASE_S)) as server:
            trial = Trial(server)
            for number in range(asked.rounds):
                for what, role in itertools.product(SIGNALS, (*ROLES, "all")):
                    name = f"{what} to {role}, round {number + 1}"
                    all_well &= cell(trial, name, lambda what=what, role=role: trial.hurt(what, role))  # type: ignore[misc]
                all_well &= cell(trial, f"database locked for {LOCKED_S:.0f} s, round {number + 1}", trial.lock)
            if asked.soak:
                all_well &= soak(trial, asked.soak)
        left = [process for process in server.processes("all") if _lives(process)]
        print(f"\nprocesses left behind: {len(left)}")
    return 0 if all_well and not left else 1


if __name__ == "__main__":
    sys.exit(main())
