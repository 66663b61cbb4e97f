"""A Result with what the desk has learnt of its supplier: a valid tax id that is known puts a misread name or address right.

A field that was put right has `learnt: true` and in `read` what was read instead of its value, null where nothing was. It
is as sure as the tax id. Nothing is done to an e-invoice, whose values are exact.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz

from ocrcore.extraction.checks.doubt import MOST_IN_DOUBT
from ocrcore.extraction.checks.sentences import check_of
from ocrcore.extraction.checks.values_corrected import value_of
from ocrcore.extraction.text.rows import fold
from ocrcore.pipeline.e_invoice.booked import SOURCE as E_INVOICE
from ocrcore.reviews.supplier import form_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocrcore.pipeline.result import Result
    from ocrcore.reviews.supplier import Supplier

SURE_ENOUGH = 0.6
"""A tax id below it proves nothing about its supplier."""
ALIKE = 80
"""Two addresses this alike (of 100), with the same digits, are one that was misread. Different digits are another shop's."""
KNOWN_WELL = 3
"""So many documents make the way in which a supplier writes its numbers a habit."""
NUMBER_CHECK = "number_fits_supplier"


def known_by(result: Result) -> str:
    """Return the tax id by which a Result's supplier may be looked up; empty where it is not valid or not sure."""
    found = result.fields.get("vendor_tax_id")
    if not isinstance(found, dict) or found.get("source") == E_INVOICE or found["confidence"] < SURE_ENOUGH:
        return ""
    outcomes = [check["passed"] for check in result.checks if check["code"] == "vendor_tax_id_checksum"]
    return str(found["value"]) if outcomes and all(outcomes) else ""


def with_supplier(result: Result, supplier: Supplier) -> Result:
    """Return a Result as what is known of its supplier (found by `known_by`) makes it."""
    fields = dict(result.fields)
    sure = float(fields["vendor_tax_id"]["confidence"])
    if supplier.name:
        fields["vendor_name"] = _put_right(fields.get("vendor_name"), supplier.name, sure)
    address = _known_address(value_of(fields, "vendor_address"), supplier)
    if address:
        fields["vendor_address"] = _put_right(fields["vendor_address"], address, sure)
    known = replace(result, fields=fields)
    return _with_number_check(known, supplier)


def _put_right(read: Mapping[str, Any] | None, value: str, sure: float) -> dict[str, Any]:
    """Return a field with the value that is known; one that was read so is as sure as the surer of both."""
    if read is None:
        return {"value": value, "confidence": sure, "source": "", "learnt": True, "read": None}
    if read["value"] == value:
        return {**read, "confidence": max(float(read["confidence"]), sure)}
    kept = {name: each for name, each in read.items() if name != "repaired"}
    return kept | {"value": value, "confidence": sure, "learnt": True, "read": read["value"]}


def _known_address(read: str, supplier: Supplier) -> str:
    """Return the known address of which this is a reading; empty when it is none: a chain has more shops than are known."""
    alike = {each: fuzz.ratio(fold(each), fold(read)) for each in supplier.addresses if _digits(each) == _digits(read)}
    best = max(alike, key=lambda each: alike[each], default="")
    return best if best and alike[best] >= ALIKE else ""


def _digits(text: str) -> list[str]:
    return re.findall(r"\d+", text)


def _with_number_check(result: Result, supplier: Supplier) -> Result:
    """Compare the document's number with the form of the supplier's others, where all of them have one form."""
    number = value_of(result.fields, "document_number")
    if not number or not supplier.numbers:
        return result
    passed = form_of(number) in supplier.numbers
    if not passed and (len(supplier.numbers) > 1 or supplier.documents < KNOWN_WELL):
        return result
    facts = {} if passed else {"number": number, "example": next(iter(supplier.numbers.values()))}
    check = check_of(NUMBER_CHECK, passed=passed, facts=facts)
    fields = dict(result.fields)
    if not passed:
        sure = min(float(fields["document_number"]["confidence"]), MOST_IN_DOUBT)
        fields["document_number"] = {**fields["document_number"], "confidence": sure}
    return replace(result, fields=fields, checks=(*result.checks, check.to_json()))
