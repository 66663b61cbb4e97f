"""Which fields the form has and in what order: what an accountant books first, what is rarely wanted behind a fold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ocrcore.reviews.review import bare
from ocrcore.web.shared.listing.summary import format_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocrcore.web.i18n.formats import Formats

HEAD: Final = (
    (("vendor_name", 3), ("vendor_tax_id", 2)),
    (("document_number", 3), ("date", 2)),
    (("time", 2), ("currency", 1), ("document_type", 2)),
)
"""Rows of fields with their shares of the width."""
TOTALS: Final = ((("net_total", 1), ("tax_total", 1), ("total", 1)),)
MORE: Final = (
    (("vendor_address", 3), ("vendor_phone", 2)),
    (("customer_name", 3), ("customer_tax_id", 2)),
    (("discount_total", 1), ("due_date", 1), ("fiscal_id", 1)),
    (("charge_total", 1), ("amount_due", 1), ("iban", 2)),
)
LISTS: Final = {
    "taxes": ("code", "rate", "base", "amount"),
    "payments": ("method", "amount"),
    "items": ("description", "quantity", "unit", "unit_price", "amount", "tax_code"),
}
"""The lists and the columns of their tables."""
DOCUMENT_TYPES: Final = ("receipt", "invoice", "other")
METHODS: Final = ("cash", "card", "voucher", "transfer", "other", "change")
REQUIRED: Final = ("vendor_name", "date", "total", "currency")
"""What an accountant cannot book a document without."""
SCALARS: Final = tuple(name for rows in (HEAD, TOTALS, MORE) for row in rows for name, _ in row)
WALKED: Final = tuple(name for rows in (HEAD, TOTALS) for row in rows for name, _ in row if name != "document_type")
"""The fields in sight that are booked, in the order in which Enter walks through those to look at."""


def shown_value(name: str, fields: Mapping[str, Any], formats: Formats) -> str:
    """Return a field's value as this person writes it; empty when there is none."""
    value = bare(fields.get(name))
    return format_value("date" if name == "due_date" else name, value, formats) if isinstance(value, str) else ""


def rows_of(fields: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the rows of a list; none when there is no such list."""
    rows = fields.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
