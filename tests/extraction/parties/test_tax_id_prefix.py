"""A Romanian tax id keeps the `RO` that is printed before it beside its number: who has it pays TVA."""

from __future__ import annotations

from datetime import date

import pytest

from ocrcore.extraction import extract, from_plain_text

REST = "PAINE ALBA 20,00 A\nTOTAL LEI 20,00\nTVA A - 21% 3,47\nDATA: 14-03-2026\nBON FISCAL"


@pytest.mark.parametrize(
    ("row", "printed"),
    [
        ("COD FISCAL: RO12345674", "RO12345674"),
        ("C.I.F. R0 12345674", "RO12345674"),
        ("CIF: RO-12345674", "RO12345674"),
        ("CIF: 12345674", None),
        ("EURO 5 CIF: 12345674", None),
    ],
)
def test_the_prefix_is_kept_where_it_is_printed(row: str, printed: str | None) -> None:
    pages = from_plain_text(f"MAGAZIN TEST SRL\nSTR. LUNGA 5, BRASOV\n{row}\n{REST}")
    found = extract(pages, today=date(2026, 11, 24)).fields["vendor_tax_id"]
    assert (found["value"], found.get("printed")) == ("12345674", printed)
