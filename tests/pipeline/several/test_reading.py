"""Files with several documents, read from the file to the Result by a real engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import pytest

from ocrcore.config import load_settings
from ocrcore.engines.base import engine_class
from ocrcore.pipeline.result import Result
from ocrcore.pipeline.run import load_engine, read_document
from tests.browser.receipts import pdf_document
from tests.documents.made_files import encoded, image_object, pdf, text_stream
from tests.pipeline.several.made_pages import CAFE, SHOP, picture
from tests.web.api.test_shape import check

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ocrcore.engines.base import Engine

Read: TypeAlias = "Callable[[bytes], Result]"

LETTER: list[tuple[float, float, str]] = [
    (60, 780, "De la: Ana Pop"),
    (60, 762, "Catre: Contabilitate"),
    (60, 744, "Data: 21 octombrie 2025"),
    (60, 720, "Buna ziua, va atasez bonul de la intalnirea cu clientul."),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    if not engine_class("doctr_plus").availability().available:
        pytest.skip("doctr_plus is not installed")
    return load_engine("doctr_plus", load_settings(data_dir=tmp_path_factory.mktemp("data")))


@pytest.fixture
def read(engine: Engine, tmp_path: Path) -> Read:
    def read(data: bytes) -> Result:
        path = tmp_path / "upload"
        path.write_bytes(data)
        return read_document(path, engine=engine, settings=load_settings(data_dir=tmp_path / "data"))

    return read


def documents(result: Result) -> list[tuple[tuple[int, ...], str]]:
    return [(part.pages, part.total) for part in result.documents]


def test_the_receipts_of_a_pdf_are_told_apart_and_the_result_keeps_them(read: Read) -> None:
    result = read(pdf_document([SHOP, CAFE]))
    assert documents(result) == [((1,), "45.90"), ((2,), "18.50")]
    check(result.to_dict(), "Result")
    assert Result.from_json(result.to_json()).documents == result.documents


@pytest.mark.parametrize("quarters", [0, 1])
def test_two_receipts_on_one_photo_are_told_apart_whichever_way_it_lies(read: Read, quarters: int) -> None:
    photo = picture((SHOP, 90, 100), (CAFE, 800, 120), size=(1450, 680)).rotate(90 * quarters, expand=True)
    result = read(encoded(photo, "JPEG", quality=92))
    assert documents(result) == [((1,), "45.90"), ((1,), "18.50")]
    assert [part.turned_degrees for part in result.documents] == [(360 - 90 * quarters) % 360] * 2
    assert result.fields["total"]["confidence"] < 0.6


def with_picture(rows: list[str], lines: list[tuple[float, float, str]], *, turned: int = 0) -> bytes:
    image = picture((rows, 60, 50), size=(640, 500)).rotate(turned, expand=True)
    across, down = (f"{side * 0.36:.0f}" for side in image.size)
    drawn = f"q {across} 0 0 {down} 60 400 cm /I1 Do Q\n".encode()
    return pdf([text_stream(lines) + drawn], objects=[image_object(image)])


@pytest.mark.parametrize("turned", [0, 90])
def test_a_receipt_pasted_into_a_letter_is_read_and_is_what_is_booked(read: Read, turned: int) -> None:
    result = read(with_picture(SHOP, LETTER, turned=turned))
    (page,) = result.pages
    assert page.source == "text_layer"
    words = {word.text: word for line in page.lines for word in line.words}
    assert (words["octombrie"].source, words["DIVERS"].source) == ("", "ocr")
    assert result.fields["total"]["value"] == "45.90"
    assert result.fields["date"]["value"] == "2025-10-08"
    assert result.documents == ()
    x0, y0, x1, y1 = words["DIVERS"].box
    assert 60 / 595 < x0 < x1 < 0.6
    assert 0.2 < y0 < y1 < 0.53
    check(result.to_dict(), "Result")


def test_a_picture_changes_nothing_on_a_page_that_is_a_document_itself(read: Read) -> None:
    lines = [(60.0, 800.0 - 16 * at, row.strip()) for at, row in enumerate(CAFE)]
    sign = ["MAGAZINUL", "DIN COLT 99,99"]
    result = read(with_picture(sign, lines))
    assert "MAGAZINUL" in result.text
    assert result.fields["total"]["value"] == "18.50"
    assert "CAFENEAUA" in result.fields["vendor_name"]["value"]


def test_a_bill_and_a_receipt_pasted_below_it_are_two(read: Read) -> None:
    lines = [(60.0, 800.0 - 16 * at, row.strip()) for at, row in enumerate(CAFE)]
    result = read(with_picture(SHOP, lines))
    assert documents(result) == [((1,), "18.50"), ((1,), "45.90")]
