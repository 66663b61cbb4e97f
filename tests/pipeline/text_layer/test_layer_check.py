"""A PDF's own text is believed only where its picture shows the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from ocrcore.config import load_settings
from ocrcore.engines.base import engine_class
from ocrcore.pipeline.run import load_engine, read_document
from ocrcore.pipeline.text_layer.layer_check import Comparison, differs, layer_check
from tests.documents.made_files import pdf, pdf_that_says, text_stream

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ocrcore.engines.base import Engine
    from ocrcore.pipeline.result import Result

Read: TypeAlias = "Callable[[bytes], Result]"

CONTENT = text_stream(
    [
        (60, 760, "MAGAZIN DE PROBA SRL"),
        (60, 735, "Strada Lunga 12, Cluj"),
        (60, 700, "Bon fiscal nr. 482157"),
        (60, 675, "Data: 12.03.2025"),
        (60, 640, "Paine alba cu seminte"),
        (400, 640, "17,20"),
        (60, 615, "Unt de casa la borcan"),
        (400, 615, "42,17"),
        (60, 580, "TOTAL LEI"),
        (400, 580, "59,37"),
    ]
)
NEXT_DIGIT = {str(digit): str((digit + 1) % 10) for digit in range(10)}


def box(x: int, y: int, width: int = 60) -> bytes:
    return f"1 g {x - 4} {y - 5} {width} 20 re f 0 g\n".encode()


@pytest.fixture(scope="module", params=["doctr_plus", "tesseract"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    if not engine_class(request.param).availability().available:
        pytest.skip(f"{request.param} is not installed")
    return load_engine(request.param, load_settings(data_dir=tmp_path_factory.mktemp("data")))


@pytest.fixture
def read(engine: Engine, tmp_path: Path) -> Read:
    def read(data: bytes) -> Result:
        path = tmp_path / "upload.pdf"
        path.write_bytes(data)
        return read_document(path, engine=engine, settings=load_settings(data_dir=tmp_path / "data"))

    return read


def check_of(result: Result) -> Any:
    (check,) = [check for check in result.checks if check["code"] == "text_layer_agrees"]
    return check


def test_an_honest_layer_is_taken_and_said_to_agree(read: Read) -> None:
    result = read(pdf([CONTENT]))
    assert [page.source for page in result.pages] == ["text_layer"]
    assert check_of(result)["passed"] is True
    assert result.fields["total"]["value"] == "59.37"
    assert result.tiers == ()


def test_a_layer_with_shifted_digits_is_not_believed(read: Read) -> None:
    result = read(pdf_that_says(CONTENT, NEXT_DIGIT))
    assert [page.source for page in result.pages] == ["ocr"]
    assert check_of(result)["passed"] is False
    assert "60,48 / 59,37" in check_of(result)["facts"]["words"]
    assert "page 1" in check_of(result)["message"]
    assert result.fields["total"]["value"] == "59.37"
    assert result.fields["date"]["value"] == "2025-03-12"


def test_a_value_under_a_white_box_is_not_shown(read: Read) -> None:
    result = read(pdf([CONTENT + box(400, 580)]))
    assert [page.source for page in result.pages] == ["ocr"]
    assert check_of(result)["facts"] == {"pages": "1", "words": "59,37 / "}
    assert "59,37" not in result.text


def test_a_value_that_was_covered_and_printed_anew_is_the_new_one(read: Read) -> None:
    anew = text_stream([(400, 580, "59,86"), (85, 675, ": 21.03.2025")])
    result = read(pdf([CONTENT + box(400, 580) + box(85, 675, 90) + anew]))
    assert check_of(result)["passed"] is False
    assert result.fields["total"]["value"] == "59.86"
    assert result.fields["date"]["value"] == "2025-03-21"


def test_a_page_with_the_text_of_another_is_read_by_its_picture(read: Read) -> None:
    hidden = text_stream([(60, 760 - 30 * row, f"Factura {9 * row}1234 pentru alta firma") for row in range(6)])
    result = read(pdf([hidden + b"1 g 0 0 595 842 re f 0 g\n" + CONTENT]))
    assert [page.source for page in result.pages] == ["ocr"]
    assert "Factura" not in result.text


def test_each_page_is_compared_by_itself(read: Read) -> None:
    result = read(pdf([CONTENT, CONTENT + box(400, 580)]))
    assert [page.source for page in result.pages] == ["text_layer", "ocr"]
    assert check_of(result)["facts"]["pages"] == "2"


def test_halves_of_an_emoji_are_joined_and_every_result_can_be_kept(read: Read) -> None:
    content = CONTENT + text_stream([(60, 540, "~ Va multumim ~ pentru vizita }")])
    result = read(pdf_that_says(content, {"~": "\U0001f600", "}": "\ud83d"}))
    assert [page.source for page in result.pages] == ["text_layer"]
    assert "\U0001f600 Va multumim \U0001f600 pentru vizita \ufffd" in result.text
    assert result.to_json().encode()


def test_a_document_without_own_text_has_nothing_to_compare() -> None:
    assert layer_check({}).passed is None
    assert layer_check({1: Comparison(agrees=None)}).passed is None


@pytest.mark.parametrize(
    ("text", "reading"),
    [("2.533,74", "2533.74"), ("Țebea", "Tebea"), ("14399840", "1439984O"), ("nr.:", "nr"), ("Furnizor:", "Fumizor")],
)
def test_a_misreading_contradicts_nobody(text: str, reading: str) -> None:
    assert not differs(text, reading)


@pytest.mark.parametrize(
    ("text", "reading"),
    [("2.533,74", "3.644,85"), ("14.10.2025", "28.10.2025"), ("2041", "2055"), ("Furnizor", "Gvsojaps")],
)
def test_another_word_is_told_from_a_misreading(text: str, reading: str) -> None:
    assert differs(text, reading)
