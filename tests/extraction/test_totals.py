"""The total is what is to be paid: neither the net sum, nor a subtotal, whatever the language and what stands between."""

from __future__ import annotations

from datetime import date

import pytest

from ocrcore.extraction import Extraction, extract, from_plain_text

TODAY = date(2026, 11, 24)
SURE, DOUBTFUL = 0.9, 0.6


def _read(text: str) -> Extraction:
    return extract(from_plain_text(text.strip()), today=TODAY)


def _values(extraction: Extraction, *names: str) -> list[str | None]:
    return [extraction.scalars[name].value if name in extraction.scalars else None for name in names]


def _failed(extraction: Extraction) -> list[str]:
    return [check.message for check in extraction.checks if check.passed is False]


@pytest.mark.parametrize(
    ("net", "tax", "gross"),
    [
        ("Gesamtbetrag ohne USt", "USt 19 %", "Gesamtbetrag inkl. USt"),
        ("Zwischentotal exkl. MWST", "MWST 19%", "Total inkl. MWST"),
        ("Nettosumme", "MwSt 19%", "Bruttosumme"),
        ("Rechnungsbetrag netto", "MwSt 19%", "Zahlbetrag"),
        ("Total HT", "TVA 19 %", "Net à payer"),
        ("Total général hors TVA", "TVA 19 %", "Total TTC"),
        ("Total fără TVA", "TVA 19%", "Rest de plată"),
        ("Total general fara TVA", "TVA 19%", "Total de plată"),
        ("Net", "VAT 19 %", "Total due"),
        ("Total excl. VAT", "VAT 19%", "Due payable"),
        ("Amount due before tax", "Tax 19%", "Amount due"),
        ("Kokku km-ta", "Käibemaks 19%", "Kokku tasuda"),
        ("Totaal zonder BTW", "BTW 19%", "Te betalen"),
    ],
)
def test_a_sum_without_tax_is_the_net_total_whatever_its_words(net: str, tax: str, gross: str) -> None:
    extraction = _read(f"""
INVOICE no. 71
Date: 4 November 2024
Chair 2 100.00 200.00
Table 1 300.00 300.00
{net} 500.00
{tax} 95.00
{gross} 595.00""")
    assert _values(extraction, "total", "net_total", "tax_total") == ["595.00", "500.00", "95.00"]
    assert not _failed(extraction)


@pytest.mark.parametrize(
    ("added", "tax"),
    [("SERVICE CHARGE 10%", "VAT 20% INCLUDED"), ("BACȘIȘ 10%", "TVA A 20%"), ("Gratuity (10 %)", "VAT 20%")],
)
def test_a_tip_with_its_rate_is_part_of_what_is_paid_and_bears_no_tax(added: str, tax: str) -> None:
    extraction = _read(f"""
THE QUIET FOX LTD
2 SOUP 24.00
1 PIE 36.00
SUBTOTAL 60.00
{added} 6.00
TOTAL 66.00
{tax} 10.00
CARD 66.00
24/10/2025 20:14""")
    assert _values(extraction, "total") == ["66.00"]
    assert extraction.scalars["total"].confidence > SURE
    assert not _failed(extraction)


def test_a_voucher_taken_off_before_the_total_is_no_payment() -> None:
    extraction = _read("""
SC UNELTE NOI SRL
C.I.F.: RO14399840
BORMASINA 300,00 A
BURGHIU 40,00 A
SUBTOTAL 340,00
VOUCHER CADOU -100,00
TOTAL LEI 240,00
TOTAL TVA A 21% 41,65
CARD 240,00
DATA: 08/10/2025 ORA: 16:44:10
BON FISCAL NR: 0107""")
    assert _values(extraction, "total") == ["240.00"]
    assert [row.members for row in extraction.lists["payments"]] == [{"method": "card", "amount": "240.00"}]
    assert not _failed(extraction)


def test_a_receipt_with_a_table_of_taxes_in_estonian() -> None:
    extraction = _read("""
KOHVIK NURK OÜ
ARVE-KVIITUNG NR 5581
05.10.2025 14:22
Kook 3,10
Kohv 2 x 2,50 5,00
KOKKU EUR 8,10
KM% KM EUR KMTA EUR KOKKU
24% 1,57 6,53 8,10
Pangakaart 8,10""")
    assert extraction.document_type == "receipt"
    assert _values(extraction, "total", "tax_total", "date", "currency") == ["8.10", "1.57", "2025-10-05", "EUR"]
    assert len(extraction.lists["items"]) == 2


def test_an_apostrophe_read_as_another_sign_is_put_right_where_net_and_tax_prove_it() -> None:
    torn = """
RECHNUNG
Datum: 04.11.2025
Regal 1 2150.00 2150.00
Zwischentotal exkl. MWST 2150.00 CHF
MWST 8.1% 174.15 CHF
Total inkl. MWST 2*324.15 CHF"""
    total = _read(torn).scalars["total"]
    assert total.value == "2324.15"
    assert total.repaired == "324.15"
    assert _read(torn.replace("174.15", "174.51")).scalars["total"].confidence < SURE


def test_a_tip_behind_the_tax_is_part_of_what_was_paid() -> None:
    extraction = _read("""
BLUE OWL DINER
Austin, TX 78701
03/14/2025 7:12 PM
Burger 12.00
Fries 4.00
Subtotal 16.00
Tax 1.32
Total 17.32
Tip 3.00
Total 20.32
Visa 20.32""")
    assert _values(extraction, "total", "tax_total") == ["20.32", "1.32"]
    assert not _failed(extraction)


def test_two_alike_halves_of_a_tax_are_both_added() -> None:
    extraction = _read("""
TAX INVOICE
Delhi Traders Pvt Ltd
Invoice No 99
Date 23/04/2025
Rice 1,25,000.00
Total 1,25,000.00
CGST 9% 11,250.00
SGST 9% 11,250.00
Grand Total Rs. 1,47,500.00""")
    assert _values(extraction, "total", "currency") == ["147500.00", "INR"]


def test_two_digits_that_changed_places_are_no_misread_letter() -> None:
    total = _read("INVOICE\nAcme Ltd\n3 April 2025\nWork 100.00\nNet 100.00\nVAT 20% 20.00\nTotal £102.00").scalars[
        "total"
    ]
    assert total.value == "102.00"
    assert total.confidence < DOUBTFUL


def test_goods_whose_name_is_a_label_are_kept_where_they_multiply() -> None:
    extraction = _read("""
RECHNUNG
Datum 03.04.2025
Artikel A 2 Stk 1.250,00 2.500,00
Artikel B 1 Stk 99,90 99,90
Nettobetrag 2.599,90
19% MwSt 493,98
Rechnungsbetrag 3.093,88 EUR""")
    assert [row.members["amount"] for row in extraction.lists["items"]] == ["2500.00", "99.90"]


def test_two_receipts_side_by_side_are_not_added_up() -> None:
    extraction = _read("""
SC PRIMA SRL SC ADOUA SRL
1,000 BUC x 30,00 1,000 BUC x 12,50
PRODUS 30,00 A PRODUS 12,50 A
TOTAL LEI 30,00 TOTAL LEI 12,50
TOTAL TVA A 21% 5,21 TOTAL TVA A 21% 2,17
CARD 30,00 CARD 12,50
BON FISCAL NR: 0107 BON FISCAL NR: 0512""")
    total = extraction.scalars["total"]
    assert total.value != "42.50"
    assert total.confidence < DOUBTFUL
