"""The Upload page: a place to drop files, the engine, and what becomes of each file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.web.i18n.formats import visitor_formats
from ocrcore.web.i18n.markdown import escape
from ocrcore.web.i18n.texts import plain, say, say_count
from ocrcore.web.session import current_owner, services
from ocrcore.web.shared.batch import follow
from ocrcore.web.shared.engines import engine_choices, missing_engines_advice
from ocrcore.web.shared.listing.document_rows import document_rows
from ocrcore.web.shared.live import live
from ocrcore.web.shared.places import page
from ocrcore.web.shared.preferences import my_engine
from ocrcore.web.shared.snapshot import snapshot
from ocrcore.web.shared.stalled import stalled
from ocrcore.web.streamlit_patches.toasts import toast
from ocrcore.web.upload.notices import add_notices, show_notices
from ocrcore.web.upload.receiving import receive
from ocrcore.web.upload.sample import sample_receipt
from ocrcore.web.upload.sources import NamedFile, choose_documents, forget_received

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.queue.job import Job
    from ocrcore.web.upload.receiving import Received, ReceivedFile

_ACCEPTED = "upload_accepted"
_FEWEST_ROWS, _MOST_ROWS = 5, 50


def upload_view() -> None:
    """Show the page."""
    st.header(say("upload.title"), anchor=False)
    left, right = st.columns([5, 2], gap="large")
    with right:
        engine = _choose_engine()
    with left:
        files = choose_documents(disabled=engine is None)
        st.caption(_what_is_accepted())
        if files and engine is not None:
            _take(files, engine)
    show_notices(engine)
    jobs = _latest()
    if engine is not None and not jobs:
        _welcome(engine)
    elif jobs:
        st.subheader(say("upload.latest"), anchor=False)
        live(_draw_latest, active=any(not job.is_final for job in jobs))
        if engine is not None and len(jobs) < 3:
            _offer_sample(engine)


def _welcome(engine: str) -> None:
    """Tell a first visitor what to do, with a receipt to try it on."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="welcome"):
        st.image(sample_receipt(), width=96, alt=plain("upload.sample_alt"))
        with st.container(width="stretch", gap="small"):
            st.markdown(say("upload.first"))
            _offer_sample(engine)


def _offer_sample(engine: str) -> None:
    st.button(say("upload.sample"), icon=":material/receipt_long:", on_click=_take_sample, args=(engine,))


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
        captions=[f"{escape(each.phrase)} · {escape(each.time_text(formats))}" for each in choices],
        key="upload_engine",
        persist_state="session",
    )


def _what_is_accepted() -> str:
    settings, formats = services().settings, visitor_formats()
    return say(
        "upload.accepted",
        kinds=plain("upload.kinds"),
        size=formats.figure(settings.max_upload_mb),
        pages=formats.number(settings.max_pages),
    )


def _take(files: Sequence[ReceivedFile], engine: str) -> None:
    bar = st.progress(0.0, text=say("upload.checking"))
    count = len(files)

    def on_file(number: int, name: str) -> None:
        bar.progress(number / count, text=say("upload.storing", number=number + 1, count=count, name=name))

    _remember(receive(files, engine, on_file))
    forget_received()
    st.rerun()


def _take_sample(engine: str) -> None:
    sample = NamedFile(name=plain("upload.sample_name"), content=sample_receipt())
    _remember(receive([sample], engine, lambda _number, _name: None))


def _remember(received: Received) -> None:
    add_notices(received.notices)
    follow(received.accepted)
    st.session_state[_ACCEPTED] = len(received.accepted)
    if received.accepted:
        toast(say_count("upload.accepted_count", len(received.accepted)), icon=":material/check:")


def _latest() -> tuple[Job, ...]:
    shared = services()
    limit = min(_MOST_ROWS, max(_FEWEST_ROWS, st.session_state.get(_ACCEPTED, 0)))
    return shared.call(shared.desk.jobs.list_jobs, owner=current_owner(), limit=limit).jobs


def _draw_latest() -> bool:
    jobs, now = _latest(), snapshot()
    if now.is_active and not now.has_worker:
        st.warning(stalled(now), icon=":material/warning:")
    document_rows(jobs)
    st.page_link(page("queue"), label=say("upload.all"), icon="")
    return any(not job.is_final for job in jobs)
