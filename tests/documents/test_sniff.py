from __future__ import annotations

import pytest

from ocrcore.documents.sniff import E_INVOICE_TYPES, SNIFF_BYTES, SUFFIXES, sniff
from ocrcore.errors import UnsupportedType
from tests.documents.made_files import encoded, marked, pdf

KINDS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/tiff": "TIFF",
    "image/bmp": "BMP",
    "image/gif": "GIF",
    "image/heic": "HEIF",
    "image/avif": "AVIF",
}


@pytest.mark.parametrize(("mime_type", "kind"), KINDS.items())
def test_pictures_are_known_by_their_content(mime_type: str, kind: str) -> None:
    assert sniff(encoded(marked(), kind)[:SNIFF_BYTES]) == mime_type


def test_every_accepted_kind_is_tested() -> None:
    assert set(SUFFIXES) == {*KINDS, "application/pdf", *E_INVOICE_TYPES}


def test_other_tiffs_are_known() -> None:
    assert sniff(b"MM\x00*") == "image/tiff"
    assert sniff(encoded(marked(), "TIFF", big_tiff=True)) == "image/tiff"


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"junk of a mail gateway\r\n"])
def test_a_pdf_may_begin_a_little_later(before: bytes) -> None:
    assert sniff(before + pdf()) == "application/pdf"


@pytest.mark.parametrize(
    ("head", "named"),
    [
        (b"PK\x03\x04\x14", "Office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Office"),
        (b"<!doctype html>", "web page"),
        (b"{\\rtf1", "rich-text"),
        (b"\x00\x00\x01\x00\x01\x00", "icon"),
        (b"BM is how this text begins, and it is no bitmap", "not supported"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "not supported"),
        (b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2", "not supported"),
        (b"plain text", "not supported"),
        (bytes(100), "not supported"),
        (b"\xff", "not supported"),
    ],
)
def test_other_files_are_refused_by_what_they_are(head: bytes, named: str) -> None:
    with pytest.raises(UnsupportedType, match=named):
        sniff(head)
