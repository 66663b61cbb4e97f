"""A name ends where its tax id, or its town, follows on the same row."""

from __future__ import annotations

from datetime import date

import pytest

from ocrcore.extraction import extract, from_plain_text

TODAY = date(2026, 11, 24)


def fields(text: str) -> dict[str, str]:
    return {name: found.value for name, found in extract(from_plain_text(text), today=TODAY).scalars.items()}


@pytest.mark.parametrize(
    "row",
    [
        "SC MEȘTERUL CONSTRUCT SRL, CIF RO14399840",
        "SC MEȘTERUL CONSTRUCT SRL - C.U.I.: RO 14399840",
        "Furnizor: SC MEȘTERUL CONSTRUCT SRL, C.I.F. 14399840, Nr. Reg. Com. J40/118/2002",
        "SC MEȘTERUL CONSTRUCT SRL (cod fiscal 14399840)",
    ],
)
def test_a_vendor_s_name_ends_at_its_tax_id(row: str) -> None:
    sums = "Total fără TVA 1.000,00\nTVA 19% 190,00\nTotal de plată 1.190,00 lei"
    found = fields(f"FACTURĂ\n{row}\nFactura seria MC nr. 55 din 3 martie 2025\n{sums}")
    assert found["vendor_name"] == "SC MEȘTERUL CONSTRUCT SRL"
    assert found["vendor_tax_id"] == "14399840"


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("Client: SC ALFA BETA SRL, CUI RO361579", "SC ALFA BETA SRL"),
        ("Bill to: Jane Roe, Round Rock, TX", "Jane Roe"),
        ("Bill to: Acme Tools, Inc., Austin, TX 78705", "Acme Tools, Inc."),
        ("Bill to: Roe, Doe and Partners LLP", "Roe, Doe and Partners LLP"),
    ],
)
def test_a_customer_s_name_ends_at_its_tax_id_and_at_its_town(row: str, name: str) -> None:
    head = "INVOICE\nLone Star Plumbing LLC\nInvoice # 10442\nInvoice date: 03/10/2025"
    sums = "Subtotal $1,200.00\nSales tax 8.25% $99.00\nTotal due $1,299.00"
    assert fields(f"{head}\n{row}\n{sums}")["customer_name"] == name
