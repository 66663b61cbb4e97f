"""Preparing a page, judging its reading, turning it, and merging two readings."""

from __future__ import annotations

import numpy as np
import pytest

from ocrcore.layout.coverage import covered_share
from ocrcore.layout.merge import merge
from ocrcore.layout.orientation import turns_to_try
from ocrcore.layout.page import Detection
from ocrcore.pipeline.looks.judgement import ACCEPTED, judge, signs
from ocrcore.pipeline.preprocess import light
from tests.engines.drawn import blank, receipt


def word(text: str, confidence: float, left: float, top: float) -> Detection:
    right, bottom = left + 12 * len(text), top + 24
    return Detection(
        text=text, confidence=confidence, quad=((left, top), (right, top), (right, bottom), (left, bottom))
    )


@pytest.mark.parametrize("size", [(1, 1), (2, 700), (700, 2), (40, 40), (640, 480)])
def test_preparing_takes_any_page_and_leaves_it_unchanged(size: tuple[int, int]) -> None:
    page = blank(*size, 200)
    before = page.copy()
    prepared = light(page)
    assert prepared.dtype == np.uint8
    assert prepared.shape == page.shape
    assert np.array_equal(page, before)


def test_white_on_black_is_turned_round() -> None:
    assert light(receipt(inverted=True)).mean() > 128
    assert np.array_equal(light(receipt()), receipt())


def test_faded_print_is_stretched() -> None:
    faded = (receipt().astype(np.float64) * 0.3 + 150).astype(np.uint8)
    assert np.ptp(light(faded)) > 200
    assert np.array_equal(light(blank(60, 60, 180)), blank(60, 60, 180))


def test_merging_keeps_the_surer_reading_of_each_row() -> None:
    first = [word("T0TAL", 0.5, 50, 100), word("59,37", 0.95, 400, 100), word("REST", 0.95, 50, 200)]
    second = [word("TOTAL", 0.95, 51, 101), word("59,37", 0.95, 399, 99), word("RE5T", 0.6, 50, 201)]
    assert sorted(piece.text for piece in merge(first, second, 700, 400)) == ["59,37", "REST", "TOTAL"]


def test_merging_adds_what_only_one_reading_saw() -> None:
    first = [word("SUS", 0.9, 50, 100)]
    second = [word("JOS", 0.9, 50, 300), word("~'", 0.3, 300, 350)]
    assert sorted(piece.text for piece in merge(first, second, 700, 400)) == ["JOS", "SUS"]
    rule = [word(sign, 0.95, 50 + 60 * place, 200) for place, sign in enumerate("=-=.=")]
    assert merge(first, rule, 700, 400) == first


def test_the_judgement_falls_with_doubt_and_with_print_left_out_and_rises_with_proof() -> None:
    page = receipt()
    words = [word("PAINE", 0.97, 100, 90 + 68 * row) for row in range(9)]
    doubtful = [*words[:5], *(word("l1l1l", 0.4, 100, 90 + 68 * row) for row in range(5, 9))]
    sure, unsure, partly = (signs(page, found, verdict=0.0) for found in (words, doubtful, words[:3]))
    assert judge(signs(blank(300, 300), [], verdict=0.0)) >= ACCEPTED
    assert judge(unsure) < judge(sure)
    assert judge(partly) < judge(sure)
    assert judge(signs(page, doubtful, verdict=1.0)) > judge(unsure)


def test_coverage_is_the_share_of_printed_rows_that_were_read() -> None:
    page = blank(600, 400)
    page[100:110, 50:250:4] = page[300:310, 50:250:4] = 0
    upper, lower = word("x" * 20, 1.0, 40, 93), word("x" * 20, 1.0, 40, 293)
    assert covered_share(page, [upper, lower]) == 1.0
    assert covered_share(page, [upper]) == pytest.approx(0.5, abs=0.02)
    assert covered_share(page, []) == 0.0
    assert covered_share(blank(600, 400), []) == 1.0


def test_only_doubtful_or_upright_running_pages_are_turned() -> None:
    level = [word("MAGAZIN", 0.95, 50, 40 * number) for number in range(8)]
    doubtful = [word("NIZVGVM", 0.6, 50, 40 * number) for number in range(8)]
    down = [
        Detection(
            text="MAGAZIN", confidence=0.95, quad=((40 * n + 24, 50), (40 * n + 24, 150), (40 * n, 150), (40 * n, 50))
        )
        for n in range(8)
    ]
    letters = [word("0", 0.5, 50, 40 * number) for number in range(20)]
    assert turns_to_try(level, 0.85) == ()
    assert turns_to_try(doubtful, 0.85) == (2,)
    assert turns_to_try(doubtful, 0.55) == ()
    assert turns_to_try(down, 0.85)[0] == 1
    assert turns_to_try(letters, 0.85)[0] in (1, 3)
    assert turns_to_try([], 0.85) == ()


def test_a_page_on_which_letters_are_guessed_is_tried_every_way() -> None:
    """A page of small print that lies on its side reads as a few level specks, as an upside-down one does."""
    specks = [word("lu#", 0.3, 50, 40 * number) for number in range(9)]
    assert sorted(turns_to_try(specks, 0.66)) == [1, 2, 3]
    assert sorted(turns_to_try(specks[:2], 0.66)) == [1, 2, 3]
