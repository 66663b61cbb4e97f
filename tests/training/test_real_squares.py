"""Squares of real pages hold their words' boxes, close to the ink."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from training import real_squares

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two pages of ten rows of two bars, each boxed with a tenth of its height around it."""
    lines = []
    for number in range(2):
        page, marks = np.full((700, 600), 240, np.uint8), []
        for row in range(10):
            for x, text in ((40, "TOTAL"), (300, "1 2.50")):
                y = 40 + row * 60
                cv2.rectangle(page, (x, y), (x + 149, y + 29), 20, -1)
                marks.append(
                    {"quad": [[x - 3, y - 3], [x + 153, y - 3], [x + 153, y + 33], [x - 3, y + 33]], "text": text}
                )
        cv2.imwrite(str(tmp_path / f"{number}.png"), page)
        lines.append({"image": f"{number}.png", "words": marks})
    lines.append({"image": "blank.png", "words": []})
    (tmp_path / "index.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return tmp_path


def test_a_box_is_drawn_close_to_its_ink_and_cut_at_its_blank() -> None:
    quad = [[0, 0], [66, 0], [66, 12], [0, 12]]
    assert real_squares.words({"quad": quad, "text": "TOTAL"}).tolist() == [[[1, 1], [65, 1], [65, 11], [1, 11]]]
    one, two = real_squares.words({"quad": quad, "text": "AB CDEFG"})
    assert one.tolist() == [[1, 1], [17, 1], [17, 11], [1, 11]]
    assert two.tolist() == [[25, 1], [65, 1], [65, 11], [25, 11]]


def test_pages_without_words_are_left_out(folder: Path) -> None:
    pages = real_squares.read(folder)
    assert [page.picture.name for page in pages] == ["0.png", "1.png"]
    assert [len(page.quads) for page in pages] == [30, 30]


def test_squares_hold_boxes_of_ink_at_the_detector_s_sizes(folder: Path) -> None:
    found = list(islice(real_squares.squares(np.random.default_rng(1), real_squares.read(folder)), 30))
    assert sum(len(square.quads) for square in found) > 200
    for square in found:
        assert square.pixels.shape == (384, 384, 3)
        assert square.quads.min(initial=0) >= 0
        assert square.quads.max(initial=0) <= 384
    heights = [float(np.median(np.ptp(square.quads[:, :, 1], axis=1))) for square in found if len(square.quads)]
    assert 7 < min(heights) < max(heights) < 28
    inked = [
        square.pixels[int(quad[:, 1].mean()), int(quad[:, 0].mean())].mean() < np.percentile(square.pixels, 90) - 25
        for square in found
        for quad in square.quads
        if len(square.quads) > 4
    ]
    assert np.mean(inked) > 0.85


def test_a_run_s_squares_are_mixed_and_held_out_pages_are_others(folder: Path) -> None:
    detection = pytest.importorskip("training.detection")
    options = detection.argparse.Namespace(real=[folder], validation=2, documents=0.0, real_share=1.0)
    train, held_out = detection.gathered(options)
    assert [page.picture.name for page in train] == ["0.png"]
    assert {name: len(squares) for name, squares in held_out.items()} == {"drawn": 2, "real": 2}
    source = detection.source_of(np.random.default_rng(2), options, train)
    assert all(square.pixels.shape == (384, 384, 3) for square in islice(source, 3))
