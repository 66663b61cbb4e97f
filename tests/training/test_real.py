"""Words of a folder of pages come out as they stand there, worn but legible, and parted by page."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from training import real, words
from training.retake import retaken

if TYPE_CHECKING:
    from pathlib import Path

ROWS = (("TOTAL", "12.50", "LEI"), ("CASA", "nr.", "7"), ("MULTUMIM", "VA", "ASTEPTAM"))
LETTER_PX, ROW_PX, GAP_PX = 14, 40, 6


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty pages of black bars on white, one as wide as its word, each page a little darker than the one before."""
    folder = tmp_path_factory.mktemp("pages")
    lines = []
    for number in range(20):
        page = np.full((160, 420), 250 - number, np.uint8)
        marks = []
        for row, texts in enumerate(ROWS):
            x, y = 10, 10 + row * ROW_PX
            for text in texts:
                width = LETTER_PX * len(text)
                cv2.rectangle(page, (x + 2, y + 2), (x + width - 2, y + 22), 20, -1)
                quad = [[x, y], [x + width, y], [x + width, y + 24], [x, y + 24]]
                marks.append({"quad": quad, "text": text.upper(), "read": text})
                x += width + GAP_PX
        marks.append({"quad": [[5, 140], [60, 140], [60, 155], [5, 155]], "text": "日本", "read": ""})
        cv2.imwrite(str(folder / f"{number}.png"), page)
        lines.append(json.dumps({"image": f"{number}.png", "words": marks}))
    (folder / "index.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_every_word_that_the_alphabet_can_print_is_there_in_its_case(folder: Path) -> None:
    pages = real.pages(folder)
    assert len(pages) == 20
    assert [word.text for word in pages[0].words] == [text for row in ROWS for text in row]


def test_neighbours_on_a_row_are_kept_as_glued_and_rows_are_not(folder: Path) -> None:
    assert [word.text for word in real.pages(folder)[3].glued] == [
        "TOTAL 12.50", "12.50 LEI", "CASA nr.", "nr. 7", "MULTUMIM VA", "VA ASTEPTAM",
    ]  # fmt: skip


def test_pages_are_held_out_whole_and_from_the_end(folder: Path) -> None:
    pages = real.pages(folder)
    train, held = real.parted(pages, 0.1)
    assert (len(train), len(held)) == (18, 2)
    assert [*train, *held] == pages


def test_held_out_crops_are_the_boxes_as_they_are(folder: Path) -> None:
    crops = real.held_out_crops(real.pages(folder)[-1:])
    assert [crop.text for crop in crops] == [text for row in ROWS for text in row]
    for crop in crops:
        width = crop.pixels.shape[1]
        assert crop.pixels.shape[0] == words.HEIGHT_PX
        assert width == pytest.approx(LETTER_PX * len(crop.text) * words.HEIGHT_PX / 24, abs=1)
        assert crop.pixels[16, width // 2] < 60
        assert crop.pixels[:, 0].min() > 150


def test_training_crops_are_worn_and_keep_their_word(folder: Path) -> None:
    crops = list(islice(real.word_crops(np.random.default_rng(1), real.pages(folder)), 600))
    assert {crop.kind for crop in crops} == {"real", "real glued"}
    glued = [crop for crop in crops if crop.kind == "real glued"]
    assert 30 < len(glued) < 120
    assert all(" " in crop.text for crop in glued)
    assert all(words.fits(crop.text, crop.pixels.shape[1]) for crop in crops)
    inked = [np.ptp(crop.pixels) > 40 for crop in crops]
    assert np.mean(inked) > 0.9
    assert len({crop.pixels.tobytes() for crop in crops if crop.text == "TOTAL"}) > 20


def test_the_same_seed_gives_the_same_crops(folder: Path) -> None:
    pages = real.pages(folder)
    first, second = (list(islice(real.word_crops(np.random.default_rng(2), pages), 40)) for _ in range(2))
    for one, other in zip(first, second, strict=True):
        assert one.text == other.text
        assert np.array_equal(one.pixels, other.pixels)


def test_a_picture_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "index.jsonl").write_text('{"image": "gone.png", "words": []}\n', encoding="utf-8")
    with pytest.raises(FileNotFoundError, match=r"gone\.png"):
        real.pages(tmp_path)


def test_a_crop_of_any_size_is_retaken_in_its_shape() -> None:
    rng = np.random.default_rng(4)
    for seed in range(150):
        pixels = rng.integers(0, 256, (32, 8 + seed * 3), np.uint8)
        taken = retaken(np.random.default_rng(seed), pixels)
        assert taken.shape == pixels.shape
        assert taken.dtype == np.uint8
