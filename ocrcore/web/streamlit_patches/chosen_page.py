"""Tells the server that a person has come to a field or a row that lies on another page of the document.

Streamlit tells when a field's value changes, not when the cursor comes to it, and of an editable table not which row is chosen.

Upstream: https://github.com/streamlit/streamlit/issues/5265 asked for `on_focus` (closed, not done), and
https://github.com/streamlit/streamlit/issues/9599 asks for a chosen row of `st.data_editor` (open).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.web.streamlit_patches.table_cells import CHOSEN_CELL, FIRST_ROW

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_KEY = "unseen_chosen_page"
_SCRIPT = """
let places, turn, stop;
export default ({data, setTriggerValue}) => {
  stop?.();
  places = data;
  turn = (page) => { if (page && page !== places.page) setTriggerValue('page', page); };
  const choose = (event) => {
    const place = event.target.closest?.(`.st-key-${places.form} [class*="st-key-field_"]`);
    if (!place || window.deskPlacesCursor) return;
    const name = [...place.classList].find((each) => each.startsWith('st-key-field_')).slice('st-key-field_'.length);
    if (!places.rows[name]) { if (event.type === 'focusin') turn(places.fields[name]); return; }
    const follow = () => {
      const row = place.querySelector(places.cell)?.closest('tr').getAttribute('aria-rowindex');
      if (row) turn(places.rows[name]?.[row - places.first]);
    };
    // The table tells readers of the screen, and so this, a moment later which cell is chosen.
    for (const delay of [100, 400, 1200]) setTimeout(follow, delay);
  };
  const kinds = ['focusin', 'keyup', 'pointerup'];
  for (const kind of kinds) document.addEventListener(kind, choose, true);
  stop = () => { for (const kind of kinds) document.removeEventListener(kind, choose, true); };
  return stop;
};
"""
_mount = st.components.v2.component("desk_chosen_page", js=_SCRIPT, isolate_styles=False)


def tell_chosen_page(
    turn: Callable[[int], None], *, form: str, page: int, fields: Mapping[str, int], rows: Mapping[str, Sequence[int]]
) -> None:
    """Call `turn` with the page of what the person comes to, before the next run.

    Args:
        turn: Takes the number of a page.
        form: Key of the container around the form; a field's place in it has the key `field_NAME`.
        page: The page that is shown.
        fields: The page of each field that was read.
        rows: By list, the page of each row, 0 for one that was not read.
    """

    def told() -> None:
        chosen = st.session_state[_KEY].get("page")
        if chosen:
            turn(int(chosen))

    places = {
        "form": form,
        "page": page,
        "fields": dict(fields),
        "rows": {name: list(own) for name, own in rows.items()},
    }
    _mount(key=_KEY, data=places | {"cell": CHOSEN_CELL, "first": FIRST_ROW}, on_page_change=told)
