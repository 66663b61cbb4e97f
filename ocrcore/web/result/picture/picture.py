"""The page's picture beside the form: it follows the field in hand, and its words go into that field."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from ocrcore.web.i18n.texts import plain
from ocrcore.web.result.form.form_data import pages_data, place_of
from ocrcore.web.result.picture.placed_fields import placed_fields
from ocrcore.web.shared.component import component

if TYPE_CHECKING:
    from ocrcore.web.i18n.formats import Formats
    from ocrcore.web.result.reviewed import Reviewed
    from ocrcore.web.result.words import PlacedWord

_HERE = Path(__file__).parent
_FILES = (_HERE.parent / "script" / "elements.js", _HERE / "view.js", _HERE / "picture.js", _HERE / "picture.css")
_mount = component("desk_picture", _FILES)
_TEXTS = (
    "boxes", "boxes_all", "boxes_doubtful", "boxes_fields", "boxes_none", "full_screen", "how", "larger", "no_picture",
    "page_after", "page_before", "smaller", "whole",
)  # fmt: skip


def picture(document: Reviewed, page: int, chosen: PlacedWord | None, formats: Formats) -> None:
    """Show a document's pages.

    Args:
        document: The document.
        page: The page to begin with.
        chosen: A word to light up.
        formats: How this person writes figures.
    """
    texts = {name: plain(f"result.{name}") for name in _TEXTS}
    data = {
        "place": place_of(document),
        "name": document.job.original_filename,
        "pages": pages_data(document),
        "page": page,
        "fields": [asdict(each) for each in placed_fields(document.fields, formats)],
        "lit": {"page": page, "box": list(chosen.word.box)} if chosen else None,
        "locale": str(formats.locale).replace("_", "-"),
        "texts": texts | {"picture": plain("result.picture", page="{page}", name="{name}")},
    }
    _mount(key="page_picture", data=data)
