"""The Result page: one document, in whatever state it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.database.job_status import JobStatus
from ocrcore.web.i18n.formats import visitor_formats
from ocrcore.web.i18n.markdown import escape
from ocrcore.web.i18n.texts import plain, say
from ocrcore.web.i18n.wording import failure_text
from ocrcore.web.result.crops.view import crops_view
from ocrcore.web.result.neighbours import neighbours, newest_result
from ocrcore.web.result.reading_view import reading_view
from ocrcore.web.session import current_owner, services
from ocrcore.web.shared import actions
from ocrcore.web.shared.engines import available_engines
from ocrcore.web.shared.job_view import view_job
from ocrcore.web.shared.live import live
from ocrcore.web.shared.places import open_result, page
from ocrcore.web.shared.snapshot import snapshot
from ocrcore.web.shared.story import story

if TYPE_CHECKING:
    from ocrcore.queue.job import Job


def result_view() -> None:
    """Show the document that the address names, or the newest one that has been read."""
    if st.query_params.get("review") == "crops":
        crops_view()
        return
    job_id = st.query_params.get("job") or newest_result()
    if job_id is None:
        _nothing(say("result.none"))
        return
    job = actions.find_job(job_id)
    if job is None:
        _nothing(say("result.missing"))
        return
    st.query_params["job"] = job.id
    _heading(job)
    if job.status is JobStatus.COMPLETED:
        reading_view(job)
    elif job.is_final:
        _ended(job)
    else:
        live(lambda: _follow(job.id), active=True)


def _nothing(told: str) -> None:
    with st.container(horizontal_alignment="center", gap="small", key="result_empty"):
        st.space("medium")
        st.markdown(f":gray[{told}]", width="content")
        st.page_link(page("upload"), label=say("queue.to_upload"), icon=":material/upload_file:")


def _heading(job: Job) -> None:
    newer, older = neighbours(job)
    with st.container(horizontal=True, vertical_alignment="center", key="result_heading", wrap=False):
        st.subheader(escape(job.original_filename), anchor=False, width="stretch")
        _step("newer", newer, ":material/chevron_left:")
        _step("older", older, ":material/chevron_right:")


def _step(name: str, job_id: str | None, icon: str) -> None:
    pressed = st.button("", icon=icon, key=f"result_{name}", help=plain(f"result.{name}"), disabled=job_id is None)
    if pressed and job_id is not None:
        open_result(job_id)


def _follow(job_id: str) -> bool:
    job = actions.find_job(job_id)
    if job is None or job.is_final:
        return False
    shared, now, formats = services(), snapshot(), visitor_formats()
    place = shared.call(shared.desk.jobs.get_queue_position, job.id, owner=current_owner())
    eta = now.eta(job, place)
    view = view_job(job, place=place, eta=eta, has_worker=now.has_worker, formats=formats, now=now.at)
    told = f":{view.colour}[{view.icon} **{escape(view.word)}**]"
    st.markdown(f"{told} · {escape(view.note)}" if view.note else told)
    st.progress(view.progress or 0.0)
    with st.container(horizontal=True):
        st.button(say("queue.cancel"), icon=":material/block:", on_click=actions.cancel, args=([job.id],))
        st.page_link(page("queue"), label=say("result.to_queue"), icon=":material/list_alt:")
    story(job)
    return True


def _ended(job: Job) -> None:
    if job.status is JobStatus.FAILED:
        st.error(escape(failure_text(job) or plain("result.failed_with")), icon=":material/error:")
    else:
        st.info(say("result.cancelled"), icon=":material/block:")
    with st.container(horizontal=True, vertical_alignment="center", key="result_retry"):
        st.button(say("queue.retry"), icon=":material/replay:", on_click=actions.retry, args=([job.id],))
        for engine in available_engines():
            if engine != job.engine:
                st.button(
                    say("queue.retry_label", engine=engine),
                    key=f"retry_{engine}",
                    on_click=actions.retry,
                    args=([job.id], engine),
                )
    story(job)
