"""Read one page's image: its printed part, upright, tier by tier."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ocrcore.errors import EngineError, OcrDeskError, OutOfMemory
from ocrcore.extraction import extract
from ocrcore.layout.orientation import evidence, reads_well, turns_to_try
from ocrcore.layout.page import OcrPage
from ocrcore.layout.printed_region import printed_region
from ocrcore.layout.rows import form_lines
from ocrcore.pipeline.consensus import Consensus
from ocrcore.pipeline.looks.judgement import ACCEPTED, ACCEPTED_AGAIN, booked, judge, signs
from ocrcore.pipeline.looks.second_look import joined, look_again, proven
from ocrcore.pipeline.preprocess import light

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ocrcore.engines.base import Engine, ReadOptions
    from ocrcore.extraction.fields import Extraction
    from ocrcore.layout.page import Detection, Line
    from ocrcore.pipeline.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class TierReading:
    """One tier's reading of a page: time inside the engine in seconds, score, and whether it may stand alone."""

    name: str
    ocr_s: float
    score: float
    accepted: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PageReading:
    """A page set upright, the lines and pieces of text found on it, and the tiers that were run.

    `alone` holds what each of several networks, or engines, read by itself: these vote on the fields. `fields` are those
    of the lines, without any vote, where the judgement has needed them already. The page was turned by `turn` quarters
    (counter-clockwise).
    """

    image: NDArray[np.uint8]
    turn: int
    detections: list[Detection]
    lines: tuple[Line, ...]
    tiers: tuple[TierReading, ...]
    alone: tuple[list[Detection], ...]
    fields: Extraction | None = None


def read_page(image: NDArray[np.uint8], engine: Engine, options: ReadOptions, clock: Clock) -> PageReading:
    """Read a page; where its print takes a small part of it, that part alone is read, at its own size.

    Raises:
        EngineError: The engine failed.
    """
    if isinstance(engine, Consensus):
        return _read_by_all(image, engine.engines, options, clock)
    with clock.step("preprocess"):
        region = printed_region(image)
    if region.is_whole(image):
        return _read_tiers(image, engine, options, clock)
    reading = _read_tiers(np.ascontiguousarray(image[region.rows, region.columns]), engine, options, clock)
    if not reading.detections:  # a mark on a page whose print is fainter than its grain
        return _read_tiers(image, engine, options, clock)
    whole = np.ascontiguousarray(np.rot90(image, reading.turn))
    place = region.turned(reading.turn, image)
    detections = place.shifted(reading.detections)
    return replace(
        reading,
        image=whole,
        detections=detections,
        lines=form_lines(detections, whole.shape[1], whole.shape[0]),
        alone=tuple(place.shifted(each) for each in reading.alone),
        fields=None,
    )


def _read_tiers(image: NDArray[np.uint8], engine: Engine, options: ReadOptions, clock: Clock) -> PageReading:
    """Read a page tier by tier; an engine that stops early is spared the tiers after an accepted reading."""
    names = engine.tiers or ("light",)
    tiers, spent_s = list[TierReading](), clock.spent_s("ocr")
    page = _read_upright(image, engine, options, clock)
    best = _shown(page.image, [page.detections])
    for name in names:
        if tiers:
            with clock.step("ocr"), translated_errors():
                voices = look_again(name, page.prepared, best.voices, engine, options, proven=proven(best.fields))
            best = _shown(page.image, voices)
        least = ACCEPTED_AGAIN if tiers else ACCEPTED
        accepted = best.score >= least or len(names) <= 1
        ocr_s, spent_s = clock.spent_s("ocr") - spent_s, clock.spent_s("ocr")
        tiers.append(TierReading(name=name, ocr_s=ocr_s, score=best.score, accepted=accepted))
        if accepted and engine.stops_early:
            break
    return PageReading(
        image=page.image, turn=page.turn, detections=best.detections, lines=best.lines, tiers=tuple(tiers),
        alone=tuple(best.voices), fields=best.fields,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """What several voices make together, and how good that is judged."""

    voices: list[list[Detection]]
    detections: list[Detection]
    lines: tuple[Line, ...]
    fields: Extraction
    score: float


def _shown(image: NDArray[np.uint8], voices: list[list[Detection]]) -> _Shown:
    height, width = image.shape[:2]
    detections = joined(voices, width, height)
    lines = form_lines(detections, width, height)
    fields = extract([OcrPage(number=1, width=width, height=height, lines=lines)])
    score = judge(signs(image, detections, fields.verdict, booked(fields)))
    return _Shown(voices=voices, detections=detections, lines=lines, fields=fields, score=score)


def _read_by_all(
    image: NDArray[np.uint8], engines: Sequence[Engine], options: ReadOptions, clock: Clock
) -> PageReading:
    """Read a page with several engines, each in its own way; each counts as a tier with the engine's name.

    They are heard together only when they agree which way is up: else the boxes lie elsewhere, and the reading with
    more certain letters is the right one.
    """
    readings = [read_page(image, engine, options, clock) for engine in engines]
    best = max(readings, key=lambda reading: evidence(reading.detections))
    height, width = best.image.shape[:2]
    alone = [reading.detections for reading in readings if reading.turn == best.turn]
    detections = joined(alone, width, height)
    tiers = [_summed(engine.name, reading.tiers) for engine, reading in zip(engines, readings, strict=True)]
    return PageReading(
        image=best.image, turn=best.turn, detections=detections, lines=form_lines(detections, width, height),
        tiers=tuple(tiers), alone=tuple(alone),
    )  # fmt: skip


def _summed(name: str, tiers: Sequence[TierReading]) -> TierReading:
    return TierReading(
        name=name, ocr_s=sum(tier.ocr_s for tier in tiers), score=tiers[-1].score, accepted=tiers[-1].accepted
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _FirstReading:
    """A page set upright, as it was prepared, and what was read on it."""

    turn: int
    image: NDArray[np.uint8]
    prepared: NDArray[np.uint8]
    detections: list[Detection]


def _read_upright(image: NDArray[np.uint8], engine: Engine, options: ReadOptions, clock: Clock) -> _FirstReading:
    """Read a page; when its text says that it lies sideways or upside down, turn it and read it again."""
    best = _read_turned(image, 0, engine, options, clock)
    for turn in turns_to_try(best.detections, engine.upright_confidence):
        again = _read_turned(image, turn, engine, options, clock)
        if evidence(again.detections) > evidence(best.detections):
            best = again
        if reads_well(again.detections, engine.upright_confidence):
            break
    return best


def _read_turned(
    image: NDArray[np.uint8], turn: int, engine: Engine, options: ReadOptions, clock: Clock
) -> _FirstReading:
    turned = np.ascontiguousarray(np.rot90(image, turn)) if turn else image
    with clock.step("preprocess"):
        prepared = light(turned) if engine.tiers else turned
    with clock.step("ocr"), translated_errors():
        detections = engine.detect(prepared, options)
    return _FirstReading(turn=turn, image=turned, prepared=prepared, detections=detections)


@contextmanager
def translated_errors() -> Iterator[None]:
    """Turn whatever an engine's library raises into the project's errors."""
    try:
        yield
    except OcrDeskError:
        raise
    except MemoryError as error:
        raise OutOfMemory from error
    except Exception as error:
        raise EngineError(case="in_reading", kind=type(error).__name__, reason=str(error)) from error
