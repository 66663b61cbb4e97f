"""A truth in capitals gets the case that was read, and never other letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.recase import recase

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


@given(LETTERS, LETTERS)
def test_only_the_case_changes(truth: str, read: str) -> None:
    assert recase(truth, read).upper() == truth.upper()
    assert recase(truth.upper(), truth).upper() == truth.upper()
