"""What is not printed but follows is given and marked; it is never surer than what it follows from, and replaces nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ocrcore.extraction import extract, from_plain_text
from ocrcore.extraction.derived import with_derived, without_derived

TODAY = date(2026, 11, 24)
HEAD = "MAGAZIN TEST SRL\nSTR. LUNGA 5, BRASOV\nCOD FISCAL: RO12345674\n"
FOOT = "NUMERAR LEI 50,00\nREST 20,00\nDATA: 14-03-2026 ORA: 12:30:05\n"
ONE_RATE = f"{HEAD}PAINE ALBA 21,98 A\nLAPTE 1L 8,02 A\nTOTAL LEI 30,00\nTVA A - 21% 5,21\nTOTAL TVA 5,21\n{FOOT}"
TWO_RATES = f"{HEAD}VIN ROSU 20,00 A\nPAINE ALBA 10,00 B\nTOTAL LEI 30,00\nTVA A - 21% 3,47\nTVA B - 11% 0,99\n{FOOT}"


def fields(text: str) -> dict[str, Any]:
    return with_derived(extract(from_plain_text(text), today=TODAY).fields)


def scalar(value: str, sure: float = 0.95) -> dict[str, Any]:
    return {"value": value, "confidence": sure, "page": 1, "box": [0.1, 0.1, 0.2, 0.2], "source": value}


def test_the_net_total_follows_from_total_and_tax() -> None:
    found = fields(ONE_RATE)
    net = found["net_total"]
    assert net["value"] == "24.79"
    assert (net["source"], net["derived_from"]) == ("derived", ["total", "tax_total"])
    assert net["confidence"] == pytest.approx(
        found["total"]["confidence"] * found["tax_total"]["confidence"], abs=0.002
    )
    assert "derived_from" not in found["tax_total"]


def test_the_base_of_the_only_tax_is_the_net_total() -> None:
    (tax,) = fields(ONE_RATE)["taxes"]
    assert tax["base"] == "24.79"
    assert list(tax["derived"]) == ["base"]


def test_several_taxes_have_the_goods_of_their_letter_for_their_base() -> None:
    found = fields(TWO_RATES)
    assert [(tax["base"], list(tax["derived"])) for tax in found["taxes"]] == [("16.53", ["base"]), ("9.01", ["base"])]
    assert (found["tax_total"]["value"], found["tax_total"]["derived_from"]) == ("4.46", ["taxes"])
    assert found["net_total"]["value"] == "25.54"


def test_a_base_that_the_rate_does_not_give_is_left_out() -> None:
    found = fields(ONE_RATE.replace("30,00\nTVA", "30,50\nTVA").replace("8,02 A", "8,02 A\nGARANTIE AMBALAJ 0,50 E"))
    assert found["total"]["value"] == "30.50"
    assert all("base" not in tax for tax in found["taxes"])


def test_what_was_read_stays_as_it_is() -> None:
    read = {
        "total": scalar("30.00"), "tax_total": scalar("5.21"), "net_total": scalar("24.00", 0.4),
        "taxes": [{"rate": "21", "base": "24.10", "amount": "5.21", "confidence": 0.9}],
    }  # fmt: skip
    assert with_derived(read) == read


@pytest.mark.parametrize(("total", "tax"), [("30.00", "31.00"), ("-30.00", "5.21"), ("30.00", "")])
def test_nothing_follows_from_figures_that_cannot_be_together(total: str, tax: str) -> None:
    assert "net_total" not in with_derived({"total": scalar(total), "tax_total": scalar(tax)})


def test_a_refund_has_a_negative_net_total() -> None:
    assert with_derived({"total": scalar("-30.00"), "tax_total": scalar("-5.21")})["net_total"]["value"] == "-24.79"


def test_nothing_that_follows_from_a_doubtful_value_is_sure() -> None:
    read = {
        "total": scalar("30.00", 0.5), "tax_total": scalar("5.21"),
        "taxes": [{"rate": "21", "amount": "5.21", "confidence": 0.99}],
    }  # fmt: skip
    found = with_derived(read)
    assert found["net_total"]["confidence"] <= 0.5
    assert found["taxes"][0]["derived"]["base"] <= 0.5
    assert found["taxes"][0]["confidence"] == 0.99


@pytest.mark.parametrize("text", [ONE_RATE, TWO_RATES])
def test_what_was_derived_is_told_apart_again_and_made_anew(text: str) -> None:
    once = fields(text)
    assert with_derived(once) == once
    bare = without_derived(once)
    assert "net_total" not in bare
    assert all("base" not in tax and "derived" not in tax for tax in bare["taxes"])
    assert with_derived({**once, "total": scalar("40.00")})["net_total"]["value"] != once["net_total"]["value"]
