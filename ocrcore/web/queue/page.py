"""The Queue page: how it stands, every document in it, and what can be done to them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import streamlit as st

from ocrcore.export import ExportFormat
from ocrcore.metrics.measurement import RunOutcome
from ocrcore.web.i18n.formats import visitor_formats
from ocrcore.web.i18n.texts import plain, say, say_count
from ocrcore.web.queue.filters import choose_filters, clear_filters
from ocrcore.web.queue.listing import ROWS_PER_PAGE, Listing, finished_today, list_queue
from ocrcore.web.queue.table import column_config
from ocrcore.web.session import current_owner
from ocrcore.web.shared import actions
from ocrcore.web.shared.engines import available_engines
from ocrcore.web.shared.exports import export_button
from ocrcore.web.shared.live import live
from ocrcore.web.shared.places import open_result, page
from ocrcore.web.shared.preferences import my_preferences
from ocrcore.web.shared.snapshot import Snapshot, snapshot
from ocrcore.web.shared.stalled import stalled
from ocrcore.web.shared.story import story
from ocrcore.web.streamlit_patches.toasts import show_toasts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.queue.job import Job

_TABLE = "queue_table"
_SHOWN_IDS = "queue_shown_ids"
_CURSORS = "queue_cursors"


def queue_view() -> None:
    """Show the page: the filters, and a live part within theirs, so that time does not draw them again."""
    st.header(say("queue.title"), anchor=False)
    st.fragment(_filtered)(active=snapshot().is_active)


def _filtered(*, active: bool) -> None:
    figures = st.container(gap="small")
    filters = choose_filters(_first_page)
    kind = ExportFormat(my_preferences().export_format)
    has_jobs = bool(_listing(filters).jobs)
    if not has_jobs:
        chosen = any(value for name, value in filters.items() if name != "owner")
        _nothing(is_filtered=chosen or filters["owner"] != current_owner())

    def follow() -> bool:
        now, listing = snapshot(), _listing(filters)
        if bool(listing.jobs) != has_jobs:
            st.rerun()
        with figures:
            _figures(now)
            _until_when(now)
        if has_jobs:
            _table(listing, filters, kind)
        return now.is_active

    live(follow, active=active)
    show_toasts()


def _figures(now: Snapshot) -> None:
    formats, finished = visitor_formats(), finished_today(now)
    figures = {
        "queue.waiting": now.pending,
        "queue.reading": now.processing,
        "queue.done_today": finished[RunOutcome.COMPLETED],
        "queue.failed_today": finished[RunOutcome.FAILED],
    }
    with st.container(horizontal=True, key="queue_figures", gap="medium"):
        for key, value in figures.items():
            st.metric(plain(key), formats.number(value), width=140)


def _until_when(now: Snapshot) -> None:
    formats = visitor_formats()
    if not now.is_active:
        st.markdown(f":material/check_circle: {say('queue.all_quiet')}")
    elif not now.has_worker:
        st.markdown(f":orange[:material/warning: {stalled(now)}]")
    elif now.all_done is None:
        st.markdown(f":material/schedule: {say('queue.starting')}")
    else:
        seconds = max(1.0, now.all_done.middle_s)
        told = say(
            "queue.all_done",
            duration=formats.about(seconds),
            time=formats.time(now.at + timedelta(seconds=seconds)),
        )
        low, high = (
            formats.time(now.at + timedelta(seconds=each)) for each in (now.all_done.low_s, now.all_done.high_s)
        )
        st.markdown(f":material/schedule: {told}", help=plain("queue.range_help", low=low, high=high))


def _listing(filters: dict[str, Any]) -> Listing:
    cursors = st.session_state.get(_CURSORS, [])
    return list_queue(snapshot(), filters, cursors[-1] if cursors else None)


def _first_page() -> None:
    st.session_state[_CURSORS] = []


def _nothing(*, is_filtered: bool) -> None:
    _first_page()
    with st.container(key="queue_empty", horizontal_alignment="center", gap="small"):
        st.space("small")
        told = say("queue.empty_filtered" if is_filtered else "queue.empty")
        st.markdown(f":gray[{told}]", width="content")
        if is_filtered:
            st.button(say("queue.clear_filters"), on_click=clear_filters)
        else:
            st.page_link(page("upload"), label=say("queue.to_upload"), icon=":material/upload_file:")


def _table(listing: Listing, filters: dict[str, Any], kind: ExportFormat) -> None:
    chosen = _follow_selection([job.id for job in listing.jobs])
    selected = [job for job in listing.jobs if job.id in chosen]
    _actions(selected, filters, kind)
    st.dataframe(
        listing.table,
        key=_TABLE,
        hide_index=True,
        column_config=column_config(),
        on_select="rerun",
        selection_mode="multi-row",
        placeholder="",
        height="content" if len(listing.jobs) <= 12 else 460,
        alt=plain("queue.table"),
    )
    _pager(listing)
    if len(selected) == 1:
        st.subheader(say("queue.story"), anchor=False)
        story(selected[0])


def _follow_selection(ids: list[str]) -> set[str]:
    """Keep the ticks with their documents when rows move, and return the ids of the ticked ones."""
    before: list[str] = st.session_state.get(_SHOWN_IDS, [])
    state = st.session_state.get(_TABLE)
    rows = state["selection"]["rows"] if state else []
    chosen = {before[row] for row in rows if row < len(before)}
    st.session_state[_SHOWN_IDS] = ids
    moved = [row for row, job_id in enumerate(ids) if job_id in chosen]
    if state and moved != sorted(rows):
        st.session_state[_TABLE] = {"selection": {"rows": moved, "columns": [], "cells": []}}
    return chosen


def _actions(selected: Sequence[Job], filters: dict[str, Any], kind: ExportFormat) -> None:
    ids = [job.id for job in selected]
    stoppable = [job.id for job in selected if job.can_cancel]
    repeatable = [job.id for job in selected if job.can_retry]
    with st.container(horizontal=True, vertical_alignment="center", key="queue_actions"):
        if st.button(say("queue.open"), icon=":material/open_in_full:", disabled=len(ids) != 1):
            open_result(ids[0])
        st.button(
            say("queue.cancel"),
            icon=":material/block:",
            disabled=not stoppable,
            on_click=actions.cancel,
            args=(stoppable,),
        )
        _retry_menu(repeatable)
        _delete_confirmed(selected)
        export_button(selected, filters, kind)
        if not ids:
            st.caption(say("queue.select"), width="content")
        else:
            st.caption(say_count("queue.selected", len(ids), name=selected[0].original_filename), width="content")


def _retry_menu(job_ids: Sequence[str]) -> None:
    key = "queue_retry"

    def repeat() -> None:
        actions.retry(job_ids, st.session_state[key] or None)

    def label(engine: str) -> str:
        return say("queue.retry_with", engine=engine) if engine else say("queue.retry_same")

    st.menu_button(
        say("queue.retry"),
        ["", *available_engines()],
        key=key,
        icon=":material/replay:",
        disabled=not job_ids,
        format_func=label,
        on_click=repeat,
    )


def _delete_confirmed(selected: Sequence[Job]) -> None:
    with st.popover(say("queue.delete"), icon=":material/delete:", disabled=not selected, key="queue_delete"):
        if selected:
            st.markdown(say_count("queue.delete_ask", len(selected), name=selected[0].original_filename))
        st.button(
            say("queue.delete_title"), type="primary", on_click=actions.delete, args=([job.id for job in selected],)
        )


def _pager(found: Listing) -> None:
    cursors: list[str] = st.session_state.get(_CURSORS, [])
    if not cursors and found.next_cursor is None:
        return
    first = len(cursors) * ROWS_PER_PAGE + 1
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="right"):
        st.caption(f"{first}–{first + len(found.jobs) - 1}", width="content")
        st.button(
            say("queue.newer"),
            icon=":material/chevron_left:",
            disabled=not cursors,
            on_click=lambda: st.session_state.update({_CURSORS: cursors[:-1]}),
        )
        st.button(
            say("queue.older"),
            icon=":material/chevron_right:",
            icon_position="right",
            disabled=found.next_cursor is None,
            on_click=lambda: st.session_state.update({_CURSORS: [*cursors, found.next_cursor]}),
        )
