"""Of two readings of a word the better one stays, and words that were cut are whole again."""

from __future__ import annotations

import pytest

from ocrcore.layout.page import Detection
from ocrcore.pipeline.looks.better_word import are_one, better_word


def word(text: str, confidence: float, left: float = 0, right: float = 100) -> Detection:
    return Detection(
        text=text, confidence=confidence, quad=((left, 0.0), (right, 0.0), (right, 20.0), (left, 20.0))
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "again", "better"),
    [
        (("T0TA1", 0.6), ("TOTAL", 0.9), "TOTAL"),  # surer
        (("goods", 0.85), ("gpods", 0.88), "goods"),  # not clearly surer
        (("JUDEȚUL", 0.7), ("JUDETUL", 0.99), "JUDEȚUL"),  # only marks differ
        (("Scândură", 0.7), ("Scândurā", 0.99), "Scândură"),
        (("Slip:", 0.6), ("S1ip:", 0.95), "Slip:"),  # a word of letters
        (("B1LL", 0.9), ("BILL", 0.92), "BILL"),
        (("FAKTURA", 0.7), ("FAKTÚRA", 0.9), "FAKTÚRA"),
        (("RO63134671", 0.8), ("R063134671", 0.99), "RO63134671"),  # the same shapes, both with one change
        (("AO1", 0.4), ("A01", 0.9), "A01"),
        (("LEI", 0.5), (" ", 0.0), "LEI"),  # nothing was read again
        (("17,3O", 0.5), ("17,30 ", 0.9), "17,30"),
    ],
)
def test_the_better_reading_stays(first: tuple[str, float], again: tuple[str, float], better: str) -> None:
    assert better_word(word(*first), word(*again)).text == better


def test_readings_that_agree_but_for_marks_are_as_sure_as_the_surer() -> None:
    assert better_word(word("PLATĂ", 0.7), word("PLATÄ", 0.9)).confidence == 0.9


@pytest.mark.parametrize(
    ("left", "right", "starts_at", "one"),
    [
        ("adjus", "tments", 95, True),  # the boxes overlap
        ("adjus", "tments", 100, True),
        ("adjus", "tments", 102, False),  # room between them
        ("of ", "GST", 100, False),  # a blank was read
        ("of", " GST", 100, False),
        ("adjus", "", 100, False),  # one of them was not read
    ],
)
def test_touching_words_are_one_when_no_blank_is_read(left: str, right: str, starts_at: float, one: bool) -> None:
    first, second = word("adjus", 0.9), word("tuents", 0.7, starts_at, 200)
    assert are_one(first, second, word(left, 0.9), word(right, 0.9)) is one
