"""Read one document: its pages through an engine, rows, fields, and the time that each step took."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from ocrcore.engines.base import Engine, OcrPage, ReadOptions, engine_class
from ocrcore.errors import EngineError, OcrDeskError, OutOfMemory
from ocrcore.pipeline.clock import Clock
from ocrcore.pipeline.documents import open_document
from ocrcore.pipeline.layout import form_lines
from ocrcore.pipeline.result import Result, TierRun

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ocrcore.config import Settings
    from ocrcore.pipeline.documents import PageImage


def read_document(
    path: Path,
    *,
    engine: Engine | str,
    settings: Settings,
    mime_type: str | None = None,
    on_page: Callable[[int, int], None] | None = None,
    on_preview: Callable[[int, bytes], None] | None = None,
) -> Result:
    """Read every page of a document and return its text, fields and timings.

    A PDF page with a good text layer is taken from that layer; all others go through the engine.

    Args:
        path: The document.
        engine: A loaded engine, or the name of one, which is then loaded.
        settings: Limits, time-outs and threads.
        mime_type: The document's type, when it is known.
        on_page: Called with (page, pages) when a page is done.
        on_preview: Called with (number, JPEG) for each upright page, and with number 0 for page one's thumbnail.

    Raises:
        OcrDeskError: And nothing else: the document cannot be read, or the engine failed.
    """
    clock = Clock()
    with clock.step("load"):
        reader = load_engine(engine, settings) if isinstance(engine, str) else engine
    options = ReadOptions(timeout_s=settings.page_timeout_seconds)
    pages: list[OcrPage] = []
    with open_document(path, mime_type, settings) as document:
        for page in clock.each("load", document):
            if on_preview is not None:
                with clock.step("load"):
                    _send_previews(page, on_preview)
            pages.append(page.text_page or _read_page(page, reader, options, clock))
            if on_page is not None:
                on_page(page.number, len(document))
    return _result(reader, tuple(pages), clock)


def load_engine(name: str, settings: Settings) -> Engine:
    """Return the engine of this name, loaded with the threads that one process may use.

    Raises:
        UnknownEngine: No installed package declares it.
        EngineUnavailable: Something it needs is missing.
    """
    engine = engine_class(name)()
    with _translated():
        engine.load(threads=settings.threads_per_process)
    return engine


def _read_page(page: PageImage, engine: Engine, options: ReadOptions, clock: Clock) -> OcrPage:
    height, width = page.image.shape[:2]
    with clock.step("ocr"), _translated():
        detections = engine.detect(page.image, options)
    with clock.step("extract"):
        lines = form_lines(detections, width, height)
    return OcrPage(number=page.number, width=width, height=height, lines=lines)


def _send_previews(page: PageImage, on_preview: Callable[[int, bytes], None]) -> None:
    if page.number == 1:
        on_preview(0, page.thumbnail())
    on_preview(page.number, page.preview())


def _result(engine: Engine, pages: tuple[OcrPage, ...], clock: Clock) -> Result:
    timings = clock.timings()
    result = Result(engine=engine.name, engine_version=engine.availability().version, pages=pages, timings_ms=timings)
    if all(page.source == "text_layer" for page in pages):
        return result
    run = TierRun(name="light", ocr_ms=timings.ocr, score=result.mean_confidence or 0.0, accepted=True)
    return replace(result, tiers=(run,))


@contextmanager
def _translated() -> Iterator[None]:
    """Turn whatever an engine's library raises into the project's errors."""
    try:
        yield
    except OcrDeskError:
        raise
    except MemoryError as error:
        raise OutOfMemory from error
    except Exception as error:
        raise EngineError(f"The OCR engine failed: {type(error).__name__}: {error}") from error
