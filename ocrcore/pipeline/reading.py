"""Read one page's image: upright, tier by tier."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ocrcore.errors import EngineError, OcrDeskError, OutOfMemory
from ocrcore.extraction import extract
from ocrcore.layout.merge import merge
from ocrcore.layout.orientation import evidence, reads_well, turns_to_try
from ocrcore.layout.page import OcrPage
from ocrcore.layout.rows import form_lines
from ocrcore.pipeline.consensus import Consensus
from ocrcore.pipeline.judgement import ACCEPTED, judge, signs
from ocrcore.pipeline.preprocess import TIERS, untouched

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

    `alone` holds what each of several tiers, or engines, read by itself: these vote on the fields. `fields` are those of
    the lines, without any vote, where the judgement has needed them already.
    """

    image: NDArray[np.uint8]
    detections: list[Detection]
    lines: tuple[Line, ...]
    tiers: tuple[TierReading, ...]
    alone: tuple[list[Detection], ...]
    fields: Extraction | None = None


def read_page(image: NDArray[np.uint8], engine: Engine, options: ReadOptions, clock: Clock) -> PageReading:
    """Read a page tier by tier; an engine that stops early is spared the tiers after an accepted reading.

    Raises:
        EngineError: The engine failed.
    """
    if isinstance(engine, Consensus):
        return _read_by_all(image, engine.engines, options, clock)
    detections: list[Detection] = []
    alone: list[list[Detection]] = []
    lines: tuple[Line, ...] = ()
    fields: Extraction | None = None
    tiers: list[TierReading] = []
    for name in engine.tiers or ("light",):
        spent_s = clock.spent_s("ocr")
        if not tiers:
            image, detections = _read_upright(image, name, engine, options, clock)
            alone.append(detections)
        else:
            alone.append(_read_tier(image, name, engine, options, clock))
            detections = merge(detections, alone[-1], image.shape[1], image.shape[0])
        lines = form_lines(detections, image.shape[1], image.shape[0])
        fields = extract([OcrPage(number=1, width=image.shape[1], height=image.shape[0], lines=lines)])
        score = judge(signs(image, detections, fields.verdict))
        accepted = score >= ACCEPTED or len(engine.tiers) <= 1
        tiers.append(TierReading(name=name, ocr_s=clock.spent_s("ocr") - spent_s, score=score, accepted=accepted))
        if accepted and engine.stops_early:
            break
    return PageReading(
        image=image, detections=detections, lines=lines, tiers=tuple(tiers), alone=tuple(alone), fields=fields
    )


def _read_by_all(
    image: NDArray[np.uint8], engines: Sequence[Engine], options: ReadOptions, clock: Clock
) -> PageReading:
    """Read a page with several engines, each in its own way; each counts as a tier with the engine's name.

    The first engine sets the page upright. One that would turn it again has read something else and is not heard.
    """
    first = read_page(image, engines[0], options, clock)
    alone, tiers, detections = [first.detections], [_summed(engines[0].name, first.tiers)], first.detections
    height, width = first.image.shape[:2]
    for engine in engines[1:]:
        other = read_page(first.image, engine, options, clock)
        tiers.append(_summed(engine.name, other.tiers))
        if other.image is first.image:
            alone.append(other.detections)
            detections = merge(detections, other.detections, width, height)
    return PageReading(
        image=first.image,
        detections=detections,
        lines=form_lines(detections, width, height),
        tiers=tuple(tiers),
        alone=tuple(alone),
    )


def _summed(name: str, tiers: Sequence[TierReading]) -> TierReading:
    return TierReading(
        name=name, ocr_s=sum(tier.ocr_s for tier in tiers), score=tiers[-1].score, accepted=tiers[-1].accepted
    )


def _read_upright(
    image: NDArray[np.uint8], tier: str, engine: Engine, options: ReadOptions, clock: Clock
) -> tuple[NDArray[np.uint8], list[Detection]]:
    """Read a page; when its text says that it lies sideways or upside down, turn it and read it again."""
    best_image, best = image, _read_tier(image, tier, engine, options, clock)
    for turn in turns_to_try(best, engine.upright_confidence):
        turned = np.ascontiguousarray(np.rot90(image, turn))
        again = _read_tier(turned, tier, engine, options, clock)
        if evidence(again) > evidence(best):
            best_image, best = turned, again
        if reads_well(again, engine.upright_confidence):
            break
    return best_image, best


def _read_tier(
    image: NDArray[np.uint8], tier: str, engine: Engine, options: ReadOptions, clock: Clock
) -> list[Detection]:
    with clock.step("preprocess"):
        prepared = TIERS[tier](image) if engine.tiers else untouched(image)
    return prepared.place(_detect(prepared.image, engine, options, clock))


def _detect(image: NDArray[np.uint8], engine: Engine, options: ReadOptions, clock: Clock) -> list[Detection]:
    with clock.step("ocr"), translated_errors():
        return engine.detect(image, options)


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
