"""Which documents the Queue page shows: by state, engine, day, owner and name; kept in the page's address."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import streamlit as st

from ocrcore.database.job_status import JobStatus
from ocrcore.queue.owner import EVERYONE
from ocrcore.web.i18n.formats import visitor_formats
from ocrcore.web.i18n.texts import plain
from ocrcore.web.session import current_owner, services
from ocrcore.web.shared.engines import available_engines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ocrcore.queue.owner import Owner

_STATES, _ENGINE, _SEARCH, _WHEN, _OWNER = "state", "engine", "q", "when", "owner"
_WHENS = {"today": 0, "week": 6}
"""How many days before today each begins."""


def choose_filters(on_change: Callable[[], None]) -> dict[str, Any]:
    """Show the filters and return what `JobQueue.list_jobs` is to be asked for, with the owner.

    Args:
        on_change: Called before the page is drawn with another choice.
    """
    with st.container(horizontal=True, vertical_alignment="center", key="queue_filters"):
        states = st.pills(
            plain("queue.filter_state"),
            list(JobStatus),
            format_func=lambda status: plain(f"state.{status}"),
            selection_mode="multi",
            key=_STATES,
            bind="query-params",
            on_change=on_change,
            label_visibility="collapsed",
        )
        search = st.text_input(
            plain("queue.search"),
            placeholder=plain("queue.search_hint"),
            icon=":material/search:",
            key=_SEARCH,
            bind="query-params",
            on_change=on_change,
            label_visibility="collapsed",
            width=220,
        )
        engine = _choice(_ENGINE, list(available_engines()), "queue.filter_engine", "queue.any_engine", on_change)
        when = _choice(_WHEN, list(_WHENS), "queue.filter_when", "queue.any_time", on_change, words="queue.when")
        owner = _choose_owner(on_change)
    return {
        "statuses": tuple(states),
        "engine": engine,
        "search": (search or "").strip() or None,
        "created_since": _since(_WHENS[when]) if when else None,
        "owner": owner,
    }


def clear_filters() -> None:
    """Show every document again."""
    st.session_state[_STATES], st.session_state[_SEARCH] = [], ""
    st.session_state[_ENGINE] = st.session_state[_WHEN] = None
    if _OWNER in st.session_state:
        st.session_state[_OWNER] = None


def _choose_owner(on_change: Callable[[], None]) -> Owner:
    """Return whose documents are shown: one's own, or where everybody sees everything, those of the chosen person."""
    me = current_owner()
    if me is not EVERYONE:
        return me
    shared = services()
    owners = shared.call(shared.desk.jobs.list_owners, owner=me)
    if not owners:
        return me
    return _choice(_OWNER, owners, "queue.filter_owner", "queue.any_owner", on_change) or me


def _choice(
    key: str, options: Sequence[str], label: str, nothing: str, on_change: Callable[[], None], *, words: str = ""
) -> str | None:
    return st.selectbox(
        plain(label),
        options,
        index=None,
        placeholder=plain(nothing),
        format_func=lambda name: plain(f"{words}.{name}") if words else name,
        key=key,
        bind="query-params",
        on_change=on_change,
        label_visibility="collapsed",
        width=160,
    )


def _since(days_ago: int) -> datetime:
    return visitor_formats().midnight(datetime.now(UTC), days_ago=days_ago)
