"""The networks that ship with the project: whole, small, checked before use, and clearly missing when they are."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from ocrcore.engines.doctr import manifest
from ocrcore.engines.doctr.bundled import BundledNetworks
from ocrcore.engines.doctr.manifest import WEIGHTS, read_manifest
from ocrcore.errors import EngineUnavailable

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.engine
ROMANIAN = "ăâîșțĂÂÎȘȚ"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the weights that a test may damage."""
    return shutil.copytree(WEIGHTS, tmp_path / "weights")


def test_the_files_are_those_of_the_manifest_and_small_together() -> None:
    manifest = read_manifest()
    parts = (manifest.detection, manifest.recognition)
    for part in parts:
        assert hashlib.sha256((WEIGHTS / part["file"]).read_bytes()).hexdigest() == part["sha256"]
    assert sum((WEIGHTS / part["file"]).stat().st_size for part in parts) < 40_000_000


def test_the_alphabet_holds_romanian() -> None:
    assert set(ROMANIAN) <= set(read_manifest().recognition["vocabulary"])


def test_damaged_weights_are_not_used(folder: Path) -> None:
    path = folder / "recognition.onnx"
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    with pytest.raises(EngineUnavailable, match=r"recognition\.onnx are damaged"):
        BundledNetworks(threads=1, folder=folder)


def test_missing_weights_say_what_to_do(folder: Path) -> None:
    (folder / "detection.onnx").unlink()
    with pytest.raises(EngineUnavailable, match="Install the package anew"):
        BundledNetworks(threads=1, folder=folder)
    assert manifest.availability(WEIGHTS).available
    found = manifest.availability(folder)
    assert not found.available
    assert found.reason == "Missing weights: detection.onnx."
    assert found.install


def test_a_damaged_manifest_is_said_to_be_so(folder: Path) -> None:
    (folder / "weights.json").write_text("{", encoding="utf-8")
    found = manifest.availability(folder)
    assert not found.available
    assert "manifest" in found.reason


@pytest.mark.skipif(find_spec("doctr") is not None, reason="python-doctr is installed")
def test_published_weights_without_python_doctr_are_unavailable_with_the_line_that_installs_it() -> None:
    program = (
        "from ocrcore.engines.doctr.engine import DoctrEngine\n"
        "from ocrcore.errors import EngineUnavailable\n"
        "found = DoctrEngine.availability()\n"
        "assert not found.available and 'python-doctr' in found.reason\n"
        "assert 'requirements-pretrained.txt' in found.install\n"
        "try:\n"
        "    DoctrEngine().load(threads=1)\n"
        "except EngineUnavailable:\n"
        "    print('unavailable')\n"
    )
    environment = {**os.environ, "OCR_DOCTR_WEIGHTS": "pretrained"}
    answer = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "unavailable"
