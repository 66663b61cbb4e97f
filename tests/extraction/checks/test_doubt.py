"""A failed check speaks: the fields that it compares are not shown as sure, unless another check proves them."""

from __future__ import annotations

from datetime import date

import pytest

from ocrcore.extraction import Extraction, extract, from_plain_text

TODAY = date(2026, 11, 24)
SURE, DOUBTFUL = 0.9, 0.6
INVOICE = """FACTURA
SC MORARUL HARNIC SRL
CIF: RO14399840
Factura nr. 118 din 05.11.2025
Scadenta: 05.12.2025
Faina 10 buc 4,00 40,00
Malai 10 buc 6,00 60,00
Total fara TVA 100,00
TVA 21% 21,00
Total de plata 121,00 lei"""


def _read(*changes: tuple[str, str], codes: tuple[str, ...] = ()) -> Extraction:
    text = INVOICE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return extract(from_plain_text(text), codes=codes, today=TODAY)


def _sure(extraction: Extraction, *names: str) -> list[bool]:
    return [extraction.scalars[name].confidence >= DOUBTFUL for name in names]


def test_a_sound_invoice_is_sure() -> None:
    sound = _read()
    assert not [check for check in sound.checks if check.passed is False]
    assert all(_sure(sound, "total", "net_total", "tax_total", "date", "due_date", "vendor_tax_id", "document_number"))


def test_a_total_that_nothing_makes_is_doubtful() -> None:
    read = _read(("121,00", "171,00"), ("% 21,00", "% 12,00"))
    assert read.scalars["total"].value == "171.00"
    assert _sure(read, "total") == [False]
    assert all(_sure(read, "date", "vendor_tax_id", "document_number"))


def test_a_total_that_payments_prove_stays_sure_beside_goods_that_were_misread() -> None:
    paid = "Total de plata 121,00 lei\nNumerar 150,00\nRest 29,00"
    read = _read(("Malai 10 buc 6,00 60,00", "Malai 86,00"), ("Total de plata 121,00 lei", paid))
    assert next(check for check in read.checks if check.code == "items_sum_to_total").passed is False
    assert _sure(read, "total") == [True]
    assert all(row.confidence < DOUBTFUL for row in read.lists["items"])


def test_due_before_its_date_makes_both_days_doubtful() -> None:
    read = _read(("05.12.2025", "05.10.2025"))
    message = next(check.message for check in read.checks if check.code == "due_not_before_date")
    assert message == "The document is due on 2025-10-05, before its date, 2025-11-05."
    assert _sure(read, "date", "due_date", "total") == [False, False, True]


def test_a_wrong_control_digit_makes_the_tax_id_doubtful_and_with_wrong_sums_every_field() -> None:
    digit = ("RO14399840", "RO14399841")
    assert _sure(_read(digit), "vendor_tax_id", "total", "vendor_name") == [False, True, True]
    shifted = _read(
        digit,
        ("100,00", "211,11"),
        ("% 21,00", "% 32,11"),
        ("121,00", "232,11"),
        ("40,00", "51,11"),
        ("60,00", "71,00"),
    )
    assert not any(_sure(shifted, "total", "vendor_name", "document_number", "date"))


@pytest.mark.parametrize(("total", "sure"), [("121.00", True), ("129.00", True)])
def test_a_code_throws_doubt_only_on_what_it_says_otherwise(total: str, *, sure: bool) -> None:
    code = f"BCD\n002\n1\nSCT\n\nMorarul\nRO49AAAA1B31007593840000\nEUR{total}\n\n\n118"
    read = _read(codes=(code,))
    assert _sure(read, "date", "vendor_tax_id") == [sure, sure]
