"""How high print is, told from its spots."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from ocrcore.engines.print_size import print_height
from tests.conftest import draw_document
from tests.engines.drawn import ROWS, blank


def page(size_px: int) -> np.ndarray:
    rows = [f"{label} {amount}" for label, amount in ROWS]
    return np.array(Image.open(BytesIO(draw_document(rows, size_px=size_px))))


@pytest.mark.parametrize("size_px", [14, 28, 56])
def test_print_is_as_high_as_its_capitals(size_px: int) -> None:
    assert print_height(page(size_px)) == pytest.approx(0.93 * size_px, rel=0.2)


def test_specks_do_not_count_as_print() -> None:
    clean = page(28)
    dirty = clean.copy()
    rng = np.random.default_rng(3)
    for y, x in zip(rng.integers(0, clean.shape[0] - 6, 150), rng.integers(0, clean.shape[1] - 6, 150), strict=True):
        dirty[y : y + 6, x : x + 6] = 0
    assert print_height(dirty) == pytest.approx(print_height(clean), rel=0.2)


def test_needle_print_is_not_measured_by_its_dots() -> None:
    dotted = page(28)
    dotted[::3] = 255
    assert print_height(dotted) == pytest.approx(print_height(page(28)), rel=0.25)


def test_where_nothing_is_printed_there_is_no_height() -> None:
    assert print_height(blank(300, 200)[:, :, 0]) == 0.0
    assert print_height(np.full((1, 1), 255, np.uint8)) == 0.0
