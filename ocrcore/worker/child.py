"""A worker that this process started: named before it runs, so that what it held can be given back when it ends."""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Self

import psutil

from ocrcore.queue.workers import new_worker_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ocrcore.queue.workers import WorkerInfo

STOP_TIMEOUT_S = 20.0
START_ALLOWANCE_S = 60.0
"""How much longer than a lease a worker may be silent before it is heard for the first time: it loads its libraries."""


class Child:
    """One worker process. It ends by itself when its standard input closes, so it cannot outlive a parent's death."""

    def __init__(self, worker_id: str, process: asyncio.subprocess.Process) -> None:
        self.worker_id = worker_id
        self._process = process
        self._heartbeat: datetime | None = None
        self._silent_s = 0.0

    @classmethod
    async def start(cls) -> Self:
        """Start a worker with the environment of this process.

        Raises:
            OSError: The system allows no further process.
        """
        worker_id = new_worker_id()
        command = ("-m", "ocrcore", "worker", "--until-stdin-closes", "--worker-id", worker_id)
        return cls(
            worker_id,
            await asyncio.create_subprocess_exec(sys.executable, *command, stdin=asyncio.subprocess.PIPE),
        )

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """The code it ended with, minus the signal's number if one ended it; None while it runs."""
        return self._process.returncode

    async def wait(self, timeout_s: float) -> None:
        """Wait until it ends, at most this long."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._process.wait(), timeout_s)

    def listen(self, live: Sequence[WorkerInfo], passed_s: float) -> None:
        """Note whether it was heard since the last time.

        Silence is counted by what was looked at, not by a clock: a parent that was itself stopped, or a clock that was
        set, does not make a worker look dead.
        """
        heartbeat = next((each.heartbeat_at for each in live if each.worker_id == self.worker_id), None)
        if heartbeat is not None and heartbeat != self._heartbeat:
            self._heartbeat = heartbeat
            self._silent_s = 0.0
        else:
            self._silent_s += passed_s

    def excuse(self) -> None:
        """Count its silence from now on: it could not have been heard."""
        self._silent_s = 0.0

    def is_silent(self, patience_s: float) -> bool:
        """Return whether it was not heard for this long."""
        return self._silent_s >= patience_s + (START_ALLOWANCE_S if self._heartbeat is None else 0.0)

    async def stop(self) -> None:
        """Ask it to finish or give back what it reads; kill it when it does not end in time."""
        if self.exit_code is None:
            self._process.terminate()
            await self.wait(STOP_TIMEOUT_S)
            await self.kill()

    async def kill(self) -> None:
        """Kill it, whatever it does; its OCR processes see that and end, also those that were stopped with it."""
        if self.exit_code is None:
            family: list[psutil.Process] = []
            with suppress(psutil.NoSuchProcess):
                family = psutil.Process(self.pid).children(recursive=True)
            self._process.kill()
            await self._process.wait()
            for process in family:
                with suppress(psutil.NoSuchProcess):
                    process.send_signal(signal.SIGCONT)
