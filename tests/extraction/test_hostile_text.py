"""Whatever text comes, extraction ends soon, raises nothing, and gives fields that keep the contract."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocrcore.extraction import Extraction, extract, from_plain_text

PIECES = [
    "C.I.F. ", "1.1.1.", "A1 ", "((((", "NR NR ", "SERIA A NR ", "0O0O", "1,", "1 2 3 ", "TOTAL ", "TVA A ", "FACTURA NR ", "- - -",
    "1.234.", "RO1", "COD FISCAL ", "TEL 0", "12.12.12 ", "12:12", "S.R.L. ", "%", "BUC X 1,00 = ", "JUD ", "GST REG NO ",
    "DE 123 456 ", "Z ", "BF:", "\u0301", "€ 1", "1'1'", "CIF CLIENT ", "REDUCERE ", "\n", "\f", "15,99 A\n", "TOTAL 9,99\n", "-",
    "FURNIZOR CLIENT ", "CLIENT: ", "TVAA 21X ", "1,000 X A ", "3977*A ", "07 09 2019 ", "S.R-L.-D. ",
    "NYUGTA AFA OSSZESEN 1 234 ", "1 234 567 FT ", "WWW.A-B.HU ", "KFT. 1234 UTCA ", "12345676-2-06 ", "1 234,50 ",
    "(4.87) ", "03/10/2025 ", "¥1,200 ", "12 345 678,90\n(1.00) 03/04/2025 $1,234\n",
]  # fmt: skip
SLOW_CHECKS_OFF = [HealthCheck.too_slow, HealthCheck.data_too_large]


def repeated(piece: str) -> tuple[str, ...]:
    """Return texts without end: on one row, on many long rows, on very many short ones."""
    return piece * 50_000, f"{piece * 300}\n" * 1000, f"{piece}\n" * 20_000


def _assert_keeps_the_contract(extraction: Extraction) -> None:
    tree = extraction.to_json()
    json.dumps(tree)
    assert 0 <= extraction.verdict <= 1
    assert extraction.document_type in {"receipt", "invoice", "other"}
    for name, value in tree["fields"].items():
        for entry in value if isinstance(value, list) else [value]:
            assert 0 <= entry["confidence"] <= 1, name
            assert len(entry["box"]) == 4, name
    for name in ("total", "net_total", "tax_total", "discount_total"):
        if name in extraction.scalars:
            assert re.fullmatch(r"-?\d+(\.\d{2})?", extraction.scalars[name].value)
            Decimal(extraction.scalars[name].value)


@given(st.text(max_size=2000))
@settings(max_examples=60, suppress_health_check=SLOW_CHECKS_OFF)
def test_any_text_gives_fields_that_keep_the_contract(text: str) -> None:
    _assert_keeps_the_contract(extract(from_plain_text(text)))


@given(st.lists(st.sampled_from(PIECES), max_size=150))
@settings(max_examples=80, suppress_health_check=SLOW_CHECKS_OFF)
def test_pieces_of_receipts_in_any_order_give_fields_that_keep_the_contract(pieces: list[str]) -> None:
    _assert_keeps_the_contract(extract(from_plain_text("".join(pieces))))


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", PIECES)
def test_endless_repetition_comes_to_an_end(piece: str) -> None:
    for text in repeated(piece):
        _assert_keeps_the_contract(extract(from_plain_text(text)))


def test_nothing_gives_nothing() -> None:
    for pages in ((), from_plain_text(""), from_plain_text("\n \n")):
        extraction = extract(pages)
        assert extraction.fields == {}
        assert extraction.verdict == 0
