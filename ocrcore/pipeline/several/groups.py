"""Which pages, and parts of pages, of a file belong to one document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocrcore.layout.page import around
from ocrcore.pipeline.several.areas import WHOLE, Area, areas_of, areas_with_pictures
from ocrcore.pipeline.several.identity import Identity, are_two, begins_another, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.extraction.fields import Extraction
    from ocrcore.layout.page import Box, OcrPage


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPage:
    """A page that was read.

    `voices` are its independent readings, itself alone where it was read once; `fields` what was found on it alone, in
    its own text where it has `pictures`, as far as that is known; it was turned by `turn` quarters to be upright.
    """

    page: OcrPage
    voices: tuple[OcrPage, ...]
    fields: Extraction | None = None
    pictures: tuple[Box, ...] = ()
    turn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A page and the area of it on which a document stands."""

    read: ReadPage
    area: Area


@dataclass(slots=True)
class _Group:
    places: list[Place]
    identity: Identity


def documents_of(pages: Sequence[ReadPage]) -> list[list[Place]]:
    """Return the places of each document of a file, in reading order.

    A place begins another document where it has a head and a total of its own; what has none goes on with the one before.
    """
    groups: list[_Group] = []
    for place in (Place(read=read, area=area) for read in pages for area in _areas(read)):
        identity, last = place.area.identity, groups[-1] if groups else None
        if last is None or are_two(last.identity, identity) or begins_another(last.identity, identity):
            groups.append(_Group([place], identity))
        else:
            last.places.append(place)
            last.identity = joined(last.identity, identity)
    documents: list[list[Place]] = []
    for group in groups:
        if documents and not group.identity.is_whole:
            documents[-1] += group.places
        else:
            documents.append(group.places)
    return documents


def box_of(places: Sequence[Place]) -> Box | None:
    """Return where on its page a document stands; None where it has a page, or several, to itself."""
    boxes = [place.area.box for place in places]
    if WHOLE in boxes or len({place.area.page.number for place in places}) > 1:
        return None
    return around(boxes)


def _areas(read: ReadPage) -> list[Area]:
    if read.pictures and read.fields is not None:
        return areas_with_pictures(read.page, read.pictures, read.fields)
    return areas_of(read.page, read.fields)
