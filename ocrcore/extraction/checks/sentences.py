"""What each check says in a sentence when it passed and when it failed: data for `recheck`."""

from __future__ import annotations

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
        "Quantity × price gives the amount on {count} of {count} items.",
        "Quantity × price gives the amount on {fitting} of {count} items.",
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
}
"""By code: the sentence of a check that passed, and of one that failed; what is filled in are its `facts`."""
