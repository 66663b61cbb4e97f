"""A desk that others reach asks who is there, and is shown in nobody's frame."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import httpx
import pytest

from ocrcore.errors import ConfigurationError
from ocrcore.web.open_desk import require_sign_in
from tests.web.conftest import ROOT, free_port, serving

if TYPE_CHECKING:
    from pathlib import Path

REFUSAL_TIMEOUT_S = 60


@pytest.mark.parametrize("address", ["127.0.0.1", "127.3.2.1", "::1", "[::1]", "localhost"])
def test_this_machine_alone_needs_no_sign_in(address: str) -> None:
    require_sign_in(address, sign_in=False, allow_open=False)


@pytest.mark.parametrize(
    "address", [None, "", "0.0.0.0", "::", "192.168.1.7", "desk.example.ro", "127.0.0.1.example.ro"]
)
def test_a_network_needs_sign_in_or_somebody_who_says_that_it_does_not(address: str | None) -> None:
    with pytest.raises(ConfigurationError, match="OCR_ALLOW_OPEN"):
        require_sign_in(address, sign_in=False, allow_open=False)
    require_sign_in(address, sign_in=True, allow_open=False)
    require_sign_in(address, sign_in=False, allow_open=True)


def test_a_server_on_a_network_without_sign_in_does_not_start(tmp_path: Path) -> None:
    with free_port() as port:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "streamlit", "run", "streamlit_app.py"),
                *("--server.port", str(port), "--server.address", "0.0.0.0"),
            ],
            cwd=ROOT,
            env={"OCR_DATA_DIR": str(tmp_path), "OCR_WORKER_AUTOSTART": "0", "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            timeout=REFUSAL_TIMEOUT_S,
            check=False,
        )
    assert done.returncode != 0
    assert "OCR_ALLOW_OPEN" in done.stdout + done.stderr


def test_no_other_site_shows_a_page_in_a_frame(tmp_path: Path) -> None:
    with serving(tmp_path) as address:
        for path in ("/", "/queue", "/result?job=1"):
            headers = httpx.get(f"{address}{path}").headers
            assert headers["content-security-policy"] == "frame-ancestors 'self'"
            assert headers["x-frame-options"] == "SAMEORIGIN"
        assert "default-src 'none'" in httpx.get(f"{address}/api/v1/queue").headers["content-security-policy"]
