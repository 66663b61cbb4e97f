"""Read one document: its pages through an engine, rows, fields, and the time that each step took."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ocrcore.documents.pages import open_document
from ocrcore.engines.base import Engine, ReadOptions, engine_class
from ocrcore.extraction import read_codes
from ocrcore.extraction.derived import with_derived
from ocrcore.extraction.fields import Extraction
from ocrcore.pipeline.clock import Clock
from ocrcore.pipeline.e_invoice.booked import booked
from ocrcore.pipeline.file_page import read_file_page
from ocrcore.pipeline.reading import TierReading, translated_errors
from ocrcore.pipeline.result import Result, TierRun
from ocrcore.pipeline.several.found import Found, fields_together, find_fields
from ocrcore.pipeline.text_layer.layer_check import Comparison, layer_check

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from ocrcore.config import Settings
    from ocrcore.documents.e_invoice.embedded import FoundInvoice
    from ocrcore.documents.pages import PageImage
    from ocrcore.pipeline.several.groups import ReadPage


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
    from its XML; all others go through the engine. Where there is an e-invoice, the fields are its own. A file with
    several documents has the fields of each in `documents`.

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
    reads: list[ReadPage] = []
    runs: list[tuple[TierReading, ...]] = []
    layers: dict[int, Comparison] = {}
    codes: list[str] = []
    with open_document(path, mime_type, settings) as document:
        with clock.step("load"):
            e_invoice = document.e_invoice
        # An e-invoice gives the fields that are booked itself, and is compared with the picture's text.
        has_own_fields = e_invoice is not None and e_invoice.invoice is not None
        for raw in clock.each("load", document):
            page = read_file_page(raw, reader, options, clock, has_own_fields=has_own_fields)
            if page.read.page.source != "e_invoice":
                with clock.step("extract"):
                    codes += read_codes(page.image)
            if on_preview is not None:
                _send_previews(replace(raw, image=page.image), on_preview)
            if on_page is not None:
                on_page(raw.number, len(document))
            reads.append(page.read)
            runs += page.tiers
            layers |= {raw.number: page.layer} if page.layer is not None else {}
    with clock.step("extract"):
        found = _found(reads, codes, e_invoice)
        fields = found.fields if e_invoice is None else booked(e_invoice, found.pages, found.fields)
    return Result(
        engine=reader.name,
        engine_version=reader.availability().version,
        pages=found.pages,
        tiers=_tier_runs(runs),
        fast_path=all(len(run) == 1 for run in runs) if runs and reader.stops_early else None,
        fields=with_derived(fields.fields),
        checks=[check.to_json() for check in (*fields.checks, layer_check(layers))],
        documents=found.documents,
        timings_ms=clock.timings(),
    )


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


def _found(reads: Sequence[ReadPage], codes: Sequence[str], e_invoice: FoundInvoice | None) -> Found:
    """Return what was read; a file with an e-invoice is one document."""
    if e_invoice is None or e_invoice.invoice is None:
        return find_fields(reads, codes)
    pages = tuple(read.page for read in reads)
    is_drawn = all(page.source == "e_invoice" for page in pages)
    return Found(pages=pages, fields=Extraction() if is_drawn else fields_together(reads, codes))


def _send_previews(page: PageImage, on_preview: Callable[[int, bytes], None]) -> None:
    if page.number == 1:
        on_preview(0, page.thumbnail())
    on_preview(page.number, page.preview())


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
