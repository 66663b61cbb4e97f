"""Codes are read from pictures, and what payment and fiscal codes say is told from their text."""

from __future__ import annotations

import numpy as np
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
