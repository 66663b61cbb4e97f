"""A live table whose ticks stay with their documents when rows move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Sequence


def follow_ticks(table: str, ids: Sequence[str]) -> set[str]:
    """Keep the ticks with their documents, before the table is drawn, and return the ids of the ticked ones.

    Args:
        table: The table's key.
        ids: The documents in its rows now.
    """
    shown = f"{table}_shown_ids"
    before: list[str] = st.session_state.get(shown, [])
    state = st.session_state.get(table)
    rows = state["selection"]["rows"] if state else []
    ticked = {before[row] for row in rows if row < len(before)}
    st.session_state[shown] = list(ids)
    moved = [row for row, job_id in enumerate(ids) if job_id in ticked]
    if state and moved != sorted(rows):
        st.session_state[table] = {"selection": {"rows": moved, "columns": [], "cells": []}}
    return ticked


def clicked_row(table: str) -> str | None:
    """Return the document in whose row somebody clicked beside its tick; ask before `follow_ticks`."""
    shown: list[str] = st.session_state.get(f"{table}_shown_ids", [])
    state: Any = st.session_state.get(table)
    cells = state["selection"].get("cells", []) if state else []
    return shown[cells[0][0]] if cells and cells[0][0] < len(shown) else None
