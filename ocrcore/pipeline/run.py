"""Read one document: its pages through an engine, rows, fields, and the time that each step took."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ocrcore.documents.pages import open_document
from ocrcore.engines.base import Engine, ReadOptions, engine_class
from ocrcore.extraction import extract, read_codes
from ocrcore.extraction.derived import with_derived
from ocrcore.extraction.fields import Extraction
from ocrcore.layout.page import OcrPage
from ocrcore.layout.rows import form_lines
from ocrcore.pipeline.clock import Clock
from ocrcore.pipeline.e_invoice.booked import Booked, booked
from ocrcore.pipeline.layer_check import Comparison, compare, layer_check
from ocrcore.pipeline.reading import PageReading, TierReading, read_page, translated_errors
from ocrcore.pipeline.result import Result, TierRun

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from ocrcore.config import Settings
    from ocrcore.documents.pages import PageImage
    from ocrcore.layout.page import Detection, Line


def read_document(
    path: Path,
    *,
    engine: Engine | str,
    settings: Settings,
    mime_type: str | None = None,
    languages: tuple[str, ...] = (),
    on_page: Callable[[int, int], None] | None = None,
    on_preview: Callable[[int, bytes], None] | None = None,
) -> Result:
    """Read every page of a document and return its text, fields and timings.

    A PDF page with a good text layer, which agrees with its picture, is taken from that layer, the page of an e-invoice
    from its XML; all others go through the engine. Where there is an e-invoice, the fields are its own.

    Args:
        path: The document.
        engine: A loaded engine, or the name of one, which is then loaded.
        settings: Limits, time-outs and threads.
        mime_type: The document's type, when it is known.
        languages: Codes of the document's languages, for engines that can be told; empty for the usual ones.
        on_page: Called with (page, pages) when a page is done.
        on_preview: Called with (number, JPEG) for each upright page, and with number 0 for page one's thumbnail.

    Raises:
        OcrDeskError: And nothing else: the document cannot be read, or the engine failed.
    """
    clock = Clock()
    with clock.step("load"):
        reader = load_engine(engine, settings) if isinstance(engine, str) else engine
    options = ReadOptions(timeout_s=settings.page_timeout_seconds)
    if languages:
        options = replace(options, languages=languages)
    pages: list[OcrPage] = []
    votes: list[tuple[OcrPage, ...]] = []
    runs: list[tuple[TierReading, ...]] = []
    known: Extraction | None = None
    layers: dict[int, Comparison] = {}
    codes: list[str] = []
    with open_document(path, mime_type, settings) as document:
        with clock.step("load"):
            e_invoice = document.e_invoice
        # An e-invoice gives the fields that are booked itself, and is compared with the picture's text.
        has_own_fields = e_invoice is not None and e_invoice.invoice is not None
        for raw in clock.each("load", document):
            page, text = raw, raw.text_page
            if text is not None and text.source == "text_layer" and not has_own_fields:
                known, layers[raw.number] = _compared(text, raw, reader, options, clock)
                text = None if layers[raw.number].agrees is False else text
            if text is None:
                reading = read_page(raw.image, reader, options, clock)
                runs.append(reading.tiers)
                known = reading.fields
                page, text = replace(raw, image=reading.image), _page_of(raw.number, reading, reading.lines)
                with clock.step("extract"):
                    votes.append(tuple(_page_of(raw.number, reading, _lines(reading, each)) for each in reading.alone))
            else:
                votes.append((text,))
            pages.append(text)
            if text.source != "e_invoice":
                with clock.step("extract"):
                    codes += read_codes(page.image)
            if on_preview is not None:
                _send_previews(page, on_preview)
            if on_page is not None:
                on_page(page.number, len(document))
    with clock.step("extract"):
        others = _others(votes)
        # The judgement has taken the fields of the only page already; nothing else has anything to say about them.
        is_known = len(pages) == 1 and not others and not codes
        found: Extraction | Booked
        if all(page.source == "e_invoice" for page in pages):
            found = Extraction()
        else:
            found = known if known and is_known else extract(pages, others=others, codes=codes)
        if e_invoice is not None:
            found = booked(e_invoice, pages, found)
    found = replace(found, checks=(*found.checks, layer_check(layers)))
    return _result(reader, pages=tuple(pages), found=found, runs=runs, clock=clock)


def load_engine(name: str, settings: Settings) -> Engine:
    """Return the engine of this name, loaded with the threads that one process may use.

    Raises:
        UnknownEngine: No installed package declares it.
        EngineUnavailable: Something it needs is missing.
    """
    engine = engine_class(name)()
    with translated_errors():
        engine.load(threads=settings.threads_per_process)
    return engine


def _compared(
    text: OcrPage, page: PageImage, engine: Engine, options: ReadOptions, clock: Clock
) -> tuple[Extraction, Comparison]:
    """Return the fields in a page's own text, and what its picture says of them."""
    with clock.step("extract"):
        fields = extract([text])
    with clock.step("ocr"), translated_errors():
        return fields, compare(text, page.image, fields, engine, options)


def _page_of(number: int, reading: PageReading, lines: tuple[Line, ...]) -> OcrPage:
    height, width = reading.image.shape[:2]
    return OcrPage(number=number, width=width, height=height, lines=lines)


def _lines(reading: PageReading, detections: list[Detection]) -> tuple[Line, ...]:
    height, width = reading.image.shape[:2]
    return form_lines(detections, width, height)


def _others(votes: Sequence[tuple[OcrPage, ...]]) -> list[tuple[OcrPage, ...]]:
    """Return the document's independent readings, page by page; none where every page was read once.

    Args:
        votes: For each page what each network, or engine, read alone; a page that was read less often is the same in the
            further readings.
    """
    most = max((len(each) for each in votes), default=1)
    if most == 1:
        return []
    return [tuple(each[min(number, len(each) - 1)] for each in votes) for number in range(most)]


def _send_previews(page: PageImage, on_preview: Callable[[int, bytes], None]) -> None:
    if page.number == 1:
        on_preview(0, page.thumbnail())
    on_preview(page.number, page.preview())


def _result(
    engine: Engine,
    *,
    pages: tuple[OcrPage, ...],
    found: Extraction | Booked,
    runs: list[tuple[TierReading, ...]],
    clock: Clock,
) -> Result:
    return Result(
        engine=engine.name,
        engine_version=engine.availability().version,
        pages=pages,
        tiers=_tier_runs(runs),
        fast_path=all(len(run) == 1 for run in runs) if runs and engine.stops_early else None,
        fields=with_derived(found.fields),
        checks=[check.to_json() for check in found.checks],
        timings_ms=clock.timings(),
    )


def _tier_runs(runs: list[tuple[TierReading, ...]]) -> tuple[TierRun, ...]:
    """Sum up the pages' tiers: time over all pages, the worst page's score, accepted when every page was."""
    names = list(dict.fromkeys(tier.name for run in runs for tier in run))
    by_name = {name: [tier for run in runs for tier in run if tier.name == name] for name in names}
    return tuple(
        TierRun(
            name=name,
            ocr_ms=round(1000 * sum(tier.ocr_s for tier in tiers)),
            score=min(tier.score for tier in tiers),
            accepted=all(tier.accepted for tier in tiers),
        )
        for name, tiers in by_name.items()
    )
