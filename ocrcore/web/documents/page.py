"""The Documents page: what has been read, by state; it is reviewed, added up and exported from here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from ocrcore.database.review_state import ReviewState
from ocrcore.web.documents.export_panel import export_panel
from ocrcore.web.documents.filters import choose_filters, clear_filters, is_narrowed
from ocrcore.web.documents.listing import Listing, list_documents, sums_of
from ocrcore.web.documents.state import choose_state, chosen_state
from ocrcore.web.documents.sums import sums_table
from ocrcore.web.documents.table import column_config
from ocrcore.web.i18n.formats import visitor_formats
from ocrcore.web.i18n.texts import plain, say, say_count
from ocrcore.web.shared import actions
from ocrcore.web.shared.listing.pager import Pager
from ocrcore.web.shared.listing.ticked_rows import clicked_row, follow_ticks
from ocrcore.web.shared.live import live
from ocrcore.web.shared.places import open_result, page
from ocrcore.web.shared.snapshot import snapshot
from ocrcore.web.streamlit_patches.toasts import show_toasts

if TYPE_CHECKING:
    from collections.abc import Mapping

_TABLE = "documents_table"
_LOOK_S = 3.0
"""How often the page looks for what exports and other people have changed while nothing is being read."""
_pager = Pager(key="documents_cursors")


def documents_view() -> None:
    """Show the page: the filters, and a live part within theirs, so that time does not draw them again."""
    st.header(say("documents.title"), anchor=False)
    st.fragment(_filtered)(active=snapshot().is_active)


def _filtered(*, active: bool) -> None:
    states = st.container()
    filters = choose_filters(_pager.first_page)

    def follow() -> bool:
        state = chosen_state()
        listing = list_documents(snapshot(), filters, state, _pager.cursor)
        with states:
            choose_state(listing.counts, _pager.first_page)
        _expiring(listing, state)
        if listing.jobs:
            _table(listing, filters, state)
        else:
            _nothing(state, is_filtered=is_narrowed(filters))
        return snapshot().is_active

    live(follow, active=active, idle_s=_LOOK_S)
    show_toasts()


def _expiring(listing: Listing, state: ReviewState) -> None:
    """Say what is deleted soon, and what keeps it."""
    if not listing.expiring or listing.first_expires_at is None:
        return
    moment = visitor_formats().brief(listing.first_expires_at, now=snapshot().at)
    told = say_count("documents.expiring", listing.expiring, moment=moment)
    advice = "" if state is ReviewState.EXPORTED else f" {say(f'documents.expiring.{state}')}"
    st.markdown(f":orange[:material/timer: {told}]{advice}")


def _nothing(state: ReviewState, *, is_filtered: bool) -> None:
    _pager.first_page()
    with st.container(key="documents_empty", horizontal_alignment="center", gap="small"):
        st.space("small")
        told = say("queue.empty_filtered" if is_filtered else f"documents.empty.{state}")
        st.markdown(f":gray[{told}]", width="content")
        if is_filtered:
            if st.button(say("queue.clear_filters"), on_click=clear_filters):
                st.rerun()  # the filters stand in the part around this one
        elif state is ReviewState.TO_REVIEW:
            st.page_link(page("upload"), label=say("queue.to_upload"), icon=":material/upload_file:")


def _table(listing: Listing, filters: Mapping[str, Any], state: ReviewState) -> None:
    clicked = clicked_row(_TABLE)
    if clicked is not None:
        open_result(clicked)
    ticked = follow_ticks(_TABLE, [job.id for job in listing.jobs])
    _actions(listing, [job.id for job in listing.jobs if job.id in ticked], filters, state)
    st.dataframe(
        listing.table,
        key=_TABLE,
        hide_index=True,
        column_config=column_config(),
        on_select="rerun",
        selection_mode=["multi-row", "single-cell"],
        placeholder="",
        height="content" if len(listing.jobs) <= 12 else 460,
        alt=plain("documents.table"),
    )
    _pager.show(len(listing.jobs), listing.next_cursor)
    chosen = [job.id for job in listing.jobs if job.id in ticked]
    sums_table(sums_of(snapshot(), filters, state, chosen or None), of_selection=bool(chosen))


def _actions(listing: Listing, chosen: list[str], filters: Mapping[str, Any], state: ReviewState) -> None:
    names = {job.id: job.original_filename for job in listing.jobs}
    with st.container(horizontal=True, vertical_alignment="center", key="documents_actions"):
        if state is ReviewState.TO_REVIEW and st.button(
            say("documents.review"), icon=":material/fact_check:", type="primary", help=plain("documents.review_help")
        ):
            open_result(listing.jobs[0].id)
        export_panel(chosen, filters, state)
        actions.delete_menu([(job_id, names[job_id]) for job_id in chosen], key="documents_delete")
        if chosen:
            st.caption(say_count("queue.selected", len(chosen), name=names[chosen[0]]), width="content")
        else:
            st.caption(say("documents.select"), width="content")
