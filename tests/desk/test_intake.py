from __future__ import annotations

import os
import random
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from ocrcore.config import load_settings
from ocrcore.desk.intake import MAX_NAME_LENGTH, Intake, display_name
from ocrcore.errors import (
    EmptyFile,
    EncryptedDocument,
    FileTooLarge,
    InputError,
    NoEInvoice,
    SeveralDocuments,
    TooManyPages,
    TooManyPixels,
    UnreadableDocument,
    UnsafeXml,
    UnsupportedType,
)
from ocrcore.storage.local import LocalStorage
from tests.documents.made_e_invoices import Sale, cii, picture_of, spv_zip, ubl, with_embedded, zipped
from tests.documents.made_files import (
    encoded,
    locked_pdf,
    marked,
    oriented_jpeg,
    pdf,
    png_header,
    restricted_pdf,
    text_stream,
    tiff_pages,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PNG = encoded(marked(), "PNG")
JPEG = encoded(marked(600, 400), "JPEG")
NOISE = Image.frombytes("RGB", (300, 200), random.Random(7).randbytes(180_000))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("intake")


@pytest.fixture(scope="module")
def intake(folder: Path) -> Iterator[Intake]:
    settings = load_settings(data_dir=folder, max_upload_mb=2, max_pages=20, max_pixels=2_000_000)
    with Intake(settings, LocalStorage(folder)) as intake:
        yield intake


GOOD = {
    "jpg": (JPEG, "image/jpeg", 1),
    "png": (PNG, "image/png", 1),
    "webp": (encoded(marked(), "WEBP"), "image/webp", 1),
    "bmp": (encoded(marked(), "BMP"), "image/bmp", 1),
    "heic": (encoded(marked(), "HEIF"), "image/heic", 1),
    "heic with two": (encoded(marked(), "HEIF", save_all=True, append_images=[marked(90)]), "image/heic", 2),
    "avif": (encoded(marked(), "AVIF"), "image/avif", 1),
    "gif": (encoded(marked(), "GIF"), "image/gif", 1),
    "gif that moves": (encoded(marked(), "GIF", save_all=True, append_images=[marked().rotate(180)]), "image/gif", 1),
    "webp that moves": (
        encoded(marked(), "WEBP", save_all=True, append_images=[marked().rotate(180)]),
        "image/webp",
        1,
    ),
    "tiff": (encoded(marked(), "TIFF"), "image/tiff", 1),
    "tiff of 20": (tiff_pages(20), "image/tiff", 20),
    "pdf": (pdf(), "application/pdf", 1),
    "pdf of 3": (pdf([text_stream([(50, 700, "one")])] * 3), "application/pdf", 3),
    "pdf that must not be printed": (restricted_pdf(), "application/pdf", 1),
    "e-invoice": (ubl(Sale()), "application/xml", 1),
    "e-invoice from SPV": (spv_zip(Sale()), "application/zip", 1),
    "pdf with an e-invoice": (
        with_embedded(picture_of(["Factura"]), {"factur-x.xml": cii(Sale())}),
        "application/pdf",
        1,
    ),
    "one pixel": (encoded(Image.new("1", (1, 1)), "PNG"), "image/png", 1),
    "one row": (encoded(marked(9000, 2), "PNG"), "image/png", 1),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_sound_file_is_accepted(intake: Intake, folder: Path, name: str) -> None:
    data, mime_type, pages = GOOD[name]
    accepted = intake.accept(name, data)
    assert (accepted.mime_type, accepted.pages, accepted.name) == (mime_type, pages, name)
    assert LocalStorage(folder).read(accepted.key) == data
    assert accepted.size_bytes == len(data)
    assert accepted.thumbnail is not None
    with Image.open(BytesIO(accepted.thumbnail)) as thumbnail:
        assert thumbnail.format == "JPEG"
        assert max(thumbnail.size) <= 160


def test_the_thumbnail_stands_upright(intake: Intake) -> None:
    accepted = intake.accept("phone.jpg", oriented_jpeg(6))
    assert accepted.thumbnail is not None
    with Image.open(BytesIO(accepted.thumbnail)) as thumbnail:
        assert thumbnail.width > thumbnail.height
        grey = np.asarray(thumbnail.convert("L"))
    assert grey[10, 10] < 100
    assert grey[10, -10] > 200


def test_content_decides_and_not_the_name(intake: Intake) -> None:
    accepted = intake.accept("invoice.pdf", PNG)
    assert accepted.mime_type == "image/png"
    assert accepted.key.endswith(".png")


def half(data: bytes) -> bytes:
    return data[: len(data) // 2]


XML_BOMB = (
    b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'ha'>"
    + b"".join(
        b"<!ENTITY a%d '%s'>" % (n, b"&a%s;" % (str(n - 1).encode() if n > 1 else b"") * 10) for n in range(1, 12)
    )
    + b"]><x>&a11;</x>"
)
BAD: dict[str, tuple[bytes, type[InputError], str]] = {
    "empty": (b"", EmptyFile, "empty"),
    "random": (os.urandom(5000), UnsupportedType, "not supported"),
    "office": (b"PK\x03\x04" + bytes(500), UnsupportedType, "Office"),
    "too large": (JPEG + bytes(2 * 1024 * 1024), FileTooLarge, r"The file is 2\.1 MB; at most 2 MB are accepted\."),
    "half a jpeg": (half(JPEG), UnreadableDocument, "incomplete"),
    "head of a jpeg": (JPEG[:30], UnreadableDocument, ""),
    "half a png": (half(PNG), UnreadableDocument, ""),
    "half a tiff": (half(tiff_pages(3)), UnreadableDocument, ""),
    "half a heic": (half(encoded(NOISE, "HEIF")), UnreadableDocument, ""),
    "half an avif": (half(encoded(NOISE, "AVIF")), UnreadableDocument, ""),
    "half a webp": (half(encoded(NOISE, "WEBP")), UnreadableDocument, ""),
    "bmp without its end": (half(encoded(NOISE, "BMP")), UnreadableDocument, "incomplete"),
    "gif without its end": (half(encoded(NOISE, "GIF")), UnreadableDocument, ""),
    "head of a pdf": (pdf()[:60], UnreadableDocument, "The PDF is damaged"),
    "pdf of random bytes": (b"%PDF-1.7\n" + os.urandom(5000), UnreadableDocument, "The PDF is damaged"),
    "jpeg of random bytes": (b"\xff\xd8\xff\xe0" + os.urandom(5000), UnreadableDocument, ""),
    "pdf without pages": (pdf([]), UnreadableDocument, ""),
    "pdf with a password": (locked_pdf(), EncryptedDocument, "password"),
    "pdf of 300 pages": (pdf([b""] * 300), TooManyPages, "has 300 pages; at most 20 are accepted"),
    "tiff of 21 pages": (tiff_pages(21), TooManyPages, "more than 20 pages"),
    "bomb": (encoded(Image.new("1", (30_000, 30_000)), "PNG"), TooManyPixels, r"900 megapixels\); at most 2 mega"),
    "boast": (png_header(2**31 - 1, 2**31 - 1), TooManyPixels, "2147483647 × 2147483647"),
    "boasting gif": (b"GIF89a\xff\xff\xff\xff\x00\x00\x00,", InputError, ""),
    "png without data": (png_header(100, 100), UnreadableDocument, ""),
    "xml that is no invoice": (b"<?xml version='1.0'?><feed/>", NoEInvoice, "UBL or CII"),
    "xml bomb": (XML_BOMB, UnsafeXml, "entities"),
    "zip bomb": (zipped({"1.xml": b"<a>" + b" " * 50_000_000}), FileTooLarge, "unpacks to more than 10 MB"),
    "zip of two invoices": (zipped({"1.xml": ubl(Sale()), "2.xml": cii(Sale())}), SeveralDocuments, "Unpack it"),
    "half a zip": (half(spv_zip(Sale())), UnreadableDocument, "ZIP is damaged"),
    "50 MB of xml": (b"<?xml version='1.0'?>" + b" " * 50_000_000, FileTooLarge, "at most 2 MB"),
    "png without width": (png_header(0, 100), UnreadableDocument, ""),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_its_own_error(intake: Intake, folder: Path, name: str) -> None:
    before = {path for path in folder.rglob("*") if path.is_file()}
    data, kind, words = BAD[name]
    with pytest.raises(kind, match=words or None):
        intake.accept(name, data)
    assert {path for path in folder.rglob("*") if path.is_file()} == before, "nothing is stored"
    assert intake.accept("good.png", PNG).pages == 1, "and the next file is accepted"


def test_a_pdf_without_pages_after_a_locked_one_is_not_called_locked(intake: Intake) -> None:
    with pytest.raises(EncryptedDocument):
        intake.accept("locked.pdf", locked_pdf())
    with pytest.raises(UnreadableDocument):
        intake.accept("none.pdf", pdf([]))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("receipt.jpg", "receipt.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\bon.pdf", "bon.pdf"),
        ("a\nb\tc\r\n.pdf", "a b c .pdf"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("zero\u200bwidth\x00\x1b[31m.png", "zerowidth[31m.png"),
        ("<b>bold</b>.png", "b>.png"),
        ("<img src=x onerror=alert(1)>.png", "<img src=x onerror=alert(1)>.png"),
        ("bonul mamei ș ț ă.jpg", "bonul mamei ș ț ă.jpg"),
        ("s\u0326.jpg", "ș.jpg"),
        ("", "document"),
        ("..", "document"),
        ("folder/", "document"),
        ("\ud800.png", ".png"),
    ],
)
def test_a_name_is_cleaned_for_display(name: str, shown: str) -> None:
    assert display_name(name) == shown


def test_a_long_name_keeps_its_ending() -> None:
    shown = display_name("x" * 1000 + ".pdf")
    assert len(shown) == MAX_NAME_LENGTH
    assert shown.endswith("x….pdf")
