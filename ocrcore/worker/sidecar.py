"""The worker as the server's companion: started with it when none runs, stopped with it, replaced when it dies."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from typing import TYPE_CHECKING, Protocol

import psutil
from filelock import FileLock, Timeout

from ocrcore.errors import NoWorker, OcrDeskError
from ocrcore.worker.child import Child
from ocrcore.worker.fault_note import FaultNote, fault_of, fault_of_exit
from ocrcore.worker.trouble import Trouble

if TYPE_CHECKING:
    from ocrcore.config import Settings
    from ocrcore.queue.workers import WorkerInfo

log = logging.getLogger(__name__)

CHECK_INTERVAL_S = 2.0


class Workers(Protocol):
    """What the sidecar needs of a `WorkerQueue`; each call may raise `DatabaseError`."""

    async def live_workers(self) -> tuple[WorkerInfo, ...]:
        """Return the workers heard within the lease."""

    async def rescue_from(self, worker_id: str, /) -> list[str]:
        """Take back the jobs of a worker whose process has ended."""

    async def rescue_expired(self) -> list[str]:
        """Take back the jobs of workers that are not heard any more."""


class Sidecar:
    """Keeps one worker process alive while no other worker is.

    The lock in the data folder decides which of several servers on it is the one that starts a worker.
    """

    def __init__(self, settings: Settings, workers: Workers) -> None:
        self._settings = settings
        self._workers = workers
        self._interval_s = min(CHECK_INTERVAL_S, settings.lease_seconds / 6)
        self._lock = FileLock(settings.data_dir / "sidecar.lock", timeout=0)
        self._child: Child | None = None
        self._trouble = Trouble()
        self._note = FaultNote(settings.data_dir)
        self._watch: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to watch; the first worker is started before this returns if none is live and nothing is in the way."""
        self._settings.data_dir.mkdir(parents=True, exist_ok=True)
        self._note.clear()
        if self._settings.worker_autostart:
            pause_s = await self._check()
            self._watch = asyncio.create_task(self._keep_alive(pause_s))

    async def stop(self) -> None:
        """Stop the worker that this server started; it finishes or gives back what it is reading."""
        if self._watch is not None:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
        if self._child is not None:
            await self._child.stop()
        self._lock.release()

    async def _keep_alive(self, pause_s: float) -> None:
        while True:
            if self._child is not None and self._child.exit_code is None:
                await self._child.wait(pause_s)
            else:
                await asyncio.sleep(pause_s)
            pause_s = await self._check()

    async def _check(self) -> float:
        """Look after the worker once; return how many seconds later to do so again."""
        try:
            await self._ensure_worker()
        except Exception as error:
            # Whatever it is, a watch that ended here would leave the desk without a worker for ever.
            if self._child is not None:
                self._child.excuse()
            if self._trouble.happened(f"{type(error).__name__}: {error}"):
                self._note.write(fault_of(error))
                foreseen = isinstance(error, OcrDeskError | OSError)
                log.warning("No sure worker, trying again: %s", error, exc_info=not foreseen)
            return self._trouble.wait_s
        if self._trouble.ended():
            self._note.clear()
            log.info("The watch over the worker is calm again.")
        return self._interval_s

    async def _ensure_worker(self) -> None:
        live = await self._workers.live_workers()
        if self._child is not None:
            if self._child.exit_code is None and not await self._is_frozen(self._child, live):
                return
            await self._bury(self._child)
        if any(not _is_gone(worker) for worker in live):
            return
        try:
            self._lock.acquire()
        except Timeout:
            return  # another server's sidecar is in charge
        self._child = await Child.start()
        log.info("Started a worker, process %s.", self._child.pid)

    async def _is_frozen(self, child: Child, live: tuple[WorkerInfo, ...]) -> bool:
        lease_s = self._settings.lease_seconds
        child.listen(live, self._interval_s)
        if child.is_silent(lease_s / 2):
            # What it holds lapses. And where nobody can write, this raises, and its silence is not its fault.
            await self._workers.rescue_expired()
        return child.is_silent(lease_s)

    async def _bury(self, child: Child) -> None:
        """Give back what an ended or frozen worker holds.

        Raises:
            NoWorker: Always, in the end: a worker that ends again and again is started less and less often.
            DatabaseError: Its jobs could not be given back; they are when this is called again.
        """
        code = child.exit_code
        await child.kill()
        await self._workers.rescue_from(child.worker_id)
        self._child = None
        raise NoWorker(case="frozen") if code is None else fault_of_exit(code)


def _is_gone(worker: WorkerInfo) -> bool:
    """Return whether a worker that was heard lately ran on this machine and does so no more."""
    if worker.hostname != socket.gethostname() or worker.heartbeat_at is None:
        return False
    try:
        process = psutil.Process(worker.pid)
        is_another: bool = process.create_time() > worker.heartbeat_at.timestamp()
        return is_another or bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True
    except psutil.AccessDenied:
        return False
