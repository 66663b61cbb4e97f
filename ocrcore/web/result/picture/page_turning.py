"""In a document of several pages, the picture follows the person to the page of the field or row that they choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.web.result.form.field_layout import LISTS, SCALARS, rows_of
from ocrcore.web.result.form.field_lights import FORM
from ocrcore.web.streamlit_patches.chosen_page import tell_chosen_page

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ocrcore.layout.page import OcrPage
    from ocrcore.web.result.reviewed import Reviewed

PAGE_KEY = "page"
"""Key of the choice of the page."""


def turn_pages(document: Reviewed, page: OcrPage) -> None:
    """Turn to the page of a field that is chosen in the form; nothing for a document of one page.

    Args:
        document: The document.
        page: The page that is shown.
    """
    if len(document.read.pages) == 1:
        return
    fields = {name: place for name in SCALARS if (place := _page_of(document.scalar(name)))}
    rows = {name: [_page_of(row) for row in rows_of(document.fields, name)] for name in LISTS}
    fields.pop("document_type", None)  # told from the whole
    tell_chosen_page(_turn, form=FORM, page=page.number, fields=fields, rows=rows)


def _page_of(found: Mapping[str, Any] | None) -> int:
    """Return the page on which something was read, 0 when it was not read."""
    return int(found.get("page", 1)) if found and found.get("box") else 0


def _turn(number: int) -> None:
    st.session_state[PAGE_KEY] = number
