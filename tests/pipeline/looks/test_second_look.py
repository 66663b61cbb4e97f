"""A second network looks at doubtful words and at the page; a small receipt is found on a large ground."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from ocrcore.engines.base import Availability, ReadOptions
from ocrcore.errors import EngineError
from ocrcore.layout.page import Detection
from ocrcore.layout.printed_region import printed_region
from ocrcore.pipeline.clock import Clock
from ocrcore.pipeline.looks.second_look import look_again
from ocrcore.pipeline.reading import read_page
from tests.engines.drawn import blank, receipt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

PAGE = blank(700, 900)


def word(text: str, confidence: float, left: float, top: float) -> Detection:
    right, bottom = left + 12 * len(text), top + 24
    return Detection(
        text=text, confidence=confidence, quad=((left, top), (right, top), (right, bottom), (left, bottom))
    )


ROWS = [("MAGAZIN", 0.99), ("T0TAL", 0.6), ("REST", 0.95)]


class TwoNetworks:
    """Reads three words, one of them wrongly; its second network reads all of them rightly, as sure as it is told."""

    name, label = "two", "two networks"
    stops_early = False
    upright_confidence = 0.5

    def __init__(self, *tiers: str, sure: float = 0.97) -> None:
        self.tiers, self.sure = tiers, sure
        self.asked: list[str] = []

    @classmethod
    def availability(cls) -> Availability:
        return Availability(available=True, version="1")

    def load(self, *, threads: int) -> None:
        """There is nothing to load."""

    def detect(self, image: NDArray[np.uint8], options: ReadOptions) -> list[Detection]:
        return [word(text, sure, 60, 60 + 60 * row) for row, (text, sure) in enumerate(ROWS)]

    def read_words_again(
        self, image: NDArray[np.uint8], runs: Sequence[Sequence[Detection]], options: ReadOptions
    ) -> list[list[Detection]]:
        self.asked += [each.text for run in runs for each in run]
        return [[word("TOTAL", self.sure, *each.quad[0]) for each in run] for run in runs]

    def read_page_again(self, image: NDArray[np.uint8], options: ReadOptions) -> list[Detection]:
        return [word("TOTAL", self.sure, 60, 120), word("DATA 10.10.2025", self.sure, 60, 400)]


def read(engine: TwoNetworks) -> list[tuple[str, str]]:
    reading = read_page(PAGE, engine, ReadOptions(), Clock())
    return [(each.text, each.look) for line in reading.lines for each in line.words]


def test_only_doubtful_words_are_read_again_and_marked() -> None:
    engine = TwoNetworks("light", "words")
    assert read(engine) == [("MAGAZIN", ""), ("TOTAL", "words"), ("REST", "")]
    assert engine.asked == ["T0TAL"]


def test_a_second_reading_that_is_less_sure_changes_nothing() -> None:
    assert read(TwoNetworks("light", "words", sure=0.5)) == [("MAGAZIN", ""), ("T0TAL", ""), ("REST", "")]


def test_a_second_look_does_not_spoil_what_is_proven() -> None:
    rows = ["MAGAZIN UNIVERSAL SRL", "CIF RO14399840", "PAINE 4,50", "LAPTE 12,80", "TOTAL LEI 17,30"]

    class Proven(TwoNetworks):
        def detect(self, image: NDArray[np.uint8], options: ReadOptions) -> list[Detection]:
            return [word(text, 0.8, 60, 60 + 60 * row) for row, text in enumerate(rows)]

        def read_words_again(
            self, image: NDArray[np.uint8], runs: Sequence[Sequence[Detection]], options: ReadOptions
        ) -> list[list[Detection]]:
            return [
                [replace(each, text=each.text.replace("9840", "9846"), confidence=0.97) for each in run] for run in runs
            ]

    reading = read_page(PAGE, Proven("light", "words"), ReadOptions(), Clock())
    assert [line.text for line in reading.lines] == rows
    assert [tier.name for tier in reading.tiers] == ["light", "words"]


def test_a_run_is_read_whole_and_numbers_torn_at_their_sign_become_one() -> None:
    torn = [word("TOTAL", 0.95, 60, 60), word("88", 0.95, 400, 60), word(".17", 0.5, 425, 60), word("2", 0.95, 480, 60)]

    class Torn(TwoNetworks):
        def detect(self, image: NDArray[np.uint8], options: ReadOptions) -> list[Detection]:
            return torn

        def read_words_again(
            self, image: NDArray[np.uint8], runs: Sequence[Sequence[Detection]], options: ReadOptions
        ) -> list[list[Detection]]:
            self.asked += [" ".join(each.text for each in run) for run in runs]
            return [[word(each.text, 0.6, *each.quad[0]) for each in run] for run in runs]

    engine = Torn("light", "words")
    (line,) = read_page(PAGE, engine, ReadOptions(), Clock()).lines
    assert engine.asked == ["88 .17 2"]
    assert [each.text for each in line.words] == ["TOTAL", "88.17", "2"]
    assert line.words[1].confidence == 0.6


def test_the_second_reading_of_the_page_adds_what_the_first_overlooked() -> None:
    found = read(TwoNetworks("light", "page"))
    assert found == [("MAGAZIN", ""), ("TOTAL", "page"), ("REST", ""), ("DATA", "page"), ("10.10.2025", "page")]


def test_both_readings_vote() -> None:
    alone = read_page(PAGE, TwoNetworks("light", "words", "page"), ReadOptions(), Clock()).alone
    assert [[piece.text for piece in each] for each in alone] == [
        ["MAGAZIN", "TOTAL", "REST"],
        ["TOTAL", "DATA 10.10.2025"],
    ]


@pytest.mark.parametrize("tier", ["medium", ""])
def test_a_tier_that_is_not_there_is_named(tier: str) -> None:
    with pytest.raises(EngineError, match="two names a tier that it does not have"):
        look_again(tier, PAGE, [[]], TwoNetworks("light", tier), ReadOptions())


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_a_small_receipt_on_a_large_ground_is_read_at_its_own_size(turn: int) -> None:
    """Its print would be too small for the whole page's size; the boxes are the page's."""

    class Sizes(TwoNetworks):
        def detect(self, image: NDArray[np.uint8], options: ReadOptions) -> list[Detection]:
            self.asked.append(f"{image.shape[1]}x{image.shape[0]}")
            return [word("TOTAL", 0.99, 100, 80)]

    ground = blank(4000, 5600, 200)
    sheet = receipt()
    ground[3000 : 3000 + sheet.shape[0], 1200 : 1200 + sheet.shape[1]] = sheet
    page = np.ascontiguousarray(np.rot90(ground, turn))
    engine = Sizes("light")
    region = printed_region(page)
    reading = read_page(page, engine, ReadOptions(), Clock())
    assert region.right - region.left < 1200
    assert engine.asked == [f"{region.right - region.left}x{region.bottom - region.top}"]
    assert reading.image.shape == page.shape
    assert reading.detections[0].quad[0] == (region.left + 100, region.top + 80)


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_a_region_turns_with_its_page(turn: int) -> None:
    page = blank(3000, 2000)
    page[400:500, 700:1000:20] = 0
    region = printed_region(page)
    turned = np.rot90(page, turn)
    there = region.turned(turn, page)
    assert np.array_equal(turned[there.rows, there.columns], np.rot90(page[region.rows, region.columns], turn))


@pytest.mark.parametrize("level", [0, 255])
def test_a_page_full_of_print_and_a_blank_one_are_read_whole(level: int) -> None:
    for page in (receipt(), blank(600, 800, level), blank(1, 1, level)):
        assert printed_region(page).is_whole(page)
