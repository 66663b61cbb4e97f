"""PP-OCRv6's finder and recogniser, each by itself."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocrcore.engines.doctr.manifest import read_manifest
from ocrcore.engines.paddleocr.detector import LineFinder
from ocrcore.engines.paddleocr.engine import PaddleOcrEngine
from ocrcore.engines.paddleocr.networks import load_recogniser
from ocrcore.engines.paddleocr.recogniser import LineRecogniser
from tests.engines.drawn import ROWS, receipt

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(not PaddleOcrEngine.availability().available, reason=PaddleOcrEngine.availability().reason),
]


@pytest.fixture(scope="module")
def recogniser() -> LineRecogniser:
    return LineRecogniser(threads=1)


@pytest.fixture(scope="module")
def finder() -> LineFinder:
    return LineFinder(threads=1)


def printed(text: str, size_px: int = 36) -> np.ndarray:
    font = ImageFont.load_default(size=size_px)
    left, top, right, bottom = (round(edge) for edge in font.getbbox(text))
    image = Image.new("RGB", (right - left + 16, bottom - top + 12), "white")
    ImageDraw.Draw(image).text((8 - left, 6 - top), text, fill="black", font=font)
    return np.asarray(image, np.uint8)


def test_a_line_is_read_with_its_blanks_and_where_its_letters_stand(recogniser: LineRecogniser) -> None:
    (reading,) = recogniser.read([printed("TOTAL LEI 48,59")])
    assert reading.text == "TOTAL LEI 48,59"
    assert reading.confidence == pytest.approx(np.mean(reading.letters))
    assert len(reading.letters) == len(reading.places) == len(reading.text)
    assert list(reading.places) == sorted(reading.places)
    first, last = reading.places[0], reading.places[-1]
    assert first == pytest.approx(0.06, abs=0.04)
    assert last == pytest.approx(0.94, abs=0.04)


def test_crops_of_any_width_and_height_are_read_alone(recogniser: LineRecogniser) -> None:
    texts = ["7", "REST 1,41", "Strada Lunga 12, Cluj, judetul Cluj, cod postal 400001"]
    crops = [printed(text, size_px) for text, size_px in zip(texts, (90, 20, 40), strict=True)]
    assert [reading.text for reading in recogniser.read(crops)] == texts
    assert recogniser.read([]) == []


def test_empty_paper_has_no_text(recogniser: LineRecogniser) -> None:
    (reading,) = recogniser.read([np.full((30, 200, 3), 255, np.uint8)])
    assert (reading.text, reading.confidence, reading.letters) == ("", 0.0, ())


def test_only_letters_in_use_are_left_in_the_last_layer() -> None:
    network, letters = load_recogniser(threads=1)
    assert network.run(np.zeros((1, 3, 48, 64), np.float32)).shape[2] == len(letters) < 1000
    assert letters[0] == ""
    assert {letter for letter in read_manifest().recognition["vocabulary"] if letter.isalnum()} <= set(letters)
    assert set("șțăâîȘȚĂÂÎőűŐŰłśźżčřůāēģķļņšūžåøæßñğı€%#*@£§") <= set(letters)
    assert not {"中", "あ", "가", "Ω"} & set(letters)


@pytest.mark.parametrize("scale", [0.5, 1.0, 3.0])
def test_print_of_any_size_is_found(finder: LineFinder, scale: float) -> None:
    page = cv2.resize(receipt(), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    quads = finder.find(np.asarray(page, np.uint8))
    assert len(quads) == sum(bool(part) for row in ROWS for part in row)
    rest = max(quads.tolist(), key=lambda quad: quad[0][1])
    assert rest[0][1] / scale == pytest.approx(90 + 8 * 68, abs=20)


def test_blank_paper_has_no_lines(finder: LineFinder) -> None:
    assert finder.find(np.full((300, 400, 3), 240, np.uint8)).shape == (0, 4, 2)


def test_corners_begin_at_the_top_left_of_text_that_runs_downwards(finder: LineFinder) -> None:
    page = np.ascontiguousarray(np.rot90(receipt(), -1))
    for quad in finder.find(page):
        assert quad[1, 1] > quad[0, 1] + 10
        assert quad[0, 0] > quad[3, 0]
