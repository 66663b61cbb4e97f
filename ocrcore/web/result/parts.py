"""A file with several documents: parted with one click, and from each part back to the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.desk.splitting import origin_of, parts_of, split
from ocrcore.errors import OcrDeskError
from ocrcore.web.i18n.texts import plain, say, say_count
from ocrcore.web.i18n.wording import error_text
from ocrcore.web.session import current_owner, services
from ocrcore.web.shared.places import result_link
from ocrcore.web.shared.snapshot import forget_snapshot
from ocrcore.web.streamlit_patches.toasts import toast

if TYPE_CHECKING:
    from ocrcore.queue.job import Job
    from ocrcore.web.result.reviewed import Reviewed


def offer_parts(document: Reviewed) -> None:
    """Offer to part a file that holds several documents, or lead to its parts; nothing where it holds one."""
    count = len(document.read.documents)
    if not count:
        return
    with st.container(key="result_parts"):
        shared = services()
        found = shared.call(parts_of, shared.desk, document.job.id, owner=current_owner())
        parts = [job for job in found if job is not None]
        if len(parts) < count:
            st.button(
                say_count("parts.split", count), icon=":material/call_split:", key="parts_split", on_click=_split,
                args=(document.job.id,), help=plain("parts.split_help"),
            )  # fmt: skip
        for job in parts:
            result_link(say("parts.open", name=job.original_filename), job.id)


def link_origin(job: Job) -> None:
    """Lead from a document that was taken from a file back to it, while that is there."""
    shared = services()
    origin = shared.call(origin_of, shared.desk, job.id, owner=current_owner())
    if origin is not None:
        result_link(say("parts.origin", name=origin.original_filename), origin.id)


def _split(job_id: str) -> None:
    shared = services()
    try:
        jobs = shared.call(split, shared.desk, job_id, owner=current_owner())
    except OcrDeskError as error:
        toast(say("done.none", reason=error_text(error)), icon=":material/info:")
        return
    forget_snapshot()
    toast(say_count("parts.done", len(jobs)), icon=":material/call_split:")
