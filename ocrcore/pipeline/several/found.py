"""The fields of a file: of its document, or of each where there are several, and then nothing is added up over them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ocrcore.extraction import extract
from ocrcore.extraction.checks.doubt import with_doubt
from ocrcore.extraction.checks.sentences import BETWEEN, check_of
from ocrcore.extraction.derived import with_derived
from ocrcore.extraction.fields import Check, Extraction
from ocrcore.layout.page_part import within
from ocrcore.pipeline.result import Part
from ocrcore.pipeline.several.areas import WHOLE
from ocrcore.pipeline.several.groups import Place, ReadPage, box_of, documents_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.layout.page import OcrPage

CODE = "one_document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a file holds: its pages with their lines in reading order, the fields, and its documents where they are several."""

    pages: tuple[OcrPage, ...]
    fields: Extraction
    documents: tuple[Part, ...] = ()


def find_fields(pages: Sequence[ReadPage], codes: Sequence[str]) -> Found:
    """Return the fields of a file's document; of several those of the first, all in doubt, and each one's own.

    Args:
        pages: What was read.
        codes: Texts of the codes on the pages.
    """
    documents = documents_of(pages)
    shown = tuple(read.page for read in pages)
    if len(documents) == 1:
        found = _fields(documents[0], codes)
        return Found(pages=shown, fields=replace(found, checks=(*found.checks, Check(code=CODE, passed=None))))
    each = [_fields(places, ()) for places in documents]
    first = with_doubt(each[0], {*each[0].scalars, *each[0].lists})
    parts = tuple(_part(places, found) for places, found in zip(documents, each, strict=True))
    pages_in_order = tuple(_by_document(page, documents) for page in shown)
    return Found(pages=pages_in_order, fields=replace(first, checks=(*first.checks, _failed(parts))), documents=parts)


def fields_together(pages: Sequence[ReadPage], codes: Sequence[str]) -> Extraction:
    """Return the fields of all pages as one document."""
    return extract([read.page for read in pages], others=_others([read.voices for read in pages]), codes=codes)


def _fields(places: Sequence[Place], codes: Sequence[str]) -> Extraction:
    others = _others([_voices(place) for place in places])
    if len(places) == 1 and not others and not codes:
        return places[0].area.fields
    return extract([place.area.page for place in places], others=others, codes=codes)


def _others(voices: Sequence[tuple[OcrPage, ...]]) -> list[tuple[OcrPage, ...]]:
    """Return the document's independent readings, page by page; none where every page was read once.

    A page that was read less often is the same in the further readings.
    """
    most = max(map(len, voices))
    return [tuple(each[min(number, len(each) - 1)] for each in voices) for number in range(most)] if most > 1 else []


def _voices(place: Place) -> tuple[OcrPage, ...]:
    if len(place.read.voices) == 1:
        return (place.area.page,)
    return tuple(within(voice, place.area.box) for voice in place.read.voices)


def _part(places: Sequence[Place], found: Extraction) -> Part:
    box = box_of(places)
    return Part(
        pages=tuple(dict.fromkeys(place.area.page.number for place in places)),
        box=box,
        turned_degrees=0 if box is None else 90 * (places[0].read.turn % 4),
        fields=with_derived(found.fields),
    )


def _failed(parts: Sequence[Part]) -> Check:
    totals = BETWEEN.join(part.total for part in parts)
    return check_of(CODE, passed=False, facts={"count": str(len(parts)), "totals": totals})


def _by_document(page: OcrPage, documents: Sequence[Sequence[Place]]) -> OcrPage:
    """Return a page with its documents' lines one document after the other, not across."""
    areas = [place.area for places in documents for place in places if place.area.page.number == page.number]
    if any(area.box == WHOLE for area in areas):
        return page
    return replace(page, lines=tuple(line for area in areas for line in area.page.lines))
