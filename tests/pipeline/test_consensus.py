"""Several readings of a page, by tiers or by two engines, and what becomes of a document that was read so."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from ocrcore.config import get_settings, load_settings
from ocrcore.engines.base import Availability, Engine, ReadOptions, engine_classes
from ocrcore.errors import EngineUnavailable
from ocrcore.layout.page import Detection
from ocrcore.pipeline.clock import Clock
from ocrcore.pipeline.consensus import Consensus, choose_pair
from ocrcore.pipeline.reading import read_page
from ocrcore.pipeline.run import load_engine, read_document
from tests.engines.drawn import receipt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from ocrcore.pipeline.result import Result

ROWS = (
    "MAGAZIN UNIVERSAL SRL", "CIF RO14399840", "PAINE 4,50", "LAPTE 12,80", "TOTAL LEI 17,30", "NUMERAR 20,00", "REST 2,70",
    "BON NR. 451", "DATA 10.10.2025", "BON FISCAL",
)  # fmt: skip


class Reader:
    """An engine that reads the same rows on every page; in each further reading, what `later` says."""

    label = "a reader of rows known beforehand"

    def __init__(self, name: str, *rows: str, tiers: tuple[str, ...] = ("light",), later: tuple[str, ...] = ()) -> None:
        self.name, self.tiers, self.stops_early, self.upright_confidence = name, tiers, False, 0.85
        self.rows, self.later, self.pages_read = rows, later or rows, 0

    @classmethod
    def availability(cls) -> Availability:
        return Availability(available=True, version="1")

    def load(self, *, threads: int) -> None:
        """There is nothing to load."""

    def detect(self, image: NDArray[np.uint8], options: ReadOptions) -> list[Detection]:
        rows = self.later if self.pages_read else self.rows
        self.pages_read += 1
        return [_piece(text, 60 + 60 * number) for number, text in enumerate(rows)]

    def read_words_again(
        self, image: NDArray[np.uint8], runs: Sequence[Sequence[Detection]], options: ReadOptions
    ) -> list[list[Detection]]:
        return [list(run) for run in runs]

    def read_page_again(self, image: NDArray[np.uint8], options: ReadOptions) -> list[Detection]:
        return self.detect(image, options)


def _piece(text: str, top: float) -> Detection:
    right, bottom = 60 + 14 * len(text), top + 24
    return Detection(text=text, confidence=0.95, quad=((60, top), (right, top), (right, bottom), (60, bottom)))


def _changed(old: str, new: str) -> tuple[str, ...]:
    assert old in ROWS
    return tuple(new if row == old else row for row in ROWS)


def _consensus(*engines: Engine) -> Consensus:
    consensus = Consensus()
    consensus.engines = engines
    return consensus


def _read(engine: Engine, folder: Path, pages: int = 1) -> Result:
    path = folder / "page.tiff"
    images = [Image.fromarray(np.full((900, 700, 3), 255, np.uint8)) for _ in range(pages)]
    images[0].save(path, save_all=True, append_images=images[1:])
    return read_document(path, engine=engine, settings=load_settings(data_dir=folder / "data"))


def _agreement(result: Result) -> bool | None:
    (passed,) = (check["passed"] for check in result.checks if check["code"] == "tiers_agree")
    assert passed is None or isinstance(passed, bool)
    return passed


def test_two_engines_vote_and_each_is_told_as_a_tier(tmp_path: Path) -> None:
    first = Reader("first", *_changed("TOTAL LEI 17,30", "TOTAL LEI 71,30"))
    second = Reader("second", *_changed("CIF RO14399840", "CIF RO14399841"))
    result = _read(_consensus(first, second), tmp_path)
    assert result.engine == "consensus"
    assert [tier.name for tier in result.tiers] == ["first", "second"]
    assert result.fields["total"]["value"] == "17.30"
    assert result.fields["vendor_tax_id"]["value"] == "14399840"
    assert result.fast_path is None


@pytest.mark.parametrize(("misread", "agree"), [(ROWS, True), (_changed("BON NR. 451", "BON NR. 457"), False)])
def test_the_result_says_whether_the_engines_agree(tmp_path: Path, misread: tuple[str, ...], agree: bool) -> None:
    result = _read(_consensus(Reader("first", *ROWS), Reader("second", *misread)), tmp_path)
    assert _agreement(result) is agree


@pytest.mark.parametrize(("later", "agree"), [(ROWS, True), (_changed("BON NR. 451", "BON NR. 457"), False)])
def test_the_tiers_of_one_engine_vote_as_well(tmp_path: Path, later: tuple[str, ...], agree: bool) -> None:
    engine = Reader("twice", *ROWS, tiers=("light", "page"), later=later)
    assert _agreement(_read(engine, tmp_path)) is agree


def test_one_reading_has_nobody_to_agree_with(tmp_path: Path) -> None:
    assert _agreement(_read(Reader("once", *ROWS), tmp_path)) is None


class Sideways(Reader):
    """Reads the page only when it is broader than high."""

    def detect(self, image: NDArray[np.uint8], options: ReadOptions) -> list[Detection]:
        if image.shape[0] > image.shape[1]:  # upright: it sees tall narrow pieces with senseless letters
            tall = ((60.0, 60.0), (90.0, 60.0), (90.0, 700.0), (60.0, 700.0))
            return [Detection(text="il|l;i", confidence=0.2, quad=tall)] * 4
        return super().detect(image, options)


def test_an_engine_that_would_turn_the_page_again_is_not_heard() -> None:
    """Its boxes would lie elsewhere than the first engine's."""
    page = np.full((900, 700, 3), 255, np.uint8)
    consensus = _consensus(Reader("first", *ROWS), Sideways("second", *ROWS))
    reading = read_page(page, consensus, ReadOptions(), Clock())
    assert reading.image.shape == page.shape
    assert len(reading.alone) == 1
    assert [tier.name for tier in reading.tiers] == ["first", "second"]


def test_the_reading_that_is_right_is_kept_when_the_first_engine_finds_no_way_up() -> None:
    class Guessing(Reader):
        def detect(self, image: NDArray[np.uint8], options: ReadOptions) -> list[Detection]:
            return [replace(each, confidence=0.4) for each in super().detect(image, options)]

    page = np.full((900, 700, 3), 255, np.uint8)
    consensus = _consensus(Guessing("first", *["lu!"] * 9), Sideways("second", *ROWS))
    reading = read_page(page, consensus, ReadOptions(), Clock())
    assert reading.image.shape == (700, 900, 3)
    assert [line.text for line in reading.lines] == list(ROWS)


def test_a_page_that_was_read_once_votes_with_both_readings_of_the_other(tmp_path: Path) -> None:
    class Doubting(Reader):
        """Accepts a blank page at once, and doubts what it reads first on another."""

        def detect(self, image: NDArray[np.uint8], options: ReadOptions) -> list[Detection]:
            if image.max() == image.min():
                return []
            first = not self.pages_read
            return [replace(each, confidence=0.3 if first else 0.95) for each in super().detect(image, options)]

    engine = Doubting("doubting", *ROWS, tiers=("light", "page"))
    engine.stops_early, engine.upright_confidence = True, 0.0
    path = tmp_path / "two.tiff"
    blank_page, page = (Image.fromarray(pixels) for pixels in (np.full((900, 700, 3), 255, np.uint8), receipt()))
    blank_page.save(path, save_all=True, append_images=[page])
    result = read_document(path, engine=engine, settings=load_settings(data_dir=tmp_path / "data"))
    assert _agreement(result) is True


@pytest.fixture
def without_doctr_and_tesseract(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Neither Tesseract's program nor docTR's published weights are to be had."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("OCR_DOCTR_WEIGHTS", "pretrained")
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.mark.skipif(find_spec("doctr") is not None, reason="python-doctr is installed")
@pytest.mark.usefixtures("without_doctr_and_tesseract")
def test_one_engine_alone_makes_no_consensus() -> None:
    if not engine_classes()["paddleocr"].availability().available:
        pytest.skip("paddleocr is not installed")
    assert [each.name for each in choose_pair("paddleocr")] == ["paddleocr"]
    found = Consensus.availability()
    assert not found.available
    assert found.reason == "A consensus takes two engines, and only paddleocr is available."
    with pytest.raises(EngineUnavailable, match="takes two engines"):
        load_engine("consensus", load_settings())


@pytest.mark.parametrize("default", ["tesseract", "paddleocr", "consensus"])
def test_the_default_engine_is_one_of_the_two(default: str) -> None:
    pair = [each.name for each in choose_pair(default)]
    if len(pair) < 2:
        pytest.skip("there are not two engines")
    assert len({name.partition("_")[0] for name in pair}) == 2
    assert default == "consensus" or pair[0] == default


@pytest.mark.engine
def test_two_real_engines_read_a_receipt(tmp_path: Path) -> None:
    if not Consensus.availability().available:
        pytest.skip(Consensus.availability().reason)
    path = tmp_path / "receipt.png"
    Image.fromarray(receipt()).save(path)
    settings = load_settings(data_dir=tmp_path / "data", page_timeout_seconds=120, worker_processes=2)
    result = read_document(path, engine="consensus", settings=settings)
    assert result.fields["total"]["value"] == "48.59"
    assert _agreement(result) is True
    assert len(result.tiers) == 2
    assert " + " in result.engine_version
