"""Receipts and invoices as they are printed: what is told twice counts once, and what belongs to another paper is not this one's."""

from __future__ import annotations

from datetime import date

import pytest

from ocrcore.extraction import Extraction, extract, from_plain_text

TODAY = date(2026, 11, 24)
SURE, DOUBTFUL = 0.9, 0.6
FOOT = "DATA: 10.10.2025 ORA: 10:00\nBON FISCAL"


def _read(text: str) -> Extraction:
    return extract(from_plain_text(text.strip()), today=TODAY)


def _values(extraction: Extraction, *names: str) -> list[str | None]:
    return [extraction.scalars[name].value if name in extraction.scalars else None for name in names]


def _failed(extraction: Extraction) -> list[str]:
    return [check.message for check in extraction.checks if check.passed is False]


def test_a_reduction_told_under_its_item_and_in_the_foot_counts_once() -> None:
    extraction = _read(f"""
SC PRAVALIA MEA SRL
CIF: RO14399840
1,000 BUC X 8,40
BRANZA 8,40 A
25% REDUCERE = -2.10 LEI
2,000 BUC X 3,00
PAINE 6,00 B
DISCOUNT 2.10-A
SUBTOTAL 12,30
TOTAL LEI 12,30
CARD 12,30
{FOOT}""")
    assert _values(extraction, "total", "discount_total") == ["12.30", "2.10"]
    assert len(extraction.lists["items"]) == 2
    assert not _failed(extraction)


def test_a_deposit_among_the_goods_bears_no_tax() -> None:
    extraction = _read(f"""
SC PRAVALIA MEA SRL
CIF: RO14399840
SUC 1L 7,50 A
1,000 BUC X 7,50
GARANTIE SGR 0,50 D
1,000 BUC X 0,50
TOTAL LEI 8,00
TOTAL TVA A 21% 1,30
NUMERAR 10,00
REST 2,00
{FOOT}""")
    assert _values(extraction, "total", "tax_total") == ["8.00", "1.30"]
    assert not _failed(extraction)


def test_cash_printed_with_a_minus_on_a_sale_is_what_was_given() -> None:
    extraction = _read("KEDAI BAIK SDN BHD\n03/10/2025\nRice 31.45\nTOTAL RM 31.45\nCASH -50.00\nCHANGE 18.55")
    assert [row.members for row in extraction.lists["payments"]] == [{"method": "cash", "amount": "50.00"}]
    assert not _failed(extraction)


@pytest.mark.parametrize("paid", ["Avans achitat -500,00", "Achitat -500,00"])
def test_what_was_paid_before_is_no_payment_of_the_total(paid: str) -> None:
    extraction = _read(f"""
FACTURA
SC PRAVALIA MEA SRL
CIF: RO14399840
Factura nr. 12 din 03.10.2025
Servicii 1000,00
Total fara TVA 1000,00
TVA 21% 210,00
Total factura 1210,00
{paid}
Rest de plata 710,00""")
    assert _values(extraction, "total", "net_total") == ["1210.00", "1000.00"]
    assert not _failed(extraction)


@pytest.mark.parametrize("balance", ["Previous balance", "Alter Saldo", "Ancien solde", "Sold precedent"])
def test_an_older_balance_and_its_payment_are_no_goods(balance: str) -> None:
    extraction = _read(f"""
INVOICE
Acme Energy Ltd
Invoice no. 7
5 October 2025
{balance} 80.00
Payments received -80.00
Current charges 50.00
VAT 20% 10.00
Total amount due £60.00""")
    assert [row.members["amount"] for row in extraction.lists["items"]] == ["50.00"]
    assert _values(extraction, "total") == ["60.00"]


INVOICE = "INVOICE\nAcme Ltd\nInvoice no. 7\n{}\nWork 100.00\nTotal £100.00"


@pytest.mark.parametrize(
    ("dates", "right"),
    [
        ("Order date 01 October 2025\nInvoice date 05 October 2025", "2025-10-05"),
        ("Contract no. 12 of 15.01.2024\nDelivery date 03.10.2025\nDate: 05.10.2025", "2025-10-05"),
        ("Bestelldatum: 01.10.2025\nLieferdatum: 03.10.2025\n05.10.2025", "2025-10-05"),
        ("Commande du 02/10/2025\nLyon, le 5 octobre 2025", "2025-10-05"),
    ],
)
def test_the_day_of_an_order_or_a_contract_is_not_the_documents(dates: str, right: str) -> None:
    found = _read(INVOICE.format(dates)).scalars["date"]
    assert found.value == right
    assert found.confidence > SURE


@pytest.mark.parametrize("dates", ["Order date 01 October 2025", "Delivery date 03.10.2025", "Contract din 15.01.2024"])
def test_a_day_that_is_anothers_alone_is_doubtful(dates: str) -> None:
    found = _read(INVOICE.format(dates)).scalars.get("date")
    assert found is None or found.confidence < DOUBTFUL
