"""Documents one below the other, each with its picture, its name and what happens to it; live."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.database.job_status import JobStatus
from ocrcore.web.i18n.formats import visitor_formats
from ocrcore.web.i18n.markdown import escape
from ocrcore.web.i18n.texts import plain, plain_count, say
from ocrcore.web.session import current_owner, services
from ocrcore.web.shared.job_view import JobView, view_job
from ocrcore.web.shared.listing.summary import summarise
from ocrcore.web.shared.listing.thumbnails import show_thumbnail
from ocrcore.web.shared.places import result_link
from ocrcore.web.shared.snapshot import snapshot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.queue.job import Job
    from ocrcore.web.i18n.formats import Formats
    from ocrcore.web.shared.snapshot import Snapshot

_SLOT_PX = 88


def document_rows(jobs: Sequence[Job]) -> None:
    """Show jobs, one row each; a row keeps its height whatever happens to its job."""
    shared, now, formats = services(), snapshot(), visitor_formats()
    waiting = [job.id for job in jobs if job.status is JobStatus.PENDING]
    places = shared.call(shared.desk.jobs.get_queue_positions, waiting, owner=current_owner()) if waiting else {}
    for job in jobs:
        _row(job, places.get(job.id), now, formats)


def _row(job: Job, place: int | None, now: Snapshot, formats: Formats) -> None:
    eta = now.eta(job, place)
    view = view_job(job, place=place, eta=eta, has_worker=now.has_worker, formats=formats, now=now.at)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"row_{job.id}", wrap=False):
        show_thumbnail(job.id)
        with st.container(gap=None, width="stretch"):
            st.markdown(f"**{escape(job.original_filename)}**{_pages(job)}", wrap=False)
            st.markdown(_status(job, view, formats), help=_range_help(view))
        with st.container(width=_SLOT_PX, horizontal_alignment="right", gap=None):
            if view.progress is not None:
                st.progress(view.progress)
            elif job.is_final:
                result_link(say("queue.open"), job.id)


def _range_help(view: JobView) -> str | None:
    return f"{plain('queue.column.range_help')} {view.range_text}" if view.range_text else None


def _pages(job: Job) -> str:
    if not job.pages or job.pages == 1:
        return ""
    return f" :gray[· {plain_count('result.summary.pages', job.pages)}]"


def _status(job: Job, view: JobView, formats: Formats) -> str:
    note = view.note
    if view.status is JobStatus.COMPLETED:
        note = ", ".join(part for part in (summarise(job, formats), note) if part)
    told = f":{view.colour}[{view.icon} {escape(view.word)}]"
    return f"{told} :gray[· {escape(note)}]" if note else told
