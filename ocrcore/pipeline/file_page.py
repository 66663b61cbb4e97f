"""One page of a file: taken from its own text where that holds, else read by an engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocrcore.extraction import extract
from ocrcore.layout.page import OcrPage
from ocrcore.layout.rows import form_lines
from ocrcore.pipeline.page_pictures import read_pictures
from ocrcore.pipeline.reading import PageReading, TierReading, read_page, translated_errors
from ocrcore.pipeline.several.groups import ReadPage
from ocrcore.pipeline.text_layer.layer_check import Comparison, compare

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ocrcore.documents.pages import PageImage
    from ocrcore.engines.base import Engine, ReadOptions
    from ocrcore.extraction.fields import Extraction
    from ocrcore.layout.page import Detection, Line
    from ocrcore.pipeline.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FilePage:
    """A page that was read, its upright picture, the tiers of each reading, and what its picture says of its own text."""

    read: ReadPage
    image: NDArray[np.uint8]
    tiers: tuple[tuple[TierReading, ...], ...] = ()
    layer: Comparison | None = None


def read_file_page(
    raw: PageImage, engine: Engine, options: ReadOptions, clock: Clock, *, has_own_fields: bool
) -> FilePage:
    """Read one page of a file.

    Args:
        raw: The page.
        engine: A loaded engine.
        options: What it may take.
        clock: Where the time is told.
        has_own_fields: The file's fields come from its e-invoice: its text is neither compared nor added to.

    Raises:
        EngineError: The engine failed.
    """
    text, layer = raw.text_page, None
    if text is not None and (text.source != "text_layer" or has_own_fields):
        return FilePage(read=ReadPage(page=text, voices=(text,)), image=raw.image)
    if text is not None:
        fields, layer = _compared(text, raw, engine, options, clock)
        if layer.agrees is not False:
            page, runs = read_pictures(text, raw, engine, options, clock)
            pictures = raw.pictures if page.lines != text.lines else ()
            read = ReadPage(page=page, voices=(page,), fields=fields, pictures=pictures)
            return FilePage(read=read, image=raw.image, tiers=tuple(runs), layer=layer)
    reading = read_page(raw.image, engine, options, clock)
    with clock.step("extract"):
        read = _read(raw.number, reading)
    return FilePage(read=read, image=reading.image, tiers=(reading.tiers,), layer=layer)


def _compared(
    text: OcrPage, page: PageImage, engine: Engine, options: ReadOptions, clock: Clock
) -> tuple[Extraction, Comparison]:
    """Return the fields in a page's own text, and what its picture says of them."""
    with clock.step("extract"):
        fields = extract([text])
    with clock.step("ocr"), translated_errors():
        return fields, compare(text, page.image, fields, engine, options)


def _read(number: int, reading: PageReading) -> ReadPage:
    return ReadPage(
        page=_page_of(number, reading, reading.lines),
        voices=tuple(_page_of(number, reading, _lines(reading, each)) for each in reading.alone),
        fields=reading.fields if number == 1 else None,  # the judgement knows every page as the first
        turn=reading.turn,
    )


def _page_of(number: int, reading: PageReading, lines: tuple[Line, ...]) -> OcrPage:
    height, width = reading.image.shape[:2]
    return OcrPage(number=number, width=width, height=height, lines=lines)


def _lines(reading: PageReading, detections: list[Detection]) -> tuple[Line, ...]:
    height, width = reading.image.shape[:2]
    return form_lines(detections, width, height)
