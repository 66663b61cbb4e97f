"""Engines of other packages: one that is broken does not take the others away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ocrcore.desk.desk import require_engine
from ocrcore.engines.base import engine_class, engine_classes
from ocrcore.errors import EngineUnavailable

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Install a package whose engine cannot be imported, and return the engine's name."""
    info = tmp_path / "broken_ocr-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: broken-ocr\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text("[ocrcore.engines]\nbroken = broken_ocr:Engine\n", "utf-8")
    (tmp_path / "broken_ocr.py").write_text(
        "raise OSError('libwhatever.so.1: cannot open shared object file')\n", "utf-8"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    return "broken"


def test_a_broken_engine_says_so_beside_the_others(broken: str) -> None:
    engines = engine_classes()
    assert {"tesseract", "paddleocr", broken} <= engines.keys()
    found = engines[broken].availability()
    assert not found.available
    assert "libwhatever.so.1" in found.reason
    with pytest.raises(EngineUnavailable, match="libwhatever"):
        require_engine(broken)
    with pytest.raises(EngineUnavailable, match="libwhatever"):
        engine_class(broken)().load(threads=1)
