"""Real servers, each on a free port and a data folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from random import randrange
from typing import TYPE_CHECKING

import httpx
import pytest
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
START_TIMEOUT_S = 90.0
STOP_TIMEOUT_S = 60.0


@contextmanager
def serving(folder: Path, *arguments: str, app: str = "streamlit_app.py", **settings: str) -> Iterator[str]:
    """Run the server on `folder` and give its address; it has stopped in order when the context ends."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OCR_")}
    environment |= {"OCR_DATA_DIR": str(folder / "data"), "OCR_WORKER_AUTOSTART": "0", **settings}
    with free_port() as port:
        command = [sys.executable, "-m", "streamlit", "run", app, "--server.port", str(port), *arguments]
        with (folder / "server.log").open("wb") as log:
            server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        address = f"http://127.0.0.1:{port}"
        try:
            wait_until_up(server, address, folder / "server.log")
            yield address
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(STOP_TIMEOUT_S)
            finally:
                server.kill()


def wait_until_up(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and server.poll() is None:
        try:
            httpx.get(f"{address}/api/v1/openapi.json", timeout=5)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"the server did not start:\n{log.read_text(encoding='utf-8')}")


@contextmanager
def free_port() -> Iterator[int]:
    """Give a port for a server; its UDP twin is held meanwhile, so that tests beside this one take another."""
    with socket.socket(type=socket.SOCK_DGRAM) as twin:
        while True:
            # Below those that the system gives to outgoing connections.
            address = ("127.0.0.1", randrange(20_000, 32_000))
            with suppress(OSError), socket.socket() as probe:
                probe.bind(address)
                twin.bind(address)
                break
        yield address[1]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server without a worker, where jobs stay as they are; uploads may have 1 MiB."""
    with serving(tmp_path_factory.mktemp("server"), OCR_MAX_UPLOAD_MB="1") as address:
        yield address


@pytest.fixture
def api(server: str) -> Iterator[httpx.Client]:
    """A client of the server without a worker, which has no jobs at first."""
    with httpx.Client(base_url=f"{server}/api/v1", timeout=30) as client:
        yield client
        for job in client.get("/jobs").json()["jobs"]:
            while client.delete(f"/jobs/{job['id']}").status_code != 204:
                pass


_shade = iter(range(256))


def picture() -> bytes:
    """Return a small picture, different each time."""
    stream = BytesIO()
    Image.new("L", (60, 40), next(_shade)).save(stream, "PNG")
    return stream.getvalue()


def submit(api: httpx.Client, name: str = "bon.png", **fields: str) -> httpx.Response:
    return api.post("/jobs", files={"file": (name, picture())}, data=fields or None)
