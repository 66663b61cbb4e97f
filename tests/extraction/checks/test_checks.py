"""Checks hold when the document holds, say so plainly when it does not, and stay silent when they cannot tell."""

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
DATA: 10.10.2025 ORA: 10:00
BON FISCAL"""


def _read(*changes: tuple[str, str], codes: tuple[str, ...] = ()) -> Extraction:
    text = RECEIPT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return extract(from_plain_text(text), codes=codes, today=TODAY)


def _outcome(extraction: Extraction, code: str) -> tuple[bool | None, str]:
    found = [check for check in extraction.checks if check.code == code]
    assert len(found) == 1
    return found[0].passed, found[0].message


def test_a_sound_receipt_passes_every_check_that_applies() -> None:
    extraction = _read()
    assert not [check for check in extraction.checks if check.passed is False]
    assert {check.code for check in extraction.checks if check.passed} >= {
        "vendor_tax_id_checksum", "items_sum_to_total", "payments_cover_total", "taxes_sum_to_tax_total", "tax_fits_rate",
        "rate_valid_on_date", "items_fit_taxes", "date_plausible",
    }  # fmt: skip
    assert extraction.verdict > 0.9


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (("RO14399840", "RO14399841"), "vendor_tax_id_checksum", "14399841 is wrong"),
        (("LAPTE 7,00", "LAPTE 8,00"), "items_sum_to_total", "add up to 13.00"),
        (("REST 8,00", "REST 7,00"), "payments_cover_total", "make 13.00"),
        (("TVA B 11% 1,19", "TVA B 11% 1,29"), "tax_fits_rate", "1.29 does not fit"),
        (("TOTAL TVA 1,19", "TOTAL TVA 1,91"), "taxes_sum_to_tax_total", "is 1.91"),
        (("10.10.2025", "10.10.2027"), "date_plausible", "2027-10-10"),
        (("10.10.2025", "10.10.2019"), "rate_valid_on_date", "11 %"),
    ],
)
def test_a_fault_fails_its_check_with_a_plain_sentence(change: tuple[str, str], code: str, said: str) -> None:
    sound, faulty = _read(), _read(change)
    passed, message = _outcome(faulty, code)
    assert passed is False
    assert said in message
    assert faulty.verdict < sound.verdict


def test_without_anything_to_compare_checks_do_not_apply() -> None:
    extraction = extract(from_plain_text("CAFENEAUA MICA\nTOTAL 12,00"), today=TODAY)
    assert all(check.passed is None for check in extraction.checks if check.code != "date_plausible")


def test_contradicting_totals_are_told() -> None:
    extraction = extract(from_plain_text("MAGAZIN SRL\nBON FISCAL\nTOTAL LEI 45,10\nTOTAL DE PLATA 54,20"), today=TODAY)
    passed, message = _outcome(extraction, "totals_agree")
    assert passed is False
    assert "45.10" in message
    assert "54.20" in message


def test_a_code_that_agrees_or_not_is_told() -> None:
    assert _outcome(_read(codes=("CIF=14399840;TOTAL=12.00;10/10/2025",)), "qr_agrees")[0] is True
    passed, message = _outcome(_read(codes=("CIF=14399840;TOTAL=21.00",)), "qr_agrees")
    assert passed is False
    assert "21.00" in message
    assert _outcome(_read(codes=("https://example.com/",)), "qr_agrees")[0] is None
    assert _outcome(_read(), "qr_agrees")[0] is None
