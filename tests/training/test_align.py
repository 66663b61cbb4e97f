"""A box gets the words of the truth that stand in it, or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.align import Found, Line, shared_out, texts_of

WORD = st.text(alphabet="ABCDEFGH0123456789.,", min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("text", "readings", "texts"),
    [
        ("TAX INVOICE", ["Tax", "Invoice"], ["TAX", "INVOICE"]),
        ("TAX INVOICE", ["Tax Invo1ce"], ["TAX INVOICE"]),
        ("TAX INVOICE", ["TaxInvoice"], ["TAX INVOICE"]),
        ("TAX INVOICE", ["Tax"], ["TAX"]),
        ("TAX INVOICE", ["Invoice"], ["INVOICE"]),
        ("TAX INVOICE", [], []),
        ("", ["~"], [""]),
        ("NO. 42, JALAN PBS 14/11,", ["NO.", "42", "JALAN", "PRS", "14/11,"], ["NO.", "42,", "JALAN", "PBS", "14/11,"]),
        ("RM 0.30", ["|", "RM", "0.3O"], ["", "RM", "0.30"]),
        ("TOTAL 12.50", ["xqzv", "12.50"], ["", "12.50"]),
        ("A A A", ["A", "A", "A"], ["A", "A", "A"]),
        ("1 UNIT * 2 = 4", ["1 UNIT", "* 2", "= 4"], ["1 UNIT", "* 2", "= 4"]),
    ],
)
def test_words_go_to_the_boxes_they_were_read_in(text: str, readings: list[str], texts: list[str]) -> None:
    assert shared_out(text.split(), readings) == texts


@given(st.lists(WORD, max_size=6))
def test_words_that_were_read_right_come_back_as_they_are(words: list[str]) -> None:
    assert shared_out(words, words) == words


@given(st.lists(WORD, max_size=6), st.lists(WORD, max_size=6))
def test_no_word_is_given_out_twice_nor_in_another_order(words: list[str], readings: list[str]) -> None:
    given_out = " ".join(part for part in shared_out(words, readings) if part).split()
    rest = iter(words)
    assert all(word in rest for word in given_out)


def test_boxes_belong_to_the_line_they_lie_in() -> None:
    lines = [Line(box=(0, 0, 200, 20), text="TOTAL 9.00"), Line(box=(0, 24, 200, 44), text="CASH 9.00")]
    found = [
        Found(box=(100, 22, 150, 46), read="9.00"),
        Found(box=(0, -2, 60, 21), read="Total"),
        Found(box=(0, 23, 50, 45), read="Cash"),
        Found(box=(100, -2, 150, 21), read="9,00"),
        Found(box=(0, 80, 50, 100), read="Total"),
    ]
    assert texts_of(found, lines) == ["9.00", "TOTAL", "CASH", "9.00", ""]


def test_a_page_without_a_truth_gives_no_text() -> None:
    assert texts_of([Found(box=(0, 0, 10, 10), read="a")], []) == [""]
    assert texts_of([], [Line(box=(0, 0, 10, 10), text="A")]) == []


def test_a_box_without_area_is_on_no_line() -> None:
    assert texts_of([Found(box=(5, 5, 5, 9), read="A")], [Line(box=(0, 0, 10, 10), text="A")]) == [""]
