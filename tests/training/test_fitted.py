"""A truth in capitals gets the case and the ends that were read, and never other letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.fitted import is_cut, recase, within

LETTERS = st.text(alphabet="ABCDEOSWXZ abcdeoswxz0123456789.-:șăÎ", max_size=14)


@pytest.mark.parametrize(
    ("truth", "read", "cased"),
    [
        ("TOTAL", "TOTAL", "TOTAL"),
        ("TOTAL", "Total", "Total"),
        ("CASHIER", "Cashler", "Cashier"),
        ("CASHIER", "CASHlER", "CASHIER"),
        ("JALAN", "jalan", "jalan"),
        ("SDN", "sDN", "SDN"),
        ("PRICE", "PRIcE", "PRICE"),
        ("DOS", "Dos", "Dos"),
        ("NO.:", "No.:", "No.:"),
        ("TAX INVOICE", "Tax INVOICE", "Tax INVOICE"),
        ("(GST", "(Gst", "(Gst"),
        ("12.50", "12,50", "12.50"),
        ("THANK YOU", "", "THANK YOU"),
        ("MCDONALD", "McDonald", "McDonald"),
        ("STRASSE", "Straße", "STRASSE"),
    ],
)
def test_case_is_taken_from_what_was_read(truth: str, read: str, cased: str) -> None:
    assert recase(truth, read) == cased


@pytest.mark.parametrize(
    ("truth", "read", "inside"),
    [
        ("CHANGE :", "Change", "CHANGE"),
        (": 17/1/2018", "17/1/2018", "17/1/2018"),
        (": CS00012504", "CS00012604", "CS00012504"),
        ("TOTAL :", "Total:", "TOTAL :"),
        ("KEEP THIS", "KEEPTHIS", "KEEP THIS"),
        ("MR. D. I.Y.", "MR.", "MR."),
        ("BILL NO", "BIING", "BILL NO"),
        ("TAX INVOICE", "", "INVOICE"),
        ("TOTAL", "", "TOTAL"),
        ("2 L", "TL", "2 L"),
    ],
)
def test_words_beside_the_box_are_left_out(truth: str, read: str, inside: str) -> None:
    assert within(truth, read) == inside


@pytest.mark.parametrize(
    ("truth", "read", "cut"),
    [
        ("ADJUSTMENTS", "adjus", True),
        ("ADJUSTMENTS", "tments", True),
        ("26.00", "26.", True),
        ("EAGLE", "EAGL", False),
        ("EAGLE", "EAGLE", False),
        ("CASHIER", "Cashlr", False),
        ("TAMPOI,", "TAMPOL,", False),
        ("TOTAL", "", False),
        ("TOTAL", "TL", False),
    ],
)
def test_a_word_that_its_box_cuts_through_is_told(truth: str, read: str, cut: bool) -> None:
    assert is_cut(truth, read) is cut


@given(LETTERS, LETTERS)
def test_what_is_left_is_a_run_of_the_truth_s_words(truth: str, read: str) -> None:
    inside = within(truth, read)
    assert f" {inside} " in f" {' '.join(truth.split())} "
    assert bool(inside) == bool(truth.split())
    assert within(truth, truth) == " ".join(truth.split())


@given(LETTERS, LETTERS)
def test_only_the_case_changes(truth: str, read: str) -> None:
    assert recase(truth, read).upper() == truth.upper()
    assert recase(truth.upper(), truth).upper() == truth.upper()
