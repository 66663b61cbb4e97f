"""The strip of crops: every doubtful field beside its enlarged picture, answered with one key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import streamlit as st

from ocrcore.errors import OcrDeskError
from ocrcore.web.i18n.formats import visitor_formats
from ocrcore.web.i18n.texts import plain, say, say_count
from ocrcore.web.i18n.wording import error_text
from ocrcore.web.result.crops.doubtful import doubtful_documents, draft_of
from ocrcore.web.result.form.review import questions, write
from ocrcore.web.result.form.sent import Sent, changes
from ocrcore.web.result.reviewed import reviewed
from ocrcore.web.shared.actions import find_job
from ocrcore.web.shared.component import component
from ocrcore.web.shared.places import open_result
from ocrcore.web.streamlit_patches.toasts import show_toasts, toast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocrcore.web.i18n.formats import Formats

_HERE = Path(__file__).parent
_SCRIPTS = (_HERE.parent / "script" / "elements.js", _HERE / "crops.js")
_STYLES = (_HERE.parent / "form" / "form.css", _HERE / "crops.css")
_mount = component("desk_crops", (*_SCRIPTS, *_STYLES))
_KEY, _BATCH, _OPEN = "review_crops", "crops_batch", "crops_open"
_TEXTS = (
    "all_done", "confirmed", "correct", "empty", "is_corrected", "is_right", "is_skipped", "left", "lost", "nothing", "open",
    "right", "skip",
)  # fmt: skip


def crops_view() -> None:
    """Show the doubtful fields of all documents to review."""
    st.subheader(say("crops.title"), anchor=False)
    st.caption(say("crops.how"))
    batch = st.session_state.get(_BATCH)
    if batch:
        # The page was drawn anew: who comes back finds what is left; who is here sees no change.
        batch["documents"] = [each for each in batch["documents"] if batch["told"].get(each["job"]) is not True]
        for each in batch["documents"]:
            each["draft"] = draft_of(each["job"])
    st.fragment(_strip)()


def _strip() -> None:
    opened = st.session_state.pop(_OPEN, None)
    if opened is not None:
        open_result(opened)
    show_toasts()
    formats = visitor_formats()
    if _BATCH not in st.session_state:
        documents, clean = doubtful_documents(formats)
        st.session_state[_BATCH] = {"batch": uuid4().hex, "documents": documents, "clean": clean, "told": {}}
    batch: dict[str, Any] = st.session_state[_BATCH]

    def answer() -> None:
        message = st.session_state[_KEY].get("act")
        if message and message.get("does") == "open":
            st.session_state[_OPEN] = str(message.get("job"))
        elif message:
            batch["told"] |= {str(message.get("job")): _confirm(message, formats)}

    texts = {name: plain(f"crops.{name}", **({"count": "{count}"} if name == "left" else {})) for name in _TEXTS}
    shown = {name: batch[name] for name in ("batch", "documents", "told")}
    if batch["documents"]:
        _mount(key=_KEY, data=shown | {"texts": texts}, on_act_change=answer)
    else:
        st.markdown(f":gray[{say('crops.none')}]")
    with st.container(horizontal=True, key="crops_after"):
        st.button(say("crops.again"), icon=":material/refresh:", key="crops_again", on_click=_look_again)
        if batch["clean"]:
            st.button(
                say_count("crops.confirm_clean", len(batch["clean"])), icon=":material/done_all:", key="crops_clean",
                on_click=_confirm_clean, args=(tuple(batch["clean"]),), help=plain("crops.confirm_clean_help"),
            )  # fmt: skip


def _look_again() -> None:
    st.session_state.pop(_BATCH, None)


def _confirm(message: Mapping[str, Any], formats: Formats) -> str | bool:
    """Confirm a document with its answers; return True, or why it was not."""
    job, sent = find_job(str(message.get("job"))), Sent.of(message)
    if job is None or job.result_json is None:
        return plain("result.missing")
    document = reviewed(job)
    if document.stamp != sent.token:
        return plain("crops.changed")
    values, problems = changes(document, sent, formats)
    problems = problems if problems.stop else questions(document, sent, values, formats)
    told = [*problems.fields.values(), *problems.warnings]
    if told:
        return f"{' '.join(told)} {plain('crops.open_it')}"
    try:
        write(job, values, looked_at=sent.touched)
    except OcrDeskError as error:
        return error_text(error)
    return True


def _confirm_clean(job_ids: tuple[str, ...]) -> None:
    """Confirm the documents in which nothing is doubtful; those that have become doubtful meanwhile stay."""
    done, formats = 0, visitor_formats()
    for job_id in job_ids:
        job = find_job(job_id)
        if job is not None and job.result_json is not None:
            token = reviewed(job).stamp
            done += _confirm({"job": job_id, "token": token}, formats) is True
    toast(say_count("crops.clean_done", done), icon=":material/verified:")
    _look_again()
