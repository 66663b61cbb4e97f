"""A folder to train on is made of pictures with line boxes, and holds what stands in them."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from training import fonts, real

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.engine
LINES = (("TOTAL", "12.50"), ("CASH,", "20.00"), ("MEMBER", "CARD"))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Two receipts in the public source's form."""
    source = tmp_path / "data"
    (source / "img").mkdir(parents=True)
    (source / "box").mkdir()
    face = next(each for each in fonts.faces() if "DejaVu Sans" in each.family and not each.bold)
    font = fonts.load(face, 26)
    for name in ("000", "001"):
        page, rows = Image.new("L", (420, 260), 245), []
        draw = ImageDraw.Draw(page)
        for row, words in enumerate(LINES):
            y = 30 + row * 70
            for word, x in zip(words, (30, 230), strict=True):
                draw.text((x, y), word, font=font, fill=20)
            rows.append(f"20,{y},390,{y},390,{y + 34},20,{y + 34},{' '.join(words)}")
        page.convert("RGB").save(source / "img" / f"{name}.jpg", quality=95)
        (source / "box" / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (source / "img" / "002.jpg").write_bytes(b"no picture, and no lines either")
    return source


def test_a_folder_is_made_that_can_be_trained_on(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from training import real_set

    without = source / "measured.txt"
    without.write_text("001\n", encoding="utf-8")
    folder = source / "made"
    monkeypatch.setattr(sys, "argv", ["real_set", str(source), str(folder), "--without", str(without)])
    real_set.main()
    entries = [json.loads(line) for line in (folder / "index.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [entry["image"] for entry in entries] == ["images/000.webp"]
    assert [line["text"] for line in entries[0]["lines"]] == [" ".join(words) for words in LINES]
    assert sorted(word["text"] for word in entries[0]["words"]) == sorted(word for words in LINES for word in words)
    pages = real.pages(folder)
    assert len(pages[0].words) == 6
    for word in pages[0].words:
        x0, y0 = np.floor(word.quad.min(0)).astype(int).clip(0)
        x1, y1 = np.ceil(word.quad.max(0)).astype(int)
        assert word.around[y0:y1, x0:x1].min() < 80


def test_a_text_may_hold_commas_and_lines_that_are_none_are_left_out(tmp_path: Path) -> None:
    from training.real_set import lines_of

    path = tmp_path / "a.csv"
    path.write_text("\ufeff1,2,30,2,30,9,1,9,NO. 4,  JALAN 5,\n\n1,2,3\n1,2,30,2,30,9,1,9, \n", encoding="utf-8")
    (line,) = lines_of(path)
    assert line.text == "NO. 4, JALAN 5,"
    assert line.box == (1, 2, 30, 9)


def test_the_picture_is_kept_in_grey(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from training import real_set

    folder = source / "made"
    monkeypatch.setattr(sys, "argv", ["real_set", str(source), str(folder), "--most", "1"])
    real_set.main()
    kept = cv2.imread(str(folder / "images" / "000.webp"), cv2.IMREAD_COLOR)
    assert kept is not None
    assert kept.shape == (260, 420, 3)
    assert np.ptp(kept.astype(int), axis=2).max() <= 2
