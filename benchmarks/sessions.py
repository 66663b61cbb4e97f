"""What many open pages cost: sessions on the Queue page, beside a batch that is being read.

`python -m benchmarks.sessions [DIR] [--sessions 30] [--jobs 1000] [--documents 20] [--processes 2] [--engine E]` reads
pictures of DIR (or small made receipts) with no page open and with all sessions open, by turns, and prints the server's
CPU and the throughput.

A session is what a browser is to the server: a WebSocket that asks for the page, receives every message and, as the
browser does, asks each live part of the page again at the interval that the server has told. Nothing is drawn, so that
browsers on the same machine do not take the cores from the OCR.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState, ContextInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.serving import (
    completion,
    cpu_s,
    documents,
    machine,
    make_jobs,
    server_process,
    serving,
    settings_of,
    working,
)
from ocrcore.desk.desk import Desk
from ocrcore.queue.owner import EVERYONE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Sequence


@dataclass
class Seen:
    """What all sessions together have received."""

    runs: int = 0
    megabytes: float = 0.0
    errors: list[str] = field(default_factory=list)


SETTLED_RUNS = 8
"""The whole page, and then its live parts a few times."""


class Session:
    """One open page."""

    def __init__(self, socket: ClientConnection, address: str, seen: Seen) -> None:
        self._socket = socket
        self._seen = seen
        self._context = ContextInfo(timezone="Europe/Bucharest", locale="ro-RO", url=f"{address}/queue")
        self._page = ""
        self._timers: dict[str, asyncio.Task[None]] = {}
        self._runs = 0
        self.settled = asyncio.Event()

    async def follow(self) -> None:
        """Ask for the page and follow it until cancelled."""
        await self._ask(ClientState(page_name="queue", context_info=self._context))
        try:
            async for raw in self._socket:
                assert isinstance(raw, bytes)  # noqa: S101 - Streamlit sends nothing else
                self._seen.megabytes += len(raw) / 1e6
                self._receive(ForwardMsg.FromString(raw))
        finally:
            self._stop(list(self._timers))

    def _receive(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._page = message.new_session.page_script_hash
            if not message.metadata.run.fragment_ids:
                self._stop(list(self._timers))
        elif kind == "auto_rerun":
            self._stop([message.auto_rerun.fragment_id])
            repeating = self._repeat(message.auto_rerun.fragment_id, message.auto_rerun.interval)
            self._timers[message.auto_rerun.fragment_id] = asyncio.create_task(repeating)
        elif kind == "stop_auto_rerun":
            self._stop(message.stop_auto_rerun.fragment_ids)
        elif kind == "script_finished":
            self._seen.runs += 1
            self._runs += 1
            if self._runs >= SETTLED_RUNS:
                self.settled.set()
        elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
            self._seen.errors.append(message.delta.new_element.exception.message)

    def _stop(self, fragments: Sequence[str]) -> None:
        for fragment in fragments:
            if fragment in self._timers:
                self._timers.pop(fragment).cancel()

    async def _repeat(self, fragment: str, interval_s: float) -> None:
        state = ClientState(page_script_hash=self._page, fragment_id=fragment, is_auto_rerun=True)
        state.context_info.CopyFrom(self._context)
        while True:
            await asyncio.sleep(interval_s)
            await self._ask(state)

    async def _ask(self, state: ClientState) -> None:
        await self._socket.send(BackMsg(rerun_script=state).SerializeToString())


@asynccontextmanager
async def open_pages(address: str, number: int, seen: Seen) -> AsyncIterator[None]:
    """Keep the Queue page open in so many sessions; each has been drawn a few times when the context begins."""
    async with AsyncExitStack() as stack:
        sessions = []
        for _ in range(number):
            where = address.replace("http", "ws") + "/_stcore/stream"
            socket = await stack.enter_async_context(connect(where, subprotocols=["streamlit"], max_size=None))  # type: ignore[list-item]
            sessions.append(Session(socket, address, seen))
        following = [asyncio.create_task(session.follow()) for session in sessions]
        try:
            settled = asyncio.create_task(_all(session.settled for session in sessions))
            await asyncio.wait({settled, *following}, return_when=asyncio.FIRST_COMPLETED)
            if not settled.done():
                settled.cancel()
                raise SystemExit(f"A page broke: {next(task.exception() for task in following if task.done())!r}")
            yield
            seen.errors += [repr(task.exception()) for task in following if task.done()]
        finally:
            for task in following:
                task.cancel()
            await asyncio.gather(*following, return_exceptions=True)


async def _all(events: Iterable[asyncio.Event]) -> None:
    for event in events:
        await event.wait()


async def read_batch(desk: Desk, batch: Sequence[bytes], engine: str) -> float:
    """Put the documents into the queue and return the seconds until the last one was completed."""
    started = time.perf_counter()
    jobs = [await desk.submit("bon.jpg", data, engine=engine, owner=EVERYONE) for data in batch]
    for job in jobs:
        await completion(desk, job)
    return time.perf_counter() - started


async def measure(given: argparse.Namespace, address: str, folder: Path) -> None:
    """Measure by turns and print."""
    batch = documents(given.folder, given.documents)
    server, seen = server_process(), Seen()
    alone: list[float] = []
    beside: list[float] = []
    cores: list[float] = []
    with working(folder, given.processes, given.engine):
        async with Desk.open(settings_of(folder)) as desk:
            await read_batch(desk, batch[: 2 * given.processes], given.engine)
            for _ in range(given.rounds):
                alone.append(await read_batch(desk, batch, given.engine))
                async with open_pages(address, given.sessions, seen):
                    before, runs, start = cpu_s(server), seen.runs, time.perf_counter()
                    own = time.process_time()
                    beside.append(await read_batch(desk, batch, given.engine))
                    passed = time.perf_counter() - start
                    cores.append((cpu_s(server) - before) / passed)
                    own = (time.process_time() - own) / passed
                    print(f"{(seen.runs - runs) / passed:.1f} runs of page parts a second; this benchmark itself took")
                    print(f"{own:.2f} cores from the OCR, as browsers elsewhere would not", flush=True)
    print(f"OCR with no page open      {len(batch) / median(alone):.3f} documents/s")
    print(f"OCR with {given.sessions} pages open     {len(batch) / median(beside):.3f} documents/s")
    print(f"throughput kept            {median(alone) / median(beside):.3f}  (target: at least 0.95)")
    print(f"server's CPU               {max(cores):.2f} cores  (target: below 1)")
    print(f"errors                     {len(seen.errors)}  (target: 0) {seen.errors[:3] or ''}")


def main() -> None:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--sessions", type=int, default=30)
    parser.add_argument("--jobs", type=int, default=1000)
    parser.add_argument("--documents", type=int, default=20)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--engine", default="paddleocr")
    given = parser.parse_args()
    print(f"{machine()}, {given.engine}, {given.jobs} jobs, {given.processes} OCR processes", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        half = given.jobs // 2
        asyncio.run(make_jobs(settings_of(folder), completed=given.jobs - half, pending=half))
        with serving(folder, OCR_DEFAULT_ENGINE=given.engine) as address:
            asyncio.run(measure(given, address, folder))


if __name__ == "__main__":
    main()
