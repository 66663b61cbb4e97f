"""How boxes are framed before they are cut out."""

from __future__ import annotations

import numpy as np
import pytest

from ocrcore.engines.doctr_crops import cut, framed


def test_margins_are_told_in_heights_of_the_box() -> None:
    box = np.array([[100, 50], [180, 50], [180, 70], [100, 70]], np.float64)
    assert framed(box, (0.1, -0.05, 0.2, -0.1)) == pytest.approx(
        np.array([[98, 51], [184, 51], [184, 68], [98, 68]], np.float64)
    )


def test_a_tilted_box_grows_along_its_own_sides() -> None:
    turn = np.array([[0.8, 0.6], [-0.6, 0.8]])
    box = np.array([[0, 0], [80, 0], [80, 20], [0, 20]], np.float64)
    level = framed(box, (0.1, 0.2, 0.3, 0.4))
    assert framed(box @ turn, (0.1, 0.2, 0.3, 0.4)) == pytest.approx(level @ turn)


def test_a_crop_is_as_high_as_the_network_reads() -> None:
    page = np.full((100, 300), 255, np.uint8)
    crop = cut(page, np.array([[10, 10], [110, 10], [110, 60], [10, 60]], np.float64))
    assert crop.shape == (32, 64)
