"""Rows from pieces: whole on level, tilted, bent and perspective pages."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from ocrcore.layout.page import Detection
from ocrcore.layout.rows import form_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocrcore.layout.page import Point, Quad

WIDTH, HEIGHT, PITCH, PRINT = 700, 1600, 40, 26
ROWS = [(f"ARTICOL NUMARUL {number}", f"{number},50") for number in range(1, 36)]


def piece(text: str, left: float, top: float, move: Callable[[float, float], Point]) -> Detection:
    right, bottom = left + 13 * len(text), top + PRINT
    quad: Quad = (move(left, top), move(right, top), move(right, bottom), move(left, bottom))
    return Detection(text=text, confidence=0.9, quad=quad)


def page(move: Callable[[float, float], Point]) -> list[Detection]:
    """Return labels and amounts in an order that tells nothing."""
    labels = [piece(label, 60, 60 + PITCH * number, move) for number, (label, _) in enumerate(ROWS)]
    amounts = [piece(amount, 560, 60 + PITCH * number, move) for number, (_, amount) in enumerate(ROWS)]
    return [*amounts[::-1], *labels]


def turned(degrees: float) -> Callable[[float, float], Point]:
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))

    def move(x: float, y: float) -> Point:
        x, y = x - WIDTH / 2, y - HEIGHT / 2
        return x * cos - y * sin + WIDTH / 2, x * sin + y * cos + HEIGHT / 2

    return move


def in_perspective(x: float, y: float) -> Point:
    depth = 1 + 0.15 * (x / WIDTH - 0.5) + 0.1 * (y / HEIGHT - 0.5)
    return WIDTH / 2 + (x - WIDTH / 2) / depth, HEIGHT / 2 + (y - HEIGHT / 2) / depth


def curled(x: float, y: float) -> Point:
    return x, y + 12 * math.sin(math.pi * x / WIDTH)


@pytest.mark.parametrize(
    "move",
    [turned(0), turned(3), turned(-8), turned(15), turned(90), turned(180), in_perspective, curled],
    ids=["level", "3", "-8", "15", "90", "180", "perspective", "curl"],
)
def test_a_label_and_its_amount_stay_on_one_line(move: Callable[[float, float], Point]) -> None:
    lines = form_lines(page(move), WIDTH, HEIGHT)
    assert [line.text for line in lines] == [f"{label} {amount}" for label, amount in ROWS]


@pytest.mark.parametrize("degrees", [0, 0.3, -0.3, 0.55, -0.55])
@pytest.mark.parametrize("count", [20, 80, 120])
def test_a_tall_page_of_upright_boxes_keeps_its_rows_when_it_is_slightly_tilted(count: int, degrees: float) -> None:
    """Boxes that stand upright do not tell the tilt, which takes the end of a long row half-way to the next one."""
    width, height, pitch = 1240, 200 + 24 * count, 24
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))

    def upright(text: str, left: float, top: float) -> Detection:
        x, y = left + 5 * len(text) - width / 2, top + 9 - height / 2
        x, y = x * cos - y * sin + width / 2, x * sin + y * cos + height / 2
        x0, y0, x1, y1 = x - 5 * len(text), y - 9, x + 5 * len(text), y + 9
        return Detection(text=text, confidence=0.9, quad=((x0, y0), (x1, y0), (x1, y1), (x0, y1)))

    rows = [(f"PRODUS {'ABCDEFGH'[: number % 7 + 1]}", f"{number},{number % 10}9") for number in range(count)]
    labels = [
        upright(word, 40 + 90 * place, 100 + pitch * row)
        for row, (label, _) in enumerate(rows)
        for place, word in enumerate(label.split())
    ]
    amounts = [upright(amount, 1120, 100 + pitch * row) for row, (_, amount) in enumerate(rows)]
    lines = form_lines([*amounts, *labels], width, height)
    assert [line.text for line in lines] == [f"{label} {amount}" for label, amount in rows]


def test_columns_with_their_own_baselines_are_not_mixed() -> None:
    level = turned(0)
    left = [piece("FURNIZOR", 40, 100 + 44 * number, level) for number in range(5)]
    right = [piece("CUMPARATOR", 400, 122 + 44 * number, level) for number in range(5)]
    lines = form_lines([*left, *right], WIDTH, HEIGHT)
    assert [line.text for line in lines] == ["FURNIZOR", "CUMPARATOR"] * 5


def test_a_run_of_words_is_cut_at_its_blanks() -> None:
    (line,) = form_lines([piece("TOTAL  LEI 59,37", 60, 60, turned(0))], WIDTH, HEIGHT)
    assert line.text == "TOTAL LEI 59,37"
    assert [word.text for word in line.words] == ["TOTAL", "LEI", "59,37"]
    total, lei, amount = (word.box for word in line.words)
    assert total[2] < lei[0] < lei[2] < amount[0]
    assert amount[2] == pytest.approx((60 + 13 * 16) / WIDTH)


def test_a_stamp_across_the_rows_joins_none() -> None:
    stamp = Detection(text="ACHITAT", confidence=0.9, quad=((300, 900), (480, 720), (500, 740), (320, 920)))
    lines = form_lines([*page(turned(0)), stamp], WIDTH, HEIGHT)
    assert "ACHITAT" in [line.text for line in lines]
    assert len(lines) == len(ROWS) + 1


def test_a_small_amount_beside_a_large_label_is_on_its_line() -> None:
    large = Detection(text="TOTAL", confidence=0.9, quad=((60, 100), (260, 100), (260, 152), (60, 152)))
    lines = form_lines([large, piece("59,37", 560, 118, turned(0))], WIDTH, HEIGHT)
    assert [line.text for line in lines] == ["TOTAL 59,37"]


def test_boxes_stay_on_the_page() -> None:
    outside = Detection(text="X", confidence=1.2, quad=((-9, -9), (40, -9), (40, 20), (-9, 20)))
    (line,) = form_lines([outside], WIDTH, HEIGHT)
    assert line.box == (0.0, 0.0, 40 / WIDTH, 20 / HEIGHT)
    assert line.confidence == 1.0


def test_nothing_gives_no_lines() -> None:
    assert form_lines([], WIDTH, HEIGHT) == ()
    assert form_lines([piece("  ", 0, 0, turned(0))], WIDTH, HEIGHT) == ()


def test_letters_with_a_cedilla_become_those_with_a_comma_below() -> None:
    """Engines give the letters of the old code pages; Romanian has its own since ISO 8859-16."""
    (line,) = form_lines([piece("ŞTEFĂNIŢĂ ţară şi", 60, 60, turned(0))], WIDTH, HEIGHT)
    assert line.text == "ȘTEFĂNIȚĂ țară și"
    assert [word.text for word in line.words] == line.text.split()
