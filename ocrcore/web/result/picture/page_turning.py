"""In a document of several pages, the picture follows the person to the page of the field or row that they choose.

Streamlit does not tell which field has the cursor; the browser does. A few lines of script press an unseen button then.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.web.result.form.field_layout import LISTS, SCALARS, rows_of
from ocrcore.web.result.form.field_lights import FORM

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ocrcore.layout.page import OcrPage
    from ocrcore.web.result.reviewed import Reviewed

PAGE_KEY = "page"
"""Key of the choice of the page."""
MAX_TURNS = 50
"""So many pages, at most, are turned to by themselves."""
_KEY = "page_turns"
_STYLE = f"<style>.st-key-{_KEY} {{display: none}}</style>"
_SCRIPT = """<script>
window.deskPlaces = %(places)s;
if (!window.deskTurnsPages) {
  window.deskTurnsPages = true;
  const turn = (page) => {
    if (!page || page === window.deskPlaces.page) return;
    const button = document.querySelector(`.st-key-turn_to_${page} button`);
    if (button) button.click();
  };
  const choose = (event) => {
    const place = event.target.closest && event.target.closest('.st-key-%(form)s [class*="st-key-field_"]');
    if (!place || window.deskPlacesCursor) return;
    const name = [...place.classList].find((each) => each.startsWith('st-key-field_')).slice('st-key-field_'.length);
    const rows = window.deskPlaces.rows[name];
    if (!rows) { if (event.type === 'focusin') turn(window.deskPlaces.fields[name]); return; }
    const follow = () => {
      const cell = place.querySelector('td[aria-selected="true"]');
      if (cell) turn(rows[cell.closest('tr').getAttribute('aria-rowindex') - 2]);
    };
    // The table tells readers of the screen, and so this, a moment later which cell is chosen.
    for (const delay of [100, 400, 1200]) setTimeout(follow, delay);
  };
  for (const kind of ['focusin', 'keyup', 'pointerup']) document.addEventListener(kind, choose, true);
}
</script>"""


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
    wanted = {*fields.values(), *(place for own in rows.values() for place in own)} - {0, page.number}
    st.html(_STYLE)
    with st.container(key=_KEY):
        for number in sorted(wanted)[:MAX_TURNS]:
            st.button(str(number), key=f"turn_to_{number}", on_click=_turn, args=(number,))
    fields.pop("document_type", None)  # told from the whole
    places = json.dumps({"page": page.number, "fields": fields, "rows": rows})
    st.html(_SCRIPT % {"places": places, "form": FORM}, unsafe_allow_javascript=True)


def _page_of(found: Mapping[str, Any] | None) -> int:
    """Return the page on which something was read, 0 when it was not read."""
    return int(found.get("page", 1)) if found and found.get("box") else 0


def _turn(number: int) -> None:
    st.session_state[PAGE_KEY] = number
