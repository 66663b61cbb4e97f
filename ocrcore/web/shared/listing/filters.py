"""The filters above a list, kept in the page's address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.queue.owner import EVERYONE
from ocrcore.web.i18n.texts import plain
from ocrcore.web.session import current_owner, services

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ocrcore.queue.owner import Owner

SEARCH, OWNER = "q", "owner"


def search_field(hint: str, on_change: Callable[[], None]) -> str | None:
    """Show the search, with what it looks into, and return what is asked for."""
    asked = st.text_input(
        plain("queue.search"),
        placeholder=hint,
        icon=":material/search:",
        key=SEARCH,
        bind="query-params",
        on_change=on_change,
        label_visibility="collapsed",
        width=260,
    )
    return (asked or "").strip() or None


def choice(
    key: str,
    options: Sequence[str],
    *,
    label: str,
    nothing: str,
    on_change: Callable[[], None],
    word: Callable[[str], str] = str,
    width: int = 160,
) -> str | None:
    """Show a choice of one or nothing.

    Args:
        key: Its name in the page's address.
        options: What there is to choose.
        label: What it is about.
        nothing: What stands there when nothing is chosen.
        on_change: Called before the page is drawn with another choice.
        word: How an option is called.
        width: Its width in pixels.
    """
    return st.selectbox(
        label,
        options,
        index=None,
        placeholder=nothing,
        format_func=word,
        key=key,
        bind="query-params",
        on_change=on_change,
        label_visibility="collapsed",
        width=width,
    )


def choose_owner(on_change: Callable[[], None]) -> Owner:
    """Return whose documents are shown: one's own, or where everybody sees everything, those of the chosen person."""
    me = current_owner()
    if me is not EVERYONE:
        return me
    shared = services()
    owners = shared.call(shared.desk.jobs.list_owners, owner=me)
    if not owners:
        return me
    label, nothing = plain("queue.filter_owner"), plain("queue.any_owner")
    return choice(OWNER, owners, label=label, nothing=nothing, on_change=on_change) or me


def clear(*choices: str) -> None:
    """Take the search, the owner and these choices back."""
    st.session_state[SEARCH] = ""
    for key in (*choices, *({OWNER} & set(st.session_state))):
        st.session_state[key] = None
