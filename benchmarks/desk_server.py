"""A real server with its worker on a folder of its own, which commands about reliability hurt and start again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

import httpx
import psutil

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
START_S = 120.0
STOP_S = 60.0
ROLES = ("OCR process", "worker", "inspection", "server")
_MARKS = {
    "OCR process": "spawn_main",
    "worker": "--worker-id",
    "inspection": "ocrcore.documents.inspection_process",
    "server": "streamlit",
}


class DeskServer:
    """One desk; its processes are found by what they are for."""

    def __init__(self, folder: Path, *arguments: str, **settings: str) -> None:
        self.folder = folder
        self._arguments = arguments
        self.data_dir = folder / "data"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        clean = {name: value for name, value in os.environ.items() if not name.startswith("OCR_")}
        ours = {"OCR_DATA_DIR": str(self.data_dir), "OCR_DEFAULT_ENGINE": "tesseract", "OCR_WORKER_PROCESSES": "2"}
        self._environment = clean | ours | {"TMPDIR": str(folder)} | settings
        self._process: subprocess.Popen[bytes] | None = None
        self.api = httpx.Client(base_url=f"http://127.0.0.1:{self.port}/api/v1", timeout=60)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.port", str(self.port)]
        command += self._arguments
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=log, stderr=log)
        until(self._answers, START_S, "the server answers")

    def stop(self) -> None:
        """Stop it in order; kill it when it does not end."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_S)
            self._process.kill()

    def start_again_if_it_ended(self) -> None:
        """Do what systemd would."""
        if self._process is None or self._process.poll() is not None:
            self.start()

    def processes(self, role: str) -> list[psutil.Process]:
        """Return the processes of a role, of "all" every one of them, also those whose parent has died."""
        found = []
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                command = " ".join(process.cmdline())
                is_role = any(mark in command for name, mark in _MARKS.items() if role in {name, "all"})
                if is_role and process.environ().get("TMPDIR") == str(self.folder):
                    found.append(process)
        return found

    def memory_mb(self, role: str) -> float:
        """Return the resident memory of a role's processes."""
        total = 0
        for process in self.processes(role):
            with suppress(psutil.Error):
                total += process.memory_info().rss
        return total / 1024**2

    def upload(self, name: str, data: bytes, **headers: str) -> httpx.Response:
        """Send a document; wait as long as the server says when it has too much to do."""
        while True:
            answer = self.api.post("/jobs", files={"file": (name, data)}, headers=headers)
            if answer.status_code != 429:
                return answer
            time.sleep(float(answer.headers["Retry-After"]))

    def waiting(self) -> int:
        """Return how many documents wait or are being read."""
        counts = self.api.get("/queue").json()["counts"]
        return int(counts["pending"]) + int(counts["processing"])

    def _answers(self) -> bool:
        with suppress(httpx.TransportError):
            return self.api.get("/openapi.json", timeout=5).status_code == 200
        return False


def until(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """Wait for a condition.

    Raises:
        TimeoutError: It did not come true.
    """
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds:.0f} s in vain until {what}")
        time.sleep(0.1)
