"""What each check says in a sentence when it passed and when it failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocrcore.extraction.fields import Check

if TYPE_CHECKING:
    from collections.abc import Mapping

SENTENCES: dict[str, tuple[str, str]] = {
    "vendor_tax_id_checksum": (
        "The control digit of the vendor's tax id is right.",
        "The control digit of the vendor's tax id {id} is wrong.",
    ),
    "customer_tax_id_checksum": (
        "The control digit of the customer's tax id is right.",
        "The control digit of the customer's tax id {id} is wrong.",
    ),
    "items_sum_to_total": (
        "The items add up to the total, {total}.",
        "The items add up to {sum}, the total is {total}.",
    ),
    "quantity_times_price": (
        "Quantity × price gives the amount on {fitting} of {count} items.{mending}",
        "Quantity × price gives the amount on {fitting} of {count} items.{mending}",
    ),
    "payments_cover_total": (
        "Payments less change make the total.",
        "Payments less change make {sum}, the total is {total}.",
    ),
    "net_and_tax_make_total": (
        "Net total and tax make the total.",
        "Net total and tax make {sum}, the total is {total}.",
    ),
    "taxes_sum_to_tax_total": (
        "The taxes add up to the total of taxes.",
        "The taxes add up to {sum}, the total of taxes is {total}.",
    ),
    "tax_fits_rate": (
        "The tax {amount} fits its rate of {rate} %.",
        "The tax {amount} does not fit its rate of {rate} %.",
    ),
    "rate_valid_on_date": ("Every rate was in force on the date.", "Not in force on the date: {rates} %."),
    "items_fit_taxes": (
        "Each rate's tax fits the items that bear its letter.",
        "The tax does not fit the items marked {codes}.",
    ),
    "date_plausible": (
        "The date is neither in the future nor long past.",
        "The date {date} is not plausible.",
    ),
    "tax_below_total": (
        "The tax is less than the total.",
        "The tax {amount} is not less than the total, {total}.",
    ),
    "due_not_before_date": (
        "The document is due on its date or later.",
        "The document is due on {due_date}, before its date, {date}.",
    ),
    "totals_agree": ("", "Two different totals are printed, {total} and {other}, and nothing decides."),
    "qr_agrees": (
        "The code on the document agrees with what is printed.",
        "The code on the document says otherwise: {differing}.",
    ),
    "tiers_agree": ("The readings agree on {fields}.", "The readings differ: {differing}."),
    "number_fits_supplier": (
        "The number is written as this supplier's others are.",
        "The number {number} is not written as this supplier's others are, such as {example}.",
    ),
    "text_layer_agrees": (
        "The PDF's own text is what its picture shows.",
        "The PDF's own text is not what its picture shows (page {pages}: {words}), so the picture was read.",
    ),
    "one_document": (
        "",
        "The file holds {count} documents ({totals}). Nothing is added up; the fields are those of the first.",
    ),
}
"""By code: the sentence of a check that passed, and of one that failed; what is filled in are the check's facts."""
BETWEEN = " / "
"""Stands between the values of one field that differ: what a code says and what is printed, or what readings say."""
_MENDED = " With the total it proves what was misread: {}."


def check_of(code: str, *, passed: bool, facts: Mapping[str, str]) -> Check:
    """Return a check with its sentence.

    Args:
        code: A key of `SENTENCES`.
        passed: Whether it holds.
        facts: What is filled in; of `qr_agrees` and `tiers_agree`, when they fail, by field the values that differ.
    """
    template = SENTENCES[code][0 if passed else 1]
    message = template.format(**facts, **_put_together(code, facts) if "{" in template else {})
    return Check(code=code, passed=passed, message=message, facts=facts)


def _put_together(code: str, facts: Mapping[str, str]) -> dict[str, str]:
    """Return the parts of a sentence that are made of several facts."""
    if code == "quantity_times_price":
        mended = facts.get("mended", "").replace(" → ", " as ")
        return {"mending": _MENDED.format(mended) if mended else ""}
    word = {"qr_agrees": ", printed ", "tiers_agree": " or "}.get(code)
    if word is None:
        return {}
    return {"differing": "; ".join(f"{name} {values.replace(BETWEEN, word)}" for name, values in facts.items())}
