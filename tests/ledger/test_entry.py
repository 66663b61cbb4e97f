"""What is booked of a document: net and base are filled where the rest proves them, and nowhere else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ocrcore.ledger.entry import entry_of
from ocrcore.ledger.search import search_text, search_words


def found(value: str, confidence: float = 0.95) -> dict[str, Any]:
    return {"value": value, "confidence": confidence}


def fields(*taxes: tuple[str, str, str], **scalars: str) -> dict[str, Any]:
    rows = [{name: each for name, each in zip(("rate", "base", "amount"), row, strict=True) if each} for row in taxes]
    return {name: found(value) for name, value in scalars.items()} | ({"taxes": rows} if rows else {})


def vat(entry_fields: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(str(each.rate), str(each.base), str(each.amount)) for each in entry_of(entry_fields).vat]


def test_the_net_total_follows_from_vat_and_total() -> None:
    entry = entry_of(fields(("21", "", "3.47"), total="20.00", tax_total="3.47"))
    assert (entry.net_total, entry.derived) == (Decimal("16.53"), ("net_total",))
    assert vat(fields(("21", "", "3.47"), total="20.00", tax_total="3.47")) == [("21", "16.53", "3.47")]
    assert entry.rest == 0


def test_a_printed_net_total_and_base_stay_as_they_are() -> None:
    entry = entry_of(fields(("21", "100.01", "21.00"), total="121.00", net_total="100.01", tax_total="21.00"))
    assert (entry.net_total, entry.derived) == (Decimal("100.01"), ())
    assert [(each.base, each.is_derived) for each in entry.vat] == [(Decimal("100.01"), False)]


def test_the_bases_of_several_rates_make_the_total() -> None:
    # 21 % of 66.66 is 14.00, 11 % of 33.33 is 3.67; 14.00 and 3.67 alone would make 66.67 and 33.36.
    shares = fields(("11", "", "3.67"), ("21", "", "14.00"), total="117.67", tax_total="17.67")
    assert vat(shares) == [("21", "66.64", "14.00"), ("11", "33.36", "3.67")]
    assert entry_of(shares).rest == 0


def test_a_deposit_that_no_rate_taxes_is_left_over_and_is_no_base() -> None:
    entry = entry_of(fields(("21", "", "3.47"), total="25.00", tax_total="3.47"))
    assert [each.base for each in entry.vat] == [Decimal("16.52")]
    assert entry.rest == Decimal("5.01")


def test_two_codes_of_one_rate_are_one_share() -> None:
    assert vat(fields(("21", "10.00", "2.10"), ("21.00", "20.00", "4.20"))) == [("21", "30.00", "6.30")]


def test_a_missing_vat_follows_from_its_base_and_a_missing_rate_from_both() -> None:
    assert vat(fields(("11", "100.00", ""), ("", "200.00", "42.00"))) == [
        ("21", "200.00", "42.00"),
        ("11", "100.00", "11.00"),
    ]


@pytest.mark.parametrize("known", [{"total": "20.00"}, {"net_total": "16.53"}, {"tax_total": "3.47"}])
def test_nothing_is_made_up(known: dict[str, str]) -> None:
    entry = entry_of(fields(**known))
    named = {name: getattr(entry, name) for name in ("net_total", "tax_total", "total")}
    assert {name: str(value) for name, value in named.items() if value is not None} == known
    assert (entry.vat, entry.derived) == ((), ())


def test_what_is_no_figure_and_no_date_is_not_booked() -> None:
    entry = entry_of(fields(("21", "x", "1e9"), total="twenty", date="31.02.2026", currency="RON"))
    assert (entry.total, entry.date, entry.currency) == (None, None, "RON")
    assert [(each.base, each.amount) for each in entry.vat] == [(None, None)]


def test_what_is_missing_and_what_is_doubtful_is_named() -> None:
    entry = entry_of({"vendor_name": found("LIDL", 0.4), "total": found("1.00"), "date": found("2026-03-14")})
    assert (entry.missing, entry.doubtful) == (("currency",), ("vendor_name",))
    assert entry.date == date(2026, 3, 14)
    rows = {"items": [{"description": "PAINE", "confidence": 0.99}, {"description": "L4PTE", "confidence": 0.5}]}
    assert entry_of(rows).doubtful == ("items",)
    assert entry_of({"vendor_name": found("LIDL", 0.4) | {"corrected": True}}).doubtful == ()


def test_a_search_finds_names_numbers_and_amounts_however_they_are_written() -> None:
    shop = fields(total="1059.37", vendor_name="Țăriceanu SRL", document_number="FCT-0042")
    text = search_text("Bon Martie.jpg", entry_of(shop))
    for asked in ("taricean", "fct-0042 martie", "1.059,37", "1059,37", "1,059.37", "1059.37 SRL"):
        assert all(any(each in text for each in readings) for readings in search_words(asked)), asked
    for asked in ("59,38", "taricean lidl"):
        assert not all(any(each in text for each in readings) for readings in search_words(asked)), asked
