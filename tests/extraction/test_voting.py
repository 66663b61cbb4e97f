"""Several readings of one document vote field by field: checks first, then agreement, then confidence."""

from __future__ import annotations

from datetime import date

import pytest

from ocrcore.extraction import Extraction, extract, from_plain_text

TODAY = date(2026, 11, 24)
RECEIPT = """SC MAGAZIN BUN SRL
CIF: RO14399840
PAINE 5,00 B
LAPTE 7,00 B
TOTAL LEI 12,00
NUMERAR 20,00
REST 8,00
TVA B 11% 1,19
TOTAL TVA 1,19
BON NR. 451
DATA: 10.10.2025 ORA: 10:00
BON FISCAL"""


def _changed(*changes: tuple[str, str]) -> str:
    text = RECEIPT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def _vote(first: str, *others: str) -> Extraction:
    return extract(from_plain_text(first), others=[from_plain_text(each) for each in others], today=TODAY)


def _values(extraction: Extraction) -> dict[str, str]:
    return {name: field.value for name, field in extraction.scalars.items()}


def _agreement(extraction: Extraction) -> tuple[bool | None, str]:
    (check,) = (check for check in extraction.checks if check.code == "tiers_agree")
    return check.passed, check.message


WRONG_TOTAL = ("TOTAL LEI 12,00\nNUMERAR 20,00\nREST 8,00", "TOTAL LEI 72,00")
NO_ITEMS = (("PAINE 5,00 B", "PAINE"), ("LAPTE 7,00 B", "LAPTE"))
WRONG_ID = ("RO14399840", "RO14399841")


@pytest.mark.parametrize("order", [1, -1])
def test_the_reading_whose_checks_hold_wins_its_field(order: int) -> None:
    """Each of the two readings is right where the other is wrong."""
    without_items = _changed(*NO_ITEMS, WRONG_TOTAL)
    texts = [_changed(WRONG_ID), without_items][::order]
    values = _values(_vote(*texts))
    assert values["vendor_tax_id"] == "14399840"
    assert values["total"] == "12.00"


def test_the_majority_wins_where_no_check_can_tell() -> None:
    misread = _changed(("BON NR. 451", "BON NR. 457"))
    assert _values(_vote(misread, RECEIPT, RECEIPT))["document_number"] == "451"
    assert _values(_vote(RECEIPT, misread, misread))["document_number"] == "457"


def test_what_only_one_reading_has_is_kept() -> None:
    nameless = _changed(("BON NR. 451\n", ""), ("CIF: RO14399840\n", ""))
    values = _values(_vote(nameless, RECEIPT))
    assert values["document_number"] == "451"
    assert values["vendor_tax_id"] == "14399840"


def test_agreement_makes_a_field_surer_and_contradiction_less_sure() -> None:
    alone = extract(from_plain_text(RECEIPT), today=TODAY).scalars["document_number"].confidence
    agreed = _vote(RECEIPT, RECEIPT).scalars["document_number"].confidence
    contradicted = _vote(RECEIPT, _changed(("BON NR. 451", "BON NR. 457"))).scalars["document_number"].confidence
    assert contradicted < alone < agreed <= 1


def test_a_check_says_whether_the_readings_agree() -> None:
    passed, message = _agreement(_vote(RECEIPT, RECEIPT))
    assert passed is True
    assert "total" in message
    passed, message = _agreement(_vote(RECEIPT, _changed(*NO_ITEMS, WRONG_TOTAL, ("10.10.2025", "10.10.2024"))))
    assert passed is False
    assert message == "The readings differ: total 12.00 or 72.00; date 2025-10-10 or 2024-10-10."
    assert _agreement(extract(from_plain_text(RECEIPT), today=TODAY)) == (None, "")
    assert _agreement(_vote(RECEIPT, "")) == (None, "")


def test_a_reading_put_together_from_two_is_no_third_witness() -> None:
    """The shown reading is made of the other two: it always agrees with one of them."""
    other = _changed(*NO_ITEMS, WRONG_TOTAL)
    assert _agreement(_vote(RECEIPT, RECEIPT, other))[0] is False


def test_what_the_checks_say_is_true_of_the_elected_fields() -> None:
    """The items are the one reading's, the total the other's: the check compares these two."""
    first = _changed(("LAPTE 7,00 B", "LAPTE 7,00"), WRONG_TOTAL)
    extraction = _vote(first, _changed(("TOTAL LEI 12,00", "TOTAL LEI 12,00 B")))
    items = sum(float(entry.members["amount"]) for entry in extraction.lists["items"])
    (check,) = (check for check in extraction.checks if check.code == "items_sum_to_total")
    assert check.passed is (f"{items:.2f}" == extraction.scalars["total"].value)


@pytest.mark.parametrize("empty", ["", "\n"])
def test_an_empty_reading_changes_nothing(empty: str) -> None:
    alone = _values(extract(from_plain_text(RECEIPT), today=TODAY))
    assert _values(_vote(RECEIPT, empty)) == alone
    assert _values(_vote(empty, RECEIPT)) == alone
    assert _vote(empty, empty).fields == {}
