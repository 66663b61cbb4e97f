"""A valid tax id that is known puts misread names and addresses right, says so, and never guesses."""

from __future__ import annotations

from typing import Any

import pytest

from ocrcore.pipeline.corrected import corrected
from ocrcore.pipeline.known_supplier import NUMBER_CHECK, known_by, with_supplier
from ocrcore.pipeline.result import Result
from ocrcore.reviews.supplier import Supplier

PLACE: dict[str, Any] = {"page": 1, "box": [0.1, 0.1, 0.2, 0.2]}
VALID: dict[str, Any] = {"code": "vendor_tax_id_checksum", "passed": True, "message": ""}
KNOWN = Supplier(
    tax_id="12345674", name="MAGAZIN SRL", addresses=("STR. LUNGA 5, BRAȘOV", "STR. MICĂ 7, CLUJ"),
    numbers={"A-9": "AB-0012"}, documents=3,
)  # fmt: skip


def field(value: str, sure: float = 0.7, **more: Any) -> dict[str, Any]:
    return {"value": value, "confidence": sure, "source": value, **PLACE, **more}


def result(*, checks: tuple[dict[str, Any], ...] = (VALID,), **fields: dict[str, Any]) -> Result:
    found = {"vendor_tax_id": field("12345674", 0.97)} | fields
    return Result(engine="made", engine_version="1", pages=(), fields=found, checks=checks)


def test_a_misread_name_is_put_right_and_marked() -> None:
    made = with_supplier(result(vendor_name=field("MAGAZ1N SRI", 0.6, repaired="x")), KNOWN)
    assert made.fields["vendor_name"] == {
        "value": "MAGAZIN SRL", "confidence": 0.97, "source": "MAGAZ1N SRI", **PLACE, "learnt": True, "read": "MAGAZ1N SRI",
    }  # fmt: skip
    assert Result.from_json(made.to_json()) == made


def test_a_name_that_was_not_read_is_given_and_one_read_right_is_surer() -> None:
    added = with_supplier(result(), KNOWN).fields["vendor_name"]
    assert (added["value"], added["learnt"], added["read"]) == ("MAGAZIN SRL", True, None)
    right = with_supplier(result(vendor_name=field("MAGAZIN SRL", 0.6)), KNOWN).fields["vendor_name"]
    assert (right["confidence"], "learnt" in right) == (0.97, False)


@pytest.mark.parametrize(
    ("read", "known"),
    [
        ("STR LUNCA 5 BRASOV", "STR. LUNGA 5, BRAȘOV"),
        ("STR. MICĂ 7, CLUJ", "STR. MICĂ 7, CLUJ"),
        ("STR. LUNGA 8, BRASOV", "STR. LUNGA 8, BRASOV"),
        ("CALEA VICTORIEI 5", "CALEA VICTORIEI 5"),
    ],
)
def test_only_an_address_that_is_alike_is_put_right_for_a_chain_has_many(read: str, known: str) -> None:
    found = with_supplier(result(vendor_address=field(read)), KNOWN).fields["vendor_address"]
    assert (found["value"], found.get("learnt", False)) == (known, read != known)
    assert "vendor_address" not in with_supplier(result(), KNOWN).fields


def test_only_a_valid_and_sure_tax_id_tells_the_supplier() -> None:
    assert known_by(result()) == "12345674"
    assert known_by(result(checks=())) == ""
    assert known_by(result(checks=({**VALID, "passed": False},))) == ""
    assert known_by(result(vendor_tax_id=field("12345674", 0.59))) == ""
    assert known_by(result(vendor_tax_id=field("12345674", 1.0) | {"source": "e_invoice"})) == ""


def test_a_correction_undoes_what_was_put_right() -> None:
    made = with_supplier(result(vendor_name=field("ALT NUME SRL")), KNOWN)
    undone = corrected(made, {"vendor_name": made.fields["vendor_name"]["read"]}).fields["vendor_name"]
    assert (undone["value"], "learnt" in undone, "read" in undone) == ("ALT NUME SRL", False, False)


def test_a_number_unlike_all_others_of_its_supplier_is_doubtful() -> None:
    def checked(number: str, known: Supplier = KNOWN) -> tuple[list[Any], float]:
        made = with_supplier(result(document_number=field(number, 0.95)), known)
        return [c for c in made.checks if c["code"] == NUMBER_CHECK], made.fields["document_number"]["confidence"]

    (fitting,), sure = checked("XY-77")
    assert (fitting["passed"], sure) == (True, 0.95)
    (unlike,), doubtful = checked("AB-0O12")
    assert (unlike["passed"], doubtful) == (False, 0.59)
    assert unlike["facts"] == {"number": "AB-0O12", "example": "AB-0012"}
    few = Supplier(tax_id="12345674", numbers=KNOWN.numbers, documents=2)
    mixed = Supplier(tax_id="12345674", numbers={"A-9": "AB-0012", "9": "12"}, documents=9)
    assert checked("AB-0O12", few) == checked("AB-0O12", mixed) == ([], 0.95)
