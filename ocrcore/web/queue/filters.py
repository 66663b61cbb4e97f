"""Which documents the Queue page shows: by state, engine, day, owner and name; kept in the page's address."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from ocrcore.database.job_status import JobStatus
from ocrcore.web.i18n.formats import visitor_formats
from ocrcore.web.i18n.texts import plain
from ocrcore.web.shared.engines import available_engines
from ocrcore.web.shared.listing.filters import choice, choose_owner, clear, search_field

if TYPE_CHECKING:
    from collections.abc import Callable

QUEUED: Final = (JobStatus.PENDING, JobStatus.PROCESSING, JobStatus.FAILED, JobStatus.CANCELLED)
"""What the page shows; documents that have been read are on the Documents page."""
_STATES, _ENGINE, _WHEN = "state", "engine", "when"
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
            list(QUEUED),
            format_func=lambda status: plain(f"state.{status}"),
            selection_mode="multi",
            key=_STATES,
            bind="query-params",
            on_change=on_change,
            label_visibility="collapsed",
        )
        search = search_field(plain("queue.search_hint"), on_change)
        engine = choice(
            _ENGINE,
            list(available_engines()),
            label=plain("queue.filter_engine"),
            nothing=plain("queue.any_engine"),
            on_change=on_change,
        )
        when = choice(
            _WHEN,
            list(_WHENS),
            label=plain("queue.filter_when"),
            nothing=plain("queue.any_time"),
            on_change=on_change,
            word=lambda name: plain(f"queue.when.{name}"),
        )
        owner = choose_owner(on_change)
    return {
        "statuses": tuple(states) or QUEUED,
        "engine": engine,
        "search": search,
        "created_since": _since(_WHENS[when]) if when else None,
        "owner": owner,
    }


def is_narrowed(filters: dict[str, Any]) -> bool:
    """Tell whether something but the owner was chosen."""
    return filters["statuses"] != QUEUED or any(filters[name] for name in ("engine", "search", "created_since"))


def clear_filters() -> None:
    """Show every document again."""
    st.session_state[_STATES] = []
    clear(_ENGINE, _WHEN)


def _since(days_ago: int) -> datetime:
    return visitor_formats().midnight(datetime.now(UTC), days_ago=days_ago)
