"""Nothing that is read leaves the machine: without a network, no name is looked up and nobody is called."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ALONE = ("unshare", "--map-root-user", "--net")
REPORT_S = 15
"""ONNX Runtime 1.32 calls its maker's server within 12 s of a session's first run."""

READ_WITH_ALL = f"""
import time
from ocrcore.config import load_settings
from ocrcore.engines.base import ReadOptions, engine_classes
from ocrcore.pipeline.run import load_engine
from tests.engines.drawn import receipt
for name, found in engine_classes().items():
    if found.availability().available:
        assert load_engine(name, load_settings(worker_processes=1)).detect(receipt(), ReadOptions(timeout_s=120)), name
time.sleep({REPORT_S})
"""

LOOK_UP = """
import socket
try:
    socket.getaddrinfo("example.com", 443)
except OSError:
    pass
"""


def attempts(*command: str) -> int:
    """Run Python without a network and return how often it tried to reach one.

    Skips the test where a namespace cannot be made.
    """
    if shutil.which("unshare") is None or subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no network namespace can be made here")
    watched = [*ALONE, sys.executable, "-m", "tests.without_network", sys.executable, *command]
    done = subprocess.run(watched, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return int(done.stdout.rpartition("attempts: ")[2])


def test_a_lookup_would_be_seen() -> None:
    assert attempts("-c", LOOK_UP) > 0


@pytest.mark.engine
def test_no_engine_calls_anybody() -> None:
    assert attempts("-c", READ_WITH_ALL) == 0


@pytest.mark.engine
def test_the_server_and_its_worker_call_nobody() -> None:
    journey = "tests/web/test_server.py::test_one_command_reads_a_document_and_leaves_no_process"
    assert attempts("-m", "pytest", "-q", "-p", "no:cacheprovider", journey) == 0
