"""The Upload page: a place to drop files, the engine, and what becomes of each file."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.errors import OcrDeskError
from ocrcore.queue import JobStatus
from ocrcore.web.components import actions
from ocrcore.web.components.document_rows import document_rows
from ocrcore.web.components.engines import engine_choices, missing_engines_advice
from ocrcore.web.components.formats import visitor_formats
from ocrcore.web.components.live import live
from ocrcore.web.components.markdown import escape
from ocrcore.web.components.places import open_result, page
from ocrcore.web.components.receiving import Duplicate, Received, Refusal, receive
from ocrcore.web.components.sample import sample_receipt
from ocrcore.web.components.snapshot import snapshot
from ocrcore.web.components.texts import plain, say, say_count
from ocrcore.web.components.wishes import my_engine
from ocrcore.web.session import current_user, services

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.queue import Job
    from ocrcore.web.components.receiving import ReceivedFile

_NOTICES = "upload_notices"
_ROUND = "upload_round"
_ACCEPTED = "upload_accepted"
_BATCH = "upload_batch"
_FEWEST_ROWS, _MOST_ROWS = 10, 50


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sample:
    name: str

    def getvalue(self) -> bytes:
        return sample_receipt()


def upload_view() -> None:
    """Show the page."""
    st.header(say("upload.title"), anchor=False)
    left, right = st.columns([5, 2], gap="large")
    with right:
        engine = _choose_engine()
    with left:
        files = st.file_uploader(
            plain("upload.drop"),
            accept_multiple_files=True,
            key=f"files_{st.session_state.get(_ROUND, 0)}",
            max_upload_size=math.ceil(services().settings.max_upload_mb),
            disabled=engine is None,
        )
        st.caption(_what_is_accepted())
        if files and engine is not None:
            _take(files, engine)
    _show_notices(engine)
    jobs = _latest()
    if jobs:
        st.subheader(say("upload.latest"), anchor=False)
        live(_draw_latest, active=any(not job.is_final for job in jobs))
    else:
        st.markdown(say("upload.first"))
    if engine is not None and len(jobs) < 3:
        sample = _Sample(name=plain("upload.sample_name"))
        st.button(say("upload.sample"), icon=":material/receipt_long:", on_click=_take_sample, args=(sample, engine))


def _choose_engine() -> str | None:
    choices = engine_choices()
    if not choices:
        st.error(say("upload.no_engine", install=missing_engines_advice()), icon=":material/error:")
        return None
    formats = visitor_formats()
    labels = {each.name: each for each in choices}
    return st.radio(
        plain("upload.engine"),
        list(labels),
        index=list(labels).index(my_engine() or choices[0].name),
        format_func=escape,
        captions=[f"{escape(each.label)} · {escape(each.time_text(formats))}" for each in choices],
        key="upload_engine",
        persist_state="session",
    )


def _what_is_accepted() -> str:
    settings, formats = services().settings, visitor_formats()
    return say(
        "upload.accepted",
        kinds=plain("upload.kinds"),
        size=formats.number(settings.max_upload_mb),
        pages=formats.number(settings.max_pages),
    )


def _take(files: Sequence[ReceivedFile], engine: str) -> None:
    bar = st.progress(0.0)
    count = len(files)

    def on_file(number: int, name: str) -> None:
        bar.progress(number / count, text=say("upload.storing", number=number + 1, count=count, name=name))

    _remember(receive(files, engine, on_file))
    # A new key empties the uploader, and with it the server's memory.
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.rerun()


def _take_sample(sample: _Sample, engine: str) -> None:
    _remember(receive([sample], engine, lambda _number, _name: None))


def _remember(received: Received) -> None:
    st.session_state[_NOTICES] = [*st.session_state.get(_NOTICES, []), *received.notices]
    st.session_state[_ACCEPTED] = len(received.accepted)
    st.session_state[_BATCH] = {*st.session_state.get(_BATCH, ()), *(job.id for job in received.accepted)}
    if received.accepted:
        st.toast(say_count("upload.accepted_count", len(received.accepted)), icon=":material/check:")


def _latest() -> tuple[Job, ...]:
    desk = services()
    limit = min(_MOST_ROWS, max(_FEWEST_ROWS, st.session_state.get(_ACCEPTED, 0)))
    return desk.call(desk.queue.list_jobs, owner=current_user(), limit=limit).jobs


def _draw_latest() -> bool:
    jobs, now = _latest(), snapshot()
    if now.is_active and not now.has_worker:
        st.warning(say("queue.stalled"), icon=":material/warning:")
    document_rows(jobs)
    _tell_of_the_batch(jobs)
    st.page_link(page("queue"), label=say("upload.all"), icon="")
    return any(not job.is_final for job in jobs)


def _tell_of_the_batch(jobs: Sequence[Job]) -> None:
    """Say once when all that was handed in here is done."""
    batch = [job for job in jobs if job.id in st.session_state.get(_BATCH, ())]
    if batch and all(job.is_final for job in batch):
        read = sum(job.status is JobStatus.COMPLETED for job in batch)
        st.session_state[_BATCH] = set()
        told = say_count("upload.batch_done", len(batch), read=read, failed=len(batch) - read)
        st.toast(told, icon=":material/check_circle:", duration="long")


def _show_notices(engine: str | None) -> None:
    for number, notice in enumerate(st.session_state.get(_NOTICES, [])):
        if isinstance(notice, Refusal):
            _show_refusal(number, notice)
        else:
            _show_duplicate(number, notice, engine)


def _show_refusal(number: int, notice: Refusal) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"notice_{number}"):
        told = f":red[:material/error: {say('upload.refused', reason=notice.reason)}]"
        st.markdown(f"**{escape(notice.name)}**  \n{told}", width="stretch")
        _dismiss(number)


def _show_duplicate(number: int, notice: Duplicate, engine: str | None) -> None:
    formats = visitor_formats()
    key = "upload.duplicate" if notice.job.is_final else "upload.duplicate_waiting"
    moment = formats.moment(notice.job.created_at, now=datetime.now(UTC))
    told = say(key, name=notice.job.original_filename, moment=moment, engine=notice.job.engine)
    with st.container(horizontal=True, vertical_alignment="center", key=f"notice_{number}"):
        st.markdown(f"**{escape(notice.name)}**  \n:material/content_copy: {told}", width="stretch")
        if st.button(say("upload.open_that"), key=f"open_{number}"):
            open_result(notice.job.id)
        if engine is not None:
            st.button(
                say("upload.read_again"), key=f"again_{number}", on_click=_read_again, args=(number, notice, engine)
            )
        _dismiss(number)


def _dismiss(number: int) -> None:
    st.button(
        "",
        icon=":material/close:",
        type="tertiary",
        key=f"dismiss_{number}",
        help=plain("upload.dismiss"),
        on_click=_forget,
        args=(number,),
    )


def _forget(number: int) -> None:
    notices = list(st.session_state[_NOTICES])
    del notices[number]
    st.session_state[_NOTICES] = notices


def _read_again(number: int, notice: Duplicate, engine: str) -> None:
    try:
        actions.read_again(notice.job, engine)
    except OcrDeskError as error:
        st.toast(say("done.none", reason=error.message), icon=":material/error:")
    else:
        _forget(number)
