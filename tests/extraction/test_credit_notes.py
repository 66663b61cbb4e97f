"""What a credit note prints without a minus is booked with one, or is clearly doubtful."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ocrcore.extraction import Extraction, extract, from_plain_text
from ocrcore.extraction.checks.doubt import MOST_IN_DOUBT
from ocrcore.extraction.checks.recheck import check_fields
from ocrcore.extraction.derived import with_derived

TODAY = date(2026, 11, 24)
NOTE = """
ACME GmbH
Musterstr. 1, 10115 Berlin
USt-IdNr.: DE136695976
{title}
Invoice to: Foo Ltd
Date: 14.03.2026
Widget A  2 x 50.00  {goods}
Net  100.00
VAT 19 %  19.00
Total EUR  119.00
"""
TITLES = (
    "CREDIT NOTE", "Credit Note No: CN-0042", "TAX CREDIT NOTE", "Notă de credit nr. 42 din 14.03.2026", "Factură storno seria AB nr. 12",
    "Stornorechnung Nr. 12", "Avoir n° 12", "Nota di credito 12",
)  # fmt: skip


def read(title: str, goods: str = "100.00") -> Extraction:
    return extract(from_plain_text(NOTE.format(title=title, goods=goods).strip()), today=TODAY)


def amounts(extraction: Extraction) -> dict[str, Any]:
    names = ("total", "net_total", "tax_total")
    return {name: extraction.scalars[name].value for name in names if name in extraction.scalars}


@pytest.mark.parametrize("title", TITLES)
def test_amounts_under_the_title_of_a_credit_note_are_negative_and_their_checks_hold(title: str) -> None:
    found = read(title)
    assert amounts(found) == {"total": "-119.00", "net_total": "-100.00", "tax_total": "-19.00"}
    (item,), (tax,) = found.lists["items"], found.lists["taxes"]
    assert (item.members["quantity"], item.members["unit_price"], item.members["amount"]) == ("-2", "50.00", "-100.00")
    assert tax.members["amount"] == "-19.00"
    assert [check.code for check in found.checks if check.passed is False] == []
    again = {check.code: check.passed for check in check_fields(with_derived(found.fields), TODAY)}
    assert again.keys() >= {"items_sum_to_total", "net_and_tax_make_total", "tax_fits_rate", "quantity_times_price"}
    assert all(again.values())
    assert found.scalars["total"].source == "119.00"


@pytest.mark.parametrize("title", ["Gutschrift Nr. 12", "REFUND", "Factura rectificativa 12"])
def test_a_title_that_may_mean_either_makes_the_amounts_doubtful(title: str) -> None:
    found = read(title)
    assert amounts(found)["total"] == "119.00"
    assert all(found.scalars[name].confidence <= MOST_IN_DOUBT for name in amounts(found))


def test_a_credit_note_that_prints_some_of_its_minuses_is_doubtful() -> None:
    text = NOTE.format(title="CREDIT NOTE", goods="-100.00").replace("2 x 50.00", "-2 x 50.00")
    found = extract(from_plain_text(text.strip()), today=TODAY)
    assert [row.members["amount"] for row in found.lists["items"]] == ["-100.00"]
    assert not found.scalars["total"].value.startswith("-")
    assert found.scalars["total"].confidence <= MOST_IN_DOUBT


def test_one_that_prints_its_minus_is_left_as_it_is() -> None:
    text = NOTE.format(title="CREDIT NOTE", goods="-100.00").replace(" 100.00", " -100.00").replace("19.00", "-19.00")
    text = text.replace("119.00", "-119.00").replace("1-19.00", "-119.00").replace("2 x 50.00", "-2 x 50.00")
    found = extract(from_plain_text(text.strip()), today=TODAY)
    assert amounts(found)["total"] == "-119.00"


@pytest.mark.parametrize(
    "title", ["INVOICE 12", "Refunds are made as a credit note within 14 days", "A credit note was sent", "Have a voir"]
)
def test_words_about_credit_notes_make_none(title: str) -> None:
    found = read(title)
    assert amounts(found) == {"total": "119.00", "net_total": "100.00", "tax_total": "19.00"}
    assert found.scalars["total"].confidence > MOST_IN_DOUBT
