"""Codes are read from pictures, and what payment and fiscal codes say is told from their text."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp

from ocrcore.extraction.values.qr import parse_codes, read_codes


def _picture(text: str) -> np.ndarray:
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    image = np.array(code.to_image(scale=4))
    page = np.full((image.shape[0] + 200, image.shape[1] + 300), 255, np.uint8)
    page[120 : 120 + image.shape[0], 80 : 80 + image.shape[1]] = image
    return np.stack([page] * 3, axis=-1)


def test_a_code_on_a_page_is_read() -> None:
    assert read_codes(_picture("CIF=14399840;TOTAL=12.00")) == ["CIF=14399840;TOTAL=12.00"]


def test_a_page_without_codes_gives_none() -> None:
    assert read_codes(np.full((300, 200, 3), 255, np.uint8)) == []


def test_a_payment_code_gives_the_amount() -> None:
    lines = ["BCD", "002", "1", "SCT", "BFSWDE33BER", "Verein", "DE89370400440532013000", "EUR12.5", "", "", "Spende"]
    assert parse_codes(["\n".join(lines)])[0].values == {"total": "12.50"}


def test_other_texts_give_no_fields() -> None:
    for text in ("https://example.com/?id=5", "", "WIFI:S:net;T:WPA;P:secret;;", "BCD\n002"):
        assert "total" not in parse_codes([text])[0].values


@pytest.mark.parametrize(
    "text",
    ["https://shop.example/survey?id=77&t=12.00&n=5", "www.example.com/?total=9.99&nr=4", "TABLE=7", "BEGIN:VCARD\nN:Pop\nT:1,00",
     "WIFI:T:WPA;S:cafe;P:12,00;;", "N=12;T"],
)  # fmt: skip
def test_links_surveys_and_the_like_say_nothing_about_the_document(text: str) -> None:
    assert parse_codes([text])[0].values == {}


SWISS = [
    "SPC",
    "0200",
    "1",
    "CH4431999123000889012",
    "S",
    "Tischler AG",
    "Gasse",
    "1",
    "3000",
    "Bern",
    "CH",
    *[""] * 7,
    "{}",
    "CHF",
]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("\n".join(SWISS).format("1949.75"), {"total": "1949.75"}),
        ("\n".join(SWISS).format(""), {}),
        ("_R1-AT1_KASSE-7_118_2025-10-03T14:11:00_10,00_2,50_0,00_0,00_0,00_abc=_U:1_cert_sig", {"total": "12.50", "date": "2025-10-03"}),
        ("V0;kasse7;Kassenbeleg-V1;Beleg^19.90_5.10_0.00_0.00_0.00^25.00:Bar;7;8;2025-10-03T14:11:00.000Z;2025-10-03T14:11:30.000Z;alg;t;sig;key",
         {"total": "25.00", "date": "2025-10-03"}),
        ("CIF=14399840;TOTAL=1.234,50", {"vendor_tax_id": "14399840", "total": "1234.50"}),
        ("CIF:14399840,TOTAL:12,50,BF:7", {"vendor_tax_id": "14399840", "total": "12.50", "document_number": "7"}),
    ],
)  # fmt: skip
def test_known_forms_are_read_with_either_decimal_sign(text: str, values: dict[str, str]) -> None:
    assert parse_codes([text])[0].values == values
