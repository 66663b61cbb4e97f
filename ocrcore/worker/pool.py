"""One slot of the worker: a warm OCR process that is recycled, killed and replaced without the others noticing."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
from concurrent.futures import BrokenExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

import psutil
from pebble import ProcessExpired, ProcessPool

from ocrcore.errors import EngineCrashed, EngineError, EngineTimeout, OcrDeskError, OutOfMemory, figure
from ocrcore.worker import reader
from ocrcore.worker.scratch import Scratch

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocrcore.config import Settings
    from ocrcore.worker.reader import DocumentReading, Progress, ReadTask

log = logging.getLogger(__name__)

DOCUMENTS_PER_PROCESS = 200
"""Engines leak; a process is replaced after this many documents."""

LOAD_ALLOWANCE_S = 60.0
"""Added to the first page's time-out until the process says that its engine is loaded."""

MEMORY_CHECK_INTERVAL_S = 0.5

_SPAWN = multiprocessing.get_context("spawn")


class Slot:
    """A pool of exactly one process, so that a process killed in an unlucky moment can only stop its own slot."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._on_progress: Callable[[Progress], None] | None = None
        self._scratch = Scratch()
        self._last_pids: list[int] = []
        self._start()

    def _start(self) -> None:
        self._progress, self._sender = _SPAWN.Pipe(duplex=False)
        asyncio.get_running_loop().add_reader(self._progress.fileno(), self._receive)
        self._pool = ProcessPool(
            max_workers=1,
            max_tasks=DOCUMENTS_PER_PROCESS,
            initializer=reader.initialize,
            initargs=(self._settings, self._sender, self._scratch.path / "process"),
            context=_SPAWN,
        )

    def _receive(self) -> None:
        progress = self._progress.recv()
        if self._on_progress is not None:
            self._on_progress(progress)

    async def read(self, task: ReadTask, on_progress: Callable[[Progress], None]) -> DocumentReading:
        """Read one document in this slot's process.

        Cancelling the awaiting task kills the process; the next document gets a fresh one.

        Raises:
            OcrDeskError: The document or the engine failed, the page took too long, the process died or grew too big.
        """
        loop = asyncio.get_running_loop()
        deadline = asyncio.timeout(self._settings.page_timeout_seconds + LOAD_ALLOWANCE_S)

        def receive(progress: Progress) -> None:
            if progress.job_id == task.job_id:
                deadline.reschedule(loop.time() + self._settings.page_timeout_seconds)
                if progress.page:
                    on_progress(progress)

        self._on_progress = receive
        try:
            async with deadline:
                return await self._run(task)
        except TimeoutError as error:
            seconds = self._settings.page_timeout_seconds
            raise EngineTimeout(seconds=figure(seconds)) from error
        finally:
            self._on_progress = None

    async def _run(self, task: ReadTask) -> DocumentReading:
        try:
            future = self._pool.schedule(reader.read, args=(task,))
        except (RuntimeError, BrokenExecutor):
            # The idle process was killed from outside, which breaks the pool.
            await self.replace()
            future = self._pool.schedule(reader.read, args=(task,))
        guard: asyncio.Future[None] = asyncio.ensure_future(self._guard_memory())
        reading: asyncio.Future[DocumentReading] = asyncio.wrap_future(future)
        try:
            await asyncio.wait((reading, guard), return_when=asyncio.FIRST_COMPLETED)
            result = reading.result() if reading.done() else None
        except asyncio.CancelledError:
            await self.replace()
            raise
        except ProcessExpired as error:
            _kill_group(error.pid)
            raise EngineCrashed from error
        except BrokenExecutor as error:
            await self.replace()
            raise EngineCrashed from error
        except OcrDeskError:
            raise
        except Exception as error:
            # The worker's one broad except: what nobody foresaw is recorded with the job.
            log.exception("DocumentReading job %s failed", task.job_id)
            raise EngineError(case="in_process", kind=type(error).__name__, reason=str(error)) from error
        finally:
            guard.cancel()
            reading.cancel()
        if result is None:
            await self.replace()
            raise OutOfMemory
        return result

    async def _guard_memory(self) -> None:
        """Return when this slot's process has grown over the limit."""
        limit_bytes = self._settings.memory_limit_mb * 1024 * 1024
        while self.memory_bytes() <= limit_bytes:  # noqa: ASYNC110 - a process's size has no event to wait for
            await asyncio.sleep(MEMORY_CHECK_INTERVAL_S)

    def _processes(self) -> list[psutil.Process]:
        manager = self._pool._pool_manager.worker_manager  # pebble has no public way
        found = []
        self._last_pids = list(manager.workers) or self._last_pids
        for pid in list(manager.workers):
            try:
                found.append(psutil.Process(pid))
            except psutil.NoSuchProcess:
                continue
        return found

    def pid(self) -> int | None:
        """Return the OCR process's id, None while it is being replaced."""
        return next((process.pid for process in self._processes()), None)

    def memory_bytes(self) -> int:
        """Return the resident memory of the OCR process and its children, 0 while it is being replaced."""
        total = 0
        for process in self._processes():
            try:
                family = [process, *process.children(recursive=True)]
                total += sum(member.memory_info().rss for member in family)
            except psutil.NoSuchProcess:
                continue
        return total

    def warm_up(self) -> None:
        """Start the process now, so that its engine is loaded before the first document."""
        self._pool._start_pool()  # type: ignore[no-untyped-call]  # pebble would start with the first task only

    async def replace(self) -> None:
        """Kill the process, whatever it does, and begin anew."""
        await self._end()
        self._start()

    async def close(self) -> None:
        """Kill the process and wait until it is gone, with the programs that its engine runs (Tesseract)."""
        await self._end()
        self._scratch.remove()

    async def _end(self) -> None:
        asyncio.get_running_loop().remove_reader(self._progress.fileno())
        await asyncio.to_thread(self._kill)
        self._progress.close()
        self._sender.close()

    def _kill(self) -> None:
        self._processes()
        for pid in self._last_pids:
            _kill_group(pid)  # at once: the pool would ask first, and wait three seconds for an answer
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()
        for pid in self._last_pids:
            _kill_group(pid)
        self._last_pids = []


def _kill_group(leader: int) -> None:
    """Kill what a process that is gone has left running; a group keeps its number while anyone is in it."""
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)
