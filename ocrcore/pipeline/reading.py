"""Read one page's image: upright, tier by tier."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ocrcore.errors import EngineError, OcrDeskError, OutOfMemory
from ocrcore.pipeline.orientation import evidence, reads_well, turns_to_try

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ocrcore.engines.base import Detection, Engine, ReadOptions
    from ocrcore.pipeline.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PageReading:
    """A page set upright, and the pieces of text found on it."""

    image: NDArray[np.uint8]
    detections: list[Detection]


def read_upright(image: NDArray[np.uint8], engine: Engine, options: ReadOptions, clock: Clock) -> PageReading:
    """Read a page; when its text says that it lies sideways or upside down, turn it and read it again.

    Raises:
        EngineError: The engine failed.
    """
    best = PageReading(image=image, detections=_detect(image, engine, options, clock))
    for turn in turns_to_try(best.detections):
        turned = np.ascontiguousarray(np.rot90(image, turn))
        again = PageReading(image=turned, detections=_detect(turned, engine, options, clock))
        if evidence(again.detections) > evidence(best.detections):
            best = again
        if reads_well(again.detections):
            break
    return best


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
        raise EngineError(f"The OCR engine failed: {type(error).__name__}: {error}") from error
