"""The checks on corrected values: the same verdicts as on the page, and nothing said that cannot be known."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from ocrcore.extraction import extract, from_plain_text
from ocrcore.extraction.checks.checks import CHECKED_FIELDS
from ocrcore.extraction.checks.recheck import check_fields, checks_after
from ocrcore.extraction.checks.sentences import check_of

TODAY = date(2026, 11, 24)
RECEIPT = """
MAGAZIN TEST SRL
STR. LUNGA 5, BRASOV
COD FISCAL: RO12345674
2 BUC X 5,99
PAINE ALBA 11,98 A
LAPTE 1L 8,02 A
TOTAL LEI 20,00
TVA A - 21% 3,47
TOTAL TVA 3,47
NUMERAR LEI 50,00
REST 30,00
DATA: 14-03-2026 ORA: 12:30:05
"""


def scalars(**values: str) -> dict[str, Any]:
    return {name: {"value": value} for name, value in values.items()}


def outcome(code: str, fields: dict[str, Any]) -> bool | None:
    own = [each for each in check_fields(fields, TODAY) if each.code == code]
    return all(each.passed for each in own) if own else None


def read(text: str = RECEIPT) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    tree = extract(from_plain_text(text), today=TODAY).to_json()
    return tree["fields"], tree["checks"]


def test_fields_alone_never_contradict_the_page_they_were_read_from() -> None:
    fields, checks = read()
    said = {check["code"]: check["passed"] for check in checks if check["passed"] is not None}
    again = {each.code: each.passed for each in check_fields(fields, TODAY)}
    assert {"items_sum_to_total", "vendor_tax_id_checksum", "date_plausible", "tax_fits_rate"} <= again.keys()
    assert {code: said.get(code) for code in again} == again


def test_nothing_corrected_leaves_the_checks_as_they_are() -> None:
    fields, checks = read()
    assert checks_after(checks, fields, fields, TODAY) == checks


def test_a_wrong_total_fails_what_it_is_compared_with_and_no_other_check_changes() -> None:
    fields, checks = read()
    now = checks_after(checks, fields, fields | scalars(total="21.00"), TODAY)
    by_code = {check["code"]: check for check in now}
    assert by_code["items_sum_to_total"] == {
        "code": "items_sum_to_total",
        "passed": False,
        "message": "The items add up to 20.00, the total is 21.00.",
        "facts": {"sum": "20.00", "total": "21.00"},
    }
    assert by_code["totals_agree"]["passed"] is None, "the page cannot be asked again"
    untouched = {"vendor_tax_id_checksum", "date_plausible", "taxes_sum_to_tax_total", "quantity_times_price"}
    assert all(check in checks for check in now if check["code"] in untouched)
    assert [check["code"] for check in now] == [check["code"] for check in checks]


def test_a_check_between_readings_is_over_once_a_field_that_it_names_is_corrected() -> None:
    check = {"code": "tiers_agree", "passed": False, "message": "The readings differ: total 20.00 or 26.00."}
    fields = scalars(total="26.00", time="12:30")
    assert checks_after([check], fields, scalars(total="26.00", time="12:31"), TODAY) == [check]
    (now,) = checks_after([check], fields, scalars(total="20.00", time="12:30"), TODAY)
    assert now["passed"] is None


@pytest.mark.parametrize(("corrected", "over"), [("total", True), ("date", False), ("document_number", False)])
def test_a_check_between_readings_names_the_fields_that_differ(corrected: str, over: bool) -> None:
    fields = scalars(total="26.00", date="2026-03-14", document_number="7")
    check = check_of("tiers_agree", passed=False, facts={"total": "20.00 / 26.00"}).to_json()
    assert check["message"] == "The readings differ: total 20.00 or 26.00."
    (now,) = checks_after([check], fields, fields | scalars(**{corrected: "20.00"}), TODAY)
    assert (now["passed"] is None) is over


def test_a_correction_heals_a_failed_check() -> None:
    fields, checks = read()
    wrong = fields | scalars(total="21.00")
    failing = checks_after(checks, fields, wrong, TODAY)
    assert "items_sum_to_total" in {check["code"] for check in failing if check["passed"] is False}
    healed = checks_after(failing, wrong, fields, TODAY)
    assert not [check for check in healed if check["passed"] is False]


@pytest.mark.parametrize(
    ("tax_id", "currency", "valid"),
    [
        ("12345674", "RON", True), ("RO 12345674", "", True), ("12345675", "RON", False), ("RO12345675", "", False),
        ("12345674", "EUR", None), ("12345674", "", None), ("DE136695976", "EUR", True), ("DE136695977", "EUR", False),
        ("ABN 51 824 753 556", "AUD", None), ("", "RON", None), ("١٢٣", "RON", None),
    ],
)  # fmt: skip
def test_a_tax_id_is_checked_where_its_rule_is_known(tax_id: str, currency: str, valid: bool | None) -> None:
    fields = scalars(vendor_tax_id=tax_id, customer_tax_id=tax_id, currency=currency)
    assert outcome("vendor_tax_id_checksum", fields) is valid
    assert outcome("customer_tax_id_checksum", fields) is valid


@pytest.mark.parametrize(
    ("payments", "covered"),
    [
        ([("card", "20.00")], True), ([("card", "19.00")], False), ([("card", "21.00")], False),
        ([("cash", "50.00")], None), ([("cash", "50.00"), ("change", "30.00")], True),
        ([("cash", "50.00"), ("change", "29.00")], None), ([("change", "1.00")], None), ([], None),
        ([("card", "nothing")], None),
    ],
)  # fmt: skip
def test_payments_cover_the_total(payments: list[tuple[str, str]], covered: bool | None) -> None:
    rows = [{"method": method, "amount": amount} for method, amount in payments]
    assert outcome("payments_cover_total", scalars(total="20.00") | {"payments": rows}) is covered


@pytest.mark.parametrize(
    ("extra", "fits"),
    [
        ({}, False), ({"total": "10.00"}, True), ({"discount_total": "1.00"}, True), ({"net_total": "10.00"}, True),
        ({"total": "12.10", "tax_total": "2.10"}, True), ({"total": "x"}, None),
    ],
)  # fmt: skip
def test_items_make_the_total(extra: dict[str, str], fits: bool | None) -> None:
    fields = scalars(**({"total": "9.00"} | extra)) | {"items": [{"amount": "4.00"}, {"amount": "6.00"}]}
    assert outcome("items_sum_to_total", fields) is fits


@pytest.mark.parametrize(
    ("tax", "more", "fits"),
    [
        ({"rate": "21", "base": "100.00", "amount": "21.00"}, {}, True),
        ({"rate": "21", "base": "100.00", "amount": "22.00"}, {}, False),
        ({"rate": "21", "amount": "3.47"}, {"total": "20.00"}, True),
        ({"rate": "21", "amount": "4.20"}, {"net_total": "20.00"}, True),
        ({"rate": "21", "amount": "4.20"}, {"total": "20.00"}, False),
        ({"rate": "21", "amount": "4.20"}, {}, None),
        ({"amount": "4.20"}, {"total": "20.00"}, None),
    ],
)
def test_a_tax_fits_its_rate(tax: dict[str, str], more: dict[str, str], fits: bool | None) -> None:
    assert outcome("tax_fits_rate", scalars(**more) | {"taxes": [tax]}) is fits


def test_rates_are_compared_with_those_of_the_day() -> None:
    taxes = {"taxes": [{"rate": "19", "amount": "1.00"}]}
    assert outcome("rate_valid_on_date", scalars(currency="RON", date="2025-03-14") | taxes) is True
    assert outcome("rate_valid_on_date", scalars(currency="RON", date="2026-03-14") | taxes) is False
    assert outcome("rate_valid_on_date", scalars(currency="RON") | taxes) is None


def test_taxes_fit_the_items_of_their_letter() -> None:
    items = [{"amount": "11.98", "tax_code": "A"}, {"amount": "8.02", "tax_code": "A"}]
    taxes = [{"code": "A", "rate": "21", "amount": "3.47"}]
    assert outcome("items_fit_taxes", {"items": items, "taxes": taxes}) is True
    assert outcome("items_fit_taxes", {"items": items[:1], "taxes": taxes}) is False
    assert outcome("items_fit_taxes", {"items": [*items, {"amount": "1.00"}], "taxes": taxes}) is None
    without_tax = [{"code": "A", "rate": "21", "amount": "4.20"}]
    assert outcome("items_fit_taxes", {"items": items, "taxes": without_tax}) is True, "as e-invoices have them"


@pytest.mark.parametrize(
    "fields", [{}, {"total": None}, {"items": "x", "total": {"value": "NaN"}}, {"taxes": [1, None]}]
)
def test_odd_fields_are_checked_without_a_crash(fields: dict[str, Any]) -> None:
    assert check_fields(fields, TODAY) == []


def test_every_check_has_its_sentences_filled_and_its_fields_named() -> None:
    fields, _ = read()
    wrong = fields | scalars(total="1.00", tax_total="9.00", vendor_tax_id="RO12345675", date="2035-01-01")
    made = [*check_fields(fields, TODAY), *check_fields(wrong, TODAY)]
    assert {each.passed for each in made} == {True, False}
    assert all(each.message and not re.search(r"[{}]", each.message) for each in made)
    assert {each.code for each in made} <= CHECKED_FIELDS.keys()
    assert check_of("date_plausible", passed=True, facts={}).to_json()["message"]
