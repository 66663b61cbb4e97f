"""The worker as the server's companion: started with it when none runs, stopped with it, replaced when it dies."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ocrcore.config import Settings

log = logging.getLogger(__name__)

CHECK_INTERVAL_S = 2.0
STOP_TIMEOUT_S = 20.0


class Sidecar:
    """Keeps one worker process alive while no other worker is.

    The lock in the data folder decides which of several servers on it is the one that starts a worker. The worker
    ends by itself when its standard input closes, so it cannot outlive a server that was killed.
    """

    def __init__(self, settings: Settings, worker_is_live: Callable[[], Awaitable[bool]]) -> None:
        self._settings = settings
        self._worker_is_live = worker_is_live
        self._lock = FileLock(settings.data_dir / "sidecar.lock", timeout=0)
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to watch; the first worker is started before this returns if none is live."""
        self._settings.data_dir.mkdir(parents=True, exist_ok=True)
        if self._settings.worker_autostart:
            await self._ensure_worker()
            self._watch = asyncio.create_task(self._keep_alive())

    async def stop(self) -> None:
        """Stop the worker that this server started; it finishes or gives back what it is reading."""
        if self._watch is not None:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            try:
                await asyncio.wait_for(self._process.wait(), STOP_TIMEOUT_S)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()
        self._lock.release()

    async def _keep_alive(self) -> None:
        while True:
            await asyncio.sleep(CHECK_INTERVAL_S)
            await self._ensure_worker()

    async def _ensure_worker(self) -> None:
        if self._process is not None and self._process.returncode is None:
            return
        if self._process is not None:
            log.warning("The worker ended with code %s; starting another.", self._process.returncode)
            self._process = None
        if await self._worker_is_live():
            return
        try:
            self._lock.acquire()
        except Timeout:
            return  # another server's sidecar is in charge
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "ocrcore", "worker", "--until-stdin-closes", stdin=asyncio.subprocess.PIPE
        )
        log.info("Started a worker, process %s.", self._process.pid)
