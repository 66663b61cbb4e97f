"""The way through a long list: newer and older."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from ocrcore.web.i18n.texts import say

ROWS_PER_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Where somebody is in one list, by the cursors that led there."""

    key: str

    @property
    def _cursors(self) -> list[str]:
        found: list[str] = st.session_state.get(self.key, [])
        return found

    @property
    def cursor(self) -> str | None:
        """What `list_jobs` is to be asked for."""
        return self._cursors[-1] if self._cursors else None

    def first_page(self) -> None:
        """Go back to the newest."""
        st.session_state[self.key] = []

    def show(self, rows: int, next_cursor: str | None) -> None:
        """Show which rows these are, and the buttons to others; nothing when there are none."""
        cursors = self._cursors
        if not cursors and next_cursor is None:
            return
        first = len(cursors) * ROWS_PER_PAGE + 1
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="right"):
            st.caption(f"{first}–{first + rows - 1}", width="content")
            st.button(
                say("queue.newer"),
                icon=":material/chevron_left:",
                disabled=not cursors,
                key=f"{self.key}_newer",
                on_click=lambda: st.session_state.update({self.key: cursors[:-1]}),
            )
            st.button(
                say("queue.older"),
                icon=":material/chevron_right:",
                icon_position="right",
                disabled=next_cursor is None,
                key=f"{self.key}_older",
                on_click=lambda: st.session_state.update({self.key: [*cursors, next_cursor]}),
            )
