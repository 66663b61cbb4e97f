"""What every engine must do, run over all that are installed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image
from rapidfuzz.distance import Levenshtein

from ocrcore.config import load_settings
from ocrcore.engines.base import Engine, ReadOptions, SecondReader, engine_class, engine_classes
from ocrcore.errors import EngineUnavailable
from ocrcore.layout.rows import form_lines
from ocrcore.pipeline.clock import Clock
from ocrcore.pipeline.reading import read_page
from ocrcore.pipeline.run import load_engine, read_document
from tests.engines.drawn import ROWS, blank, noise, receipt

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from ocrcore.config import Settings
    from ocrcore.layout.page import Line

pytestmark = pytest.mark.engine
OPTIONS = ReadOptions(timeout_s=120)


@pytest.fixture(scope="module", params=sorted(engine_classes()))
def engine(request: pytest.FixtureRequest) -> Engine:
    name: str = request.param
    found = engine_class(name).availability()
    if not found.available:
        pytest.skip(f"{name}: {found.reason}")
    return load_engine(name, load_settings(worker_processes=1))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(data_dir=tmp_path / "data", page_timeout_seconds=120)


def read(engine: Engine, image: NDArray[np.uint8]) -> tuple[Line, ...]:
    reading = read_page(image, engine, OPTIONS, Clock())
    height, width = reading.image.shape[:2]
    return form_lines(reading.detections, width, height)


def letters(text: str) -> str:
    return "".join(text.lower().split())


def test_keeps_the_contract(engine: Engine) -> None:
    found = engine.availability()
    assert isinstance(engine, Engine)
    assert engine_class(engine.name) is type(engine)
    assert found.version
    assert "eng" in found.languages
    assert engine.label
    assert set(engine.tiers) <= {"light", "words", "page"}
    assert len(engine.tiers) <= 1 or isinstance(engine, SecondReader)


@pytest.mark.parametrize("tilt_degrees", [0, 2, -4, 8])
def test_a_label_and_its_amount_are_one_line(engine: Engine, tilt_degrees: float) -> None:
    lines = [letters(line.text) for line in read(engine, receipt(tilt_degrees=tilt_degrees))]
    for label, amount in ROWS:
        wanted = letters(label + amount)
        best = min(lines, key=lambda line: Levenshtein.distance(line, wanted))
        assert Levenshtein.distance(best, wanted) <= 2, (wanted, lines)


def test_words_lie_where_they_are_printed(engine: Engine) -> None:
    lines = read(engine, receipt())
    total = next(line for line in lines if "TOTAL" in line.text and "LEI" in line.text)
    label, amount = total.words[0], total.words[-1]
    assert total.text == " ".join(word.text for word in total.words)
    assert label.box == pytest.approx((110 / 760, 500 / 820, 193 / 760, 525 / 820), abs=0.03)
    assert amount.box[2] == pytest.approx(650 / 760, abs=0.03)
    for line in lines:
        for word in line.words:
            x0, y0, x1, y1 = word.box
            assert 0 <= x0 < x1 <= 1
            assert 0 <= y0 < y1 <= 1
            assert 0 <= word.confidence <= 1


def test_reads_the_same_twice(engine: Engine) -> None:
    assert engine.detect(receipt(), OPTIONS) == engine.detect(receipt(), OPTIONS)


def test_reads_white_on_black(engine: Engine) -> None:
    text = letters("".join(line.text for line in read(engine, receipt(inverted=True))))
    wanted = letters("".join(label + amount for label, amount in ROWS))
    assert Levenshtein.normalized_similarity(text, wanted) > 0.8


@pytest.mark.parametrize("level", [0, 128, 255])
def test_finds_nothing_on_an_even_page(engine: Engine, level: int) -> None:
    assert read(engine, blank(600, 800, level)) == ()


@pytest.mark.parametrize("size", [(1, 1), (1, 500), (500, 1), (3, 3), (40, 20)])
def test_survives_a_tiny_page(engine: Engine, size: tuple[int, int]) -> None:
    assert read(engine, blank(*size)) == ()


def test_survives_a_huge_page(engine: Engine) -> None:
    page = blank(3000, 6000)
    page[2000:2820, 1000:1760] = receipt()
    text = letters("".join(line.text for line in read(engine, page)))
    assert "total" in text


def test_invents_no_text_in_noise(engine: Engine) -> None:
    words = [word.text for line in read(engine, noise(500, 400)) for word in line.words]
    assert len("".join(words)) <= 10


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_turns_a_page_upright(engine: Engine, settings: Settings, tmp_path: Path, turn: int) -> None:
    path = tmp_path / "turned.png"
    Image.fromarray(np.rot90(receipt(), turn)).save(path)
    result = read_document(path, engine=engine, settings=settings)
    (page,) = result.pages
    assert (page.width, page.height) == (760, 820)
    assert any(letters(line.text) == "totallei48,59" for line in page.lines)


def test_reads_all_pages_of_a_file_with_a_foreign_name(engine: Engine, settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "счёт 請求書 ăîșț.tiff"
    first, second = Image.fromarray(receipt()), Image.fromarray(receipt(tilt_degrees=3))
    first.save(path, save_all=True, append_images=[second])
    done: list[tuple[int, int]] = []
    result = read_document(
        path, engine=engine, settings=settings, on_page=lambda page, pages: done.append((page, pages))
    )
    assert [page.number for page in result.pages] == [1, 2]
    assert done == [(1, 2), (2, 2)]
    assert all("TOTAL" in page.text for page in result.pages)
    assert result.fields["total"]["value"] == "48.59"


def test_refuses_to_read_before_it_is_loaded(engine: Engine) -> None:
    fresh = type(engine)()
    if engine.name == "tesseract":
        assert fresh.detect(blank(50, 50), replace(OPTIONS)) == []
        return
    with pytest.raises(EngineUnavailable):
        fresh.detect(blank(50, 50), OPTIONS)
