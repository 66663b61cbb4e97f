"""The Queue page: how it stands, every document in it, and what can be done to them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import streamlit as st

from ocrcore.metrics.measurement import RunOutcome
from ocrcore.web.i18n.formats import visitor_formats
from ocrcore.web.i18n.texts import plain, say, say_count
from ocrcore.web.queue.filters import choose_filters, clear_filters, is_narrowed
from ocrcore.web.queue.listing import Listing, finished_today, list_queue
from ocrcore.web.queue.table import column_config
from ocrcore.web.session import current_owner
from ocrcore.web.shared import actions
from ocrcore.web.shared.engines import available_engines
from ocrcore.web.shared.listing.pager import Pager
from ocrcore.web.shared.listing.ticked_rows import follow_ticks
from ocrcore.web.shared.live import live
from ocrcore.web.shared.places import open_result, page
from ocrcore.web.shared.snapshot import Snapshot, snapshot
from ocrcore.web.shared.stalled import stalled
from ocrcore.web.shared.story import story
from ocrcore.web.streamlit_patches.toasts import show_toasts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.queue.job import Job

_TABLE = "queue_table"
_pager = Pager(key="queue_cursors")


def queue_view() -> None:
    """Show the page: the filters, and a live part within theirs, so that time does not draw them again."""
    st.header(say("queue.title"), anchor=False)
    st.fragment(_filtered)(active=snapshot().is_active)


def _filtered(*, active: bool) -> None:
    figures = st.container(gap="small")
    filters = choose_filters(_pager.first_page)
    has_jobs = bool(_listing(filters).jobs)
    if not has_jobs:
        _nothing(is_filtered=is_narrowed(filters) or filters["owner"] != current_owner())

    def follow() -> bool:
        now, listing = snapshot(), _listing(filters)
        if bool(listing.jobs) != has_jobs:
            st.rerun()
        with figures:
            _figures(now)
            _until_when(now)
        if has_jobs:
            _table(listing)
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
    return list_queue(snapshot(), filters, _pager.cursor)


def _nothing(*, is_filtered: bool) -> None:
    _pager.first_page()
    with st.container(key="queue_empty", horizontal_alignment="center", gap="small"):
        st.space("small")
        told = say("queue.empty_filtered" if is_filtered else "queue.empty")
        st.markdown(f":gray[{told}]", width="content")
        if is_filtered:
            st.button(say("queue.clear_filters"), on_click=clear_filters)
        else:
            st.page_link(page("upload"), label=say("queue.to_upload"), icon=":material/upload_file:")
            st.page_link(page("documents"), label=say("queue.to_documents"), icon=":material/folder_open:")


def _table(listing: Listing) -> None:
    chosen = follow_ticks(_TABLE, [job.id for job in listing.jobs])
    selected = [job for job in listing.jobs if job.id in chosen]
    _actions(selected)
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
    _pager.show(len(listing.jobs), listing.next_cursor)
    if len(selected) == 1:
        st.subheader(say("queue.story"), anchor=False)
        story(selected[0])


def _actions(selected: Sequence[Job]) -> None:
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
        actions.delete_menu([(job.id, job.original_filename) for job in selected], key="queue_delete")
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
