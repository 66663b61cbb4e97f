"""A document that has been read: its pages' picture, and beside it fields, text and details."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.web.i18n.formats import visitor_formats
from ocrcore.web.i18n.texts import plain, plain_count, say
from ocrcore.web.result.details_tab import details_tab
from ocrcore.web.result.form.fields_tab import fields_tab
from ocrcore.web.result.form.review import take_next
from ocrcore.web.result.picture.picture import picture
from ocrcore.web.result.reviewed import reviewed
from ocrcore.web.result.text_tab import chosen_word, text_tab
from ocrcore.web.result.words import words_of
from ocrcore.web.shared.places import crops_link
from ocrcore.web.streamlit_patches.toasts import show_toasts

if TYPE_CHECKING:
    from ocrcore.layout.page import OcrPage
    from ocrcore.pipeline.result import Result
    from ocrcore.queue.job import Job

_PAGE = "page"
# The picture stays in sight while what stands beside it scrolls: beside the form, and on a phone as a strip above it.
_STYLE = """<style>
.st-key-reading {display: grid; grid-template-columns: minmax(0, 11fr) minmax(0, 9fr); gap: 2rem; align-items: start}
.st-key-reading > * {width: auto; min-width: 0}
.st-key-reading > :has(> .st-key-picture_side) {position: sticky; top: 4.25rem; z-index: 5}
@media (max-width: 640px) {.st-key-reading {grid-template-columns: minmax(0, 1fr); gap: .75rem}
  .st-key-reading > :has(> .st-key-picture_side) {top: 3.6rem}}
</style>"""


def reading_view(job: Job) -> None:
    """Show a completed job."""
    formats = visitor_formats()
    pages = plain_count("result.summary.pages", job.pages or 1)
    duration = formats.seconds((job.processing_time_ms or 0) / 1000)
    moment = formats.moment(job.created_at, now=datetime.now(UTC))
    with st.container(horizontal=True, vertical_alignment="center", key="result_about"):
        st.caption(
            say("result.about", engine=job.engine, pages=pages, duration=duration, moment=moment), width="content"
        )
        crops_link()
    st.fragment(_reading)(job)


def _reading(job: Job) -> None:
    following = take_next()
    if following is not None:
        st.query_params.from_dict({"job": following})
        st.rerun()
    show_toasts()
    document = reviewed(job)
    st.html(_STYLE)
    with st.container(horizontal=True, key="reading"):
        left, right = st.container(key="picture_side"), st.container(key="fields_side")
    with right:
        fields, text, details = st.tabs([plain(f"result.tab.{name}") for name in ("fields", "text", "details")])
        with fields:
            fields_tab(document)
        with text:
            page = _choose_page(document.read)
            words = words_of(page)
            text_tab(job, document.read, page, words)
        with details:
            details_tab(job, document.read, document.review)
    with left:
        picture(document, page.number, chosen_word(job, page, words), visitor_formats())
        if not page.lines:
            st.caption(say("result.blank"))


def _choose_page(result: Result) -> OcrPage:
    if len(result.pages) == 1:
        return result.pages[0]
    number = st.pagination(len(result.pages), key=_PAGE, bind="query-params", max_visible_pages=5)
    return result.pages[min(number, len(result.pages)) - 1]
