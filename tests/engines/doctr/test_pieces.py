"""Which boxes are pieces of one word, and what the networks make of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocrcore.engines.doctr.bundled import BundledNetworks
from ocrcore.engines.doctr.pieces import join_pieces, joined, touching

if TYPE_CHECKING:
    from numpy.typing import NDArray


def box(x0: float, y0: float, x1: float, y1: float) -> list[list[float]]:
    return [[x0, y0], [x1, y0], [x1, y1], [x0, y1]]


BOXES = np.array(
    [
        box(0, 0, 50, 20),
        box(52, 1, 90, 21),  # close behind the first
        box(110, 0, 150, 20),  # a blank away
        box(52, 30, 90, 50),  # another row
        box(92, 0, 140, 60),  # three times as high
    ],
    np.float64,
)


@pytest.mark.parametrize("degrees", [0, 7, -20, 90, 180])
def test_pieces_stand_close_on_one_row_and_are_alike_in_height(degrees: float) -> None:
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    assert touching(BOXES @ np.array([[cos, sin], [-sin, cos]])) == [(0, 1)]


def test_one_box_has_no_pieces() -> None:
    assert touching(BOXES[:1]) == []
    assert touching(BOXES[:0]) == []


def test_joined_boxes_reach_from_end_to_end() -> None:
    assert joined(BOXES[0], BOXES[1]).tolist() == [[0, 0], [90, 1], [90, 21], [0, 20]]


@pytest.mark.parametrize(
    ("words", "cut_before", "text"), [("12.10.2024", "10", "12.10.2024"), ("TOTAL LEI", "LEI", "")]
)
def test_pieces_are_one_word_when_they_are_read_as_one(words: str, cut_before: str, text: str) -> None:
    gray, quads = drawn_and_cut(words, cut_before)
    reader = BundledNetworks(threads=1).reader
    readings = reader.read_boxes(gray, quads)
    found, texts = join_pieces(gray, quads, readings, reader)
    if text:
        assert [each.text for each in texts] == [text]
        assert found.tolist() == [joined(quads[0], quads[1]).tolist()]
    else:
        assert texts == readings
        assert found.tolist() == quads.tolist()


def drawn_and_cut(words: str, cut_before: str) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Draw words on one row, and return two boxes that meet before a part of them."""
    font = ImageFont.load_default(size=32)
    image = Image.new("L", (400, 100), 255)
    ImageDraw.Draw(image).text((40, 30), words, font=font, fill=0)
    left, top, right, bottom = font.getbbox(words, anchor="la")
    middle = font.getlength(words[: words.index(cut_before)])
    edges = (left, middle), (middle, right)
    quads = [box(40 + x0 - 1, 30 + top - 1, 40 + x1 + 1, 30 + bottom + 1) for x0, x1 in edges]
    return np.asarray(image, np.uint8), np.array(quads, np.float64)
