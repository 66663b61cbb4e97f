"""Pages of synthetic documents: the same for the same seed, every word's place inside the picture and over its ink."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
import zxingcpp

from training.synthetic import CALIBRATION_SEEDS, KINDS, TEST_SEEDS, TRAINING_SEEDS, make_sample
from training.synthetic.__main__ import main
from training.synthetic.model import Graphic

if TYPE_CHECKING:
    from pathlib import Path

    from training.synthetic import Mark, Page, Sample


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    return [make_sample(seed, kind, wear) for kind in KINDS for seed, wear in ((1, "clean"), (2, "worn"))]


def _contrast(page: Page, mark: Mark) -> float:
    """How much darker (or lighter) than its surroundings the darkest part of a word is."""
    grey = cv2.cvtColor(page.image, cv2.COLOR_RGB2GRAY)
    quad = np.array(mark.quad)
    (x0, y0), (x1, y1) = np.floor(quad.min(0)).astype(int), np.ceil(quad.max(0)).astype(int)
    inside = grey[y0 : y1 + 1, x0 : x1 + 1]
    return float(np.percentile(inside, 98)) - float(np.percentile(inside, 2))


def test_the_same_seed_gives_the_same_page_and_another_seed_another() -> None:
    first, again, other = (make_sample(seed, "receipt", "worn").page for seed in (7, 7, 8))
    assert np.array_equal(first.image, again.image)
    assert first.words == again.words
    assert first.text == again.text
    assert first.text != other.text


def test_words_lie_inside_the_picture(samples: list[Sample]) -> None:
    for sample in samples:
        height, width = sample.page.image.shape[:2]
        for mark in (*sample.page.words, *sample.page.lines):
            quad = np.array(mark.quad)
            assert quad.min() >= 0
            assert (quad <= [width, height]).all()
            assert cv2.contourArea(quad.astype(np.float32)) > 2, (sample.document.kind, mark)


def test_words_lie_over_ink(samples: list[Sample]) -> None:
    for sample in samples:
        contrasts = np.array([_contrast(sample.page, mark) for mark in sample.page.words])
        assert np.percentile(contrasts, 5) > 22, (sample.document.kind, sample.wear)


def test_a_clean_pages_paper_is_empty_where_no_word_line_or_drawing_is() -> None:
    checked = 0
    for seed in range(20, 28):
        sample = make_sample(seed, "letter", "clean")
        if any(isinstance(block, Graphic) for block in sample.document.blocks):
            continue
        grey = cv2.cvtColor(sample.page.image, cv2.COLOR_RGB2GRAY)
        covered = np.zeros_like(grey)
        for mark in sample.page.words:
            cv2.fillPoly(covered, [np.array(mark.quad).round().astype(np.int32)], 255)
        left, top, right, bottom = cv2.boundingRect(covered)
        covered = cv2.dilate(covered, np.ones((7, 7), np.uint8))
        text = np.s_[top : top + bottom, left : left + right]
        ink = grey[text] < np.percentile(grey[text], 60) - 70
        assert ink[covered[text] == 0].mean() < 0.001
        checked += 1
    assert checked >= 3


def test_words_and_lines_tell_the_reference_text(samples: list[Sample]) -> None:
    for sample in samples:
        page = sample.page
        assert [line.text for line in page.lines] == page.text.split("\n")
        assert [word.text for word in page.words] == page.text.split()


def test_codes_on_clean_receipts_can_be_read() -> None:
    wanted = read = 0
    for seed in range(60):
        sample = make_sample(seed, "receipt_ro", "clean")
        codes = [
            block.payload for block in sample.document.blocks if isinstance(block, Graphic) and block.shape == "qr"
        ]
        if codes:
            wanted += 1
            read += codes[0] in [found.text for found in zxingcpp.read_barcodes(sample.page.image)]
        if wanted == 3:
            break
    assert wanted == 3
    assert read >= 2


def test_seeds_of_training_calibration_and_test_do_not_meet() -> None:
    ranges = (TRAINING_SEEDS, CALIBRATION_SEEDS, TEST_SEEDS)
    assert [(r.start, r.stop) for r in ranges] == [(0, 1_000_000), (1_000_000, 2_000_000), (2_000_000, 3_000_000)]


def test_the_command_writes_images_and_their_truth(tmp_path: Path) -> None:
    main([str(tmp_path), "--kind", "mixed", "--count", "3", "--seed", "2000000", "--wear", "mixed"])
    records = [json.loads(line) for line in (tmp_path / "index.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [record["seed"] for record in records] == [2000000, 2000001, 2000002]
    for record in records:
        image = cv2.imread(str(tmp_path / record["image"]))
        assert image is not None
        assert {"text", "words", "lines", "fields", "kind", "wear", "seed"} <= set(record)
        assert record["wear"] in {"clean", "worn"}
        height, width = image.shape[:2]
        assert all(0 <= x <= width and 0 <= y <= height for word in record["words"] for x, y in word["quad"])
