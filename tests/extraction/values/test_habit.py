"""Amounts and dates as the world writes them: one document's habit decides what one row leaves open."""

from __future__ import annotations

from datetime import date

import pytest

from ocrcore.extraction import Extraction, extract, from_plain_text

TODAY = date(2026, 11, 24)
SURE, DOUBTFUL = 0.9, 0.6
THOUSANDS = {
    "blank": " ",
    "no-break": "\u00a0",
    "narrow": "\u202f",
    "thin": "\u2009",
    "apostrophe": "'",
    "typographic": "’",
}


def _read(text: str) -> Extraction:
    return extract(from_plain_text(text.strip()), today=TODAY)


def _values(extraction: Extraction, *names: str) -> list[str | None]:
    return [extraction.scalars[name].value if name in extraction.scalars else None for name in names]


@pytest.mark.parametrize("sign", THOUSANDS.values(), ids=THOUSANDS)
def test_thousands_are_parted_by_any_blank_or_apostrophe(sign: str) -> None:
    extraction = _read(f"""
FACTURE
Facture n° A-77
Date : 4 novembre 2025
Menuiserie du Lac SARL, 1003 Lausanne
Armoire 1 3{sign}400,00 3{sign}400,00
Pose 2 125,50 251,00
Total HT 3{sign}651,00 €
TVA 20 % 730,20 €
Net à payer 4{sign}381,20 €""")
    assert _values(extraction, "total", "net_total", "tax_total") == ["4381.20", "3651.00", "730.20"]
    assert [row.members["amount"] for row in extraction.lists["items"]] == ["3400.00", "251.00"]


@pytest.mark.parametrize("sign", THOUSANDS.values(), ids=THOUSANDS)
def test_both_signs_are_read_whatever_the_decimal_one(sign: str) -> None:
    extraction = _read(f"RECHNUNG\nDatum: 04.11.2025\nRegal 2{sign}150.00\nTotal CHF 2{sign}150.00")
    assert _values(extraction, "total", "currency") == ["2150.00", "CHF"]


def test_a_count_in_front_of_an_amount_is_no_thousand() -> None:
    extraction = _read("KEDAI BAIK SDN BHD\n03/10/2025\nRice 150.50\nTOTAL 1 150.50\nCASH 150.50")
    assert _values(extraction, "total") == ["150.50"]


def test_quantity_price_and_amount_that_multiply_stay_apart_beside_spaced_amounts() -> None:
    extraction = _read("""
FACTURE
Date : 4 novembre 2025
Vis 3 150,50 451,50
Armoire 1 3 400,00 3 400,00
Total TTC 3 851,50 €""")
    assert [row.members["amount"] for row in extraction.lists["items"]] == ["451.50", "3400.00"]
    assert _values(extraction, "total") == ["3851.50"]


@pytest.mark.parametrize(
    ("price", "total", "currency"),
    [("$1,234", "1234.00", "USD"), ("1.234 lei", "1234.00", "RON"), ("¥1,200", "1200", "JPY"), ("₩12,500", "12500", "KRW"),
     ("¥12.50", "12.50", "CNY")],
)  # fmt: skip
def test_three_digits_beside_a_currency_are_thousands_and_some_currencies_have_no_cents(
    price: str, total: str, currency: str
) -> None:
    extraction = _read(f"RECEIPT\n2025-10-03 14:11\nDrill {price}\nTotal {price}\nCard {price}")
    assert _values(extraction, "total", "currency") == [total, currency]


@pytest.mark.parametrize("written", ["({})", "-{}", "{}-", "{} CR", "({} )"])
def test_what_is_given_back_is_negative_however_the_minus_is_written(written: str) -> None:
    lamp, curtain, net, tax, total = (written.format(each) for each in ("10.00", "30.00", "40.00", "3.30", "43.30"))
    extraction = _read(f"""
HOME DEPOT
REFUND
08/21/2025 5:12 PM
LAMP {lamp}
CURTAIN {curtain}
SUBTOTAL {net}
TAX 8.25% {tax}
TOTAL {total}
VISA {total}""")
    assert _values(extraction, "total", "tax_total") == ["-43.30", "-3.30"]
    assert extraction.scalars["total"].confidence > SURE
    assert [row.members["description"] for row in extraction.lists["items"]] == ["LAMP", "CURTAIN"]


def test_brackets_around_a_remark_are_no_minus() -> None:
    extraction = _read("CORNER CAFE LTD\n03/10/2025\nCoffee 4.80\nCake 7.20\nTotal £12.00\nVAT 20% (2.00)\nCard 12.00")
    assert _values(extraction, "total", "tax_total") == ["12.00", "2.00"]


@pytest.mark.parametrize(
    ("head", "first", "sure"),
    [
        ("Round Rock, TX 78681\nTotal due $90.00", "2025-03-10", True),
        ("Bristol BS1 3AB\nVAT no. GB980780684\nTotal due £90.00", "2025-10-03", True),
        ("CIF: RO14399840\nTotal de plata 90,00 lei", "2025-10-03", True),
        ("Printed on 08/21/2025\nTotal due 90.00", "2025-03-10", True),
        ("Total due 90.00", "2025-10-03", False),
    ],
)
def test_country_and_currency_tell_day_from_month_and_without_them_the_date_is_doubtful(
    head: str, first: str, *, sure: bool
) -> None:
    place, *rest = head.split("\n")
    found = _read("\n".join(["INVOICE no. 12", place, "Invoice date: 03/10/2025", "Work 90.00", *rest])).scalars["date"]
    assert found.value == first
    assert (found.confidence > SURE) if sure else (found.confidence < DOUBTFUL)
