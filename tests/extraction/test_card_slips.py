"""The slip of a card terminal under a receipt: its time is not the receipt's, and nothing on it is a customer."""

from __future__ import annotations

from datetime import date

import pytest

from ocrcore.extraction import Extraction, extract, from_plain_text
from ocrcore.extraction.checks.doubt import MOST_IN_DOUBT

TODAY = date(2026, 11, 24)
RECEIPT = """
MAGAZIN TEST SRL
STR. LUNGA 5, BRASOV
COD FISCAL: RO12345674
PAINE ALBA 11,98 A
LAPTE 1L 8,02 A
TOTAL LEI 20,00
TVA A - 21% 3,47
TOTAL TVA 3,47
CARD 20,00
BON NR: 0012
{when}
BON FISCAL
"""
SLIP = """
Chitanță Client
MASTERCARD CTLS
TID: 12345678 MID: 000123456789
Nr. Autorizare: 445566
Data: {day} Ora: 12:31:20
SUMA 20,00 LEI
TRANZACȚIE APROBATĂ
"""


def read(when: str, day: str = "14/03/2026") -> Extraction:
    text = RECEIPT.format(when=when).strip() + SLIP.format(day=day)
    return extract(from_plain_text(text), today=TODAY)


@pytest.mark.parametrize(
    "when", ["DATA: 14-03-2026 ORA: 12:30:05", "ORA: 12:30:05 DATA: 14-03-2026", "14/03/2026 12:30:05"]
)
def test_the_time_is_the_receipt_s(when: str) -> None:
    found = read(when)
    assert (found.scalars["time"].value, found.scalars["date"].value) == ("12:30:05", "2026-03-14")
    assert "customer_name" not in found.scalars


def test_the_slip_s_time_alone_is_no_sure_time() -> None:
    for when in ("DATA: 14-03-2026", ""):
        time = read(when).scalars.get("time")
        assert time is None or time.confidence <= MOST_IN_DOUBT


def test_the_day_is_the_receipt_s_though_the_slip_is_of_the_next() -> None:
    found = read("ORA: 23:59:58 DATA: 14-03-2026", day="15/03/2026")
    assert (found.scalars["date"].value, found.scalars["time"].value) == ("2026-03-14", "23:59:58")


def test_a_slip_alone_has_its_own_time() -> None:
    found = extract(
        from_plain_text("MAGAZIN TEST SRL\nCOD FISCAL: RO12345674" + SLIP.format(day="14/03/2026")), today=TODAY
    )
    assert found.scalars["time"].value == "12:31:20"
