"""What `benchmarks.engines` says of a reading."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from benchmarks.processor_time import processor_s
from benchmarks.sheets import receipt_sheets, sroie_sheets
from benchmarks.word_f1 import word_f1

if TYPE_CHECKING:
    from pathlib import Path


def test_word_f1_counts_words_as_often_as_they_stand_there_in_any_order_and_case() -> None:
    assert word_f1([("TOTAL Lei 2,17", "2,17 total LEI")]) == 1.0
    assert word_f1([("a a b", "a c")]) == pytest.approx(2 * 1 / (3 + 2))
    assert word_f1([("a b", "a b"), ("c d", "")]) == pytest.approx(2 * 2 / (4 + 2))
    assert word_f1([("a", "")]) == 0.0


def test_the_work_of_programs_that_ran_is_counted() -> None:
    before = processor_s()
    subprocess.run([sys.executable, "-c", "sum(i * i for i in range(3_000_000))"], check=True)
    assert processor_s() - before > 0.05


def test_a_folder_in_the_form_of_sroie_gives_text_and_fields(tmp_path: Path) -> None:
    lines = [{"text": "SHOP SDN BHD", "box": [0, 0, 9, 2]}, {"text": "TOTAL 8.20", "box": [0, 3, 9, 5]}]
    record = {"image": "1.jpg", "lines": lines, "entities": {"company": "SHOP SDN BHD", "total": "$8.20"}}
    (tmp_path / "index.jsonl").write_text(json.dumps(record), "utf-8")
    (sheet,) = sroie_sheets(tmp_path)
    assert sheet.text == "SHOP SDN BHD\nTOTAL 8.20"
    found = {"vendor_name": {"value": "Shop Sdn. Bhd."}, "total": {"value": "8.26"}}
    assert sheet.right_fields(found) == (1, 2)


def test_a_folder_of_receipts_gives_fields_and_the_texts_that_lie_beside(tmp_path: Path) -> None:
    expected = {
        "a.jpg": {"vendor_contains": "lidl", "total": "19.77"},
        "b.jpg": {"taxes": [{"code": "B", "rate": "9", "amount": "0.18"}]},
    }
    (tmp_path / "expected.json").write_text(json.dumps(expected), "utf-8")
    (tmp_path / "b.txt").write_text("B-TVA 9% 0,18", "utf-8")
    first, second = receipt_sheets(tmp_path)
    assert (first.text, second.text) == (None, "B-TVA 9% 0,18")
    assert first.right_fields({"vendor_name": {"value": "LIDL Dienstleistung"}, "total": {"value": "19.77"}}) == (2, 2)
    assert first.right_fields({}) == (0, 2)
    assert second.right_fields({"taxes": [{"code": "B", "rate": "9", "amount": "0.18", "confidence": 0.9}]}) == (1, 1)
