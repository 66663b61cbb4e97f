"""The program Tesseract: how it is called, and what it may do wrong."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from ocrcore.engines.base import ReadOptions
from ocrcore.engines.tesseract import TesseractEngine
from ocrcore.errors import EngineError, EngineTimeout, EngineUnavailable, OcrDeskError
from ocrcore.layout.orientation import turns_to_try
from ocrcore.layout.page import Detection
from tests.engines.drawn import ROWS, blank, receipt

if TYPE_CHECKING:
    from pathlib import Path

REAL = shutil.which("tesseract")
pytestmark = [pytest.mark.engine, pytest.mark.skipif(REAL is None, reason="The program tesseract is not installed.")]
ASKED = f'case "$*" in *--list-langs|*--version) exec {REAL} "$@";; esac'
"""A program that tells about itself as Tesseract does."""


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Put a shell script called `tesseract` before all others."""
    program = folder / "tesseract"
    program.write_text("\n".join(["#!/bin/sh", *lines, ""]), encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")


def test_it_runs_with_one_thread_and_once_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "calls"
    stand_in(tmp_path, monkeypatch, ASKED, f'echo "$OMP_THREAD_LIMIT $*" >> {log}', f'exec {REAL} "$@"')
    engine = TesseractEngine()
    engine.load(threads=4)
    words = engine.detect(receipt(), ReadOptions())
    assert " ".join(word.text for word in words[:3]) == ROWS[0][0]
    (call,) = log.read_text("utf-8").splitlines()
    assert call == "1 stdin stdout --psm 4 -l ron+eng tsv"


@pytest.mark.parametrize(
    ("lines", "error", "told"),
    [
        (("sleep 30",), EngineTimeout, "more than 0.5 s"),
        (("echo read_params_file >&2", "exit 1"), EngineError, "status 1.*read_params_file"),
        (("kill -9 $$",), EngineError, "status -9"),
        ((r"printf '\377\376'",), EngineError, "not UTF-8"),
    ],
    ids=["hangs", "fails", "is killed", "prints bytes"],
)
def test_what_it_does_wrong_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: tuple[str, ...], error: type[OcrDeskError], told: str
) -> None:
    stand_in(tmp_path, monkeypatch, ASKED, *lines)
    with pytest.raises(error, match=told):
        TesseractEngine().detect(blank(50, 50), ReadOptions(timeout_s=0.5))


def test_a_program_that_does_not_start_is_unavailable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, "exit 127")
    found = TesseractEngine.availability()
    assert not found.available
    assert "127" in found.reason
    with pytest.raises(EngineUnavailable, match="apt-get install"):
        TesseractEngine().load(threads=1)


@pytest.mark.parametrize(
    ("confidence", "turns"),
    [(0.72, ()), (0.55, (2,)), (0.45, (2, 1, 3))],
    ids=["a hard page", "upside down", "guessed letters"],
)
def test_a_page_that_is_only_hard_to_read_is_not_turned(confidence: float, turns: tuple[int, ...]) -> None:
    quads = [((10, y), (90, y), (90, y + 20), (10, y + 20)) for y in range(0, 300, 30)]
    words = [Detection(text="TOTAL", confidence=confidence, quad=quad) for quad in quads]
    assert turns_to_try(words, TesseractEngine.upright_confidence) == turns
