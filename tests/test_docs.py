"""The documentation names every setting and every error as the code has them."""

from __future__ import annotations

import inspect
from pathlib import Path

from ocrcore.config import Settings
from ocrcore.errors import walk

OPERATIONS = (Path(__file__).parents[1] / "docs" / "operations.md").read_text(encoding="utf-8")


def test_every_setting_is_documented() -> None:
    missing = [name for name in Settings.model_fields if f"`OCR_{name.upper()}`" not in OPERATIONS]
    assert missing == []


def test_every_error_is_documented_with_its_exit_code() -> None:
    rows = [f"| `{e.code}` | {e.exit_code} | {' '.join((inspect.getdoc(e) or '').split())} |" for e in walk()[1:]]
    assert [row for row in rows if row not in OPERATIONS] == []


def test_every_error_has_its_own_code_and_exit_code() -> None:
    classes = walk()
    assert len({each.code for each in classes}) == len(classes)
    assert len({each.exit_code for each in classes}) == len(classes)
