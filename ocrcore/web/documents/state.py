"""The three states of what has been read, as steps with their counts; the chosen one is kept in the page's address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.database.review_state import ReviewState
from ocrcore.web.i18n.formats import visitor_formats
from ocrcore.web.i18n.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_STATE = "documents_state"
_IN_ADDRESS = "state"


def chosen_state() -> ReviewState:
    """Return the state whose documents are shown; what waits for a person comes first."""
    if _STATE not in st.session_state:
        asked = st.query_params.get(_IN_ADDRESS)
        st.session_state[_STATE] = asked if asked in set(ReviewState) else ReviewState.TO_REVIEW.value
    return ReviewState(st.session_state[_STATE])


def choose_state(counts: Mapping[ReviewState, int], on_change: Callable[[], None]) -> None:
    """Show the states, each with how many documents are in it.

    Args:
        counts: How many there are.
        on_change: Called before the page is drawn with another state.
    """
    now, formats = chosen_state(), visitor_formats()

    def take(state: ReviewState) -> None:
        st.session_state[_STATE] = state.value
        st.query_params[_IN_ADDRESS] = state.value
        on_change()

    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="documents_states"):
        for place, state in enumerate(ReviewState):
            if place:
                st.markdown(":gray[:material/arrow_forward:]", width="content")
            st.button(
                f"{say(f'review_state.{state}')} **{formats.number(counts[state])}**",
                key=f"documents_state_{state}",
                type="primary" if state is now else "secondary",
                icon=":material/radio_button_checked:" if state is now else ":material/radio_button_unchecked:",
                on_click=take,
                args=(state,),
            )
