"""Where the chosen cell of a table is found in the page.

Streamlit paints a table on a canvas and does not say which cell of an editable one is chosen. Beside the canvas it keeps a table for
readers of the screen, which does; its rows are numbered from the head, the head being 1.

Upstream: https://github.com/streamlit/streamlit/issues/9599 asks for a chosen row of `st.data_editor` (open).
"""

from __future__ import annotations

FIRST_ROW = 2
"""The number of the first row below the head."""
CHOSEN_CELL = "td[aria-selected='true']"


def chosen_cell(row: int | None = None) -> str:
    """Return the selector of a table's chosen cell, in one row (numbered from 0) or in any."""
    return f"tr {CHOSEN_CELL}" if row is None else f"tr[aria-rowindex='{row + FIRST_ROW}'] {CHOSEN_CELL}"
