"""A document that has been read: the page's picture with its boxes, and beside it fields, text and details."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import streamlit as st

from ocrcore.errors import StorageError
from ocrcore.storage.keys import preview_key
from ocrcore.web.i18n.formats import visitor_formats
from ocrcore.web.i18n.markdown import escape
from ocrcore.web.i18n.texts import plain, plain_count, say
from ocrcore.web.result.details_tab import details_tab
from ocrcore.web.result.form.field_layout import LISTS, SCALARS
from ocrcore.web.result.form.field_lights import focus_field
from ocrcore.web.result.form.fields_tab import fields_tab
from ocrcore.web.result.form.review import take_next
from ocrcore.web.result.picture.page_picture import (
    PICK,
    SURE,
    PlacedField,
    PlacedWord,
    frame_style,
    page_picture,
    words_of,
)
from ocrcore.web.result.picture.page_turning import PAGE_KEY, turn_pages
from ocrcore.web.result.picture.placed_fields import fields_at, marks, placed_fields
from ocrcore.web.result.reviewed import reviewed
from ocrcore.web.result.text_tab import chosen_word, text_tab
from ocrcore.web.session import services
from ocrcore.web.streamlit_patches.toasts import show_toasts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.layout.page import Box, OcrPage
    from ocrcore.pipeline.result import Result
    from ocrcore.queue.job import Job
    from ocrcore.web.result.reviewed import Reviewed

_FRAME = "page_frame"
_FIELDS, _ALL, _DOUBTFUL, _NONE = _BOXES = (
    "result.boxes_fields",
    "result.boxes_all",
    "result.boxes_doubtful",
    "result.boxes_none",
)
_LEGENDS = {_FIELDS: "result.legend_fields", _ALL: "result.legend", _DOUBTFUL: "result.legend"}
_FOLLOWED = "picture_followed"


def reading_view(job: Job) -> None:
    """Show a completed job."""
    formats = visitor_formats()
    pages = plain_count("result.summary.pages", job.pages or 1)
    duration = formats.seconds((job.processing_time_ms or 0) / 1000)
    moment = formats.moment(job.created_at, now=datetime.now(UTC))
    st.caption(say("result.about", engine=job.engine, pages=pages, duration=duration, moment=moment))
    st.fragment(_reading)(job)


def _reading(job: Job) -> None:
    following = take_next()
    if following is not None:
        st.query_params.from_dict({"job": following})
        st.rerun()
    show_toasts()
    document = reviewed(job)
    left, right = st.columns([11, 9], gap="large")
    with left:
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            boxes = _choose_boxes()
            page = _choose_page(document.read)
        words = words_of(page)
        _picture(document, page, boxes, _boxes_of(chosen_word(job, page, words)))
        chosen = _told(document, page, boxes, words)
        turn_pages(document, page)
    with right:
        _tabs(document, page, words)
        _follow(job, chosen)


def _choose_boxes() -> str:
    return st.segmented_control(
        plain("result.boxes"), _BOXES, format_func=plain, default=_FIELDS, required=True, key="result_boxes",
        label_visibility="collapsed", persist_state="session",
    )  # fmt: skip


def _choose_page(result: Result) -> OcrPage:
    if len(result.pages) == 1:
        return result.pages[0]
    number = st.pagination(len(result.pages), key=PAGE_KEY, bind="query-params", max_visible_pages=5)
    return result.pages[min(number, len(result.pages)) - 1]


def _shown(
    document: Reviewed, page: OcrPage, boxes: str, words: Sequence[PlacedWord]
) -> Sequence[PlacedWord] | Sequence[PlacedField]:
    if boxes == _FIELDS:
        return placed_fields(document.fields, page, visitor_formats())
    if boxes == _ALL:
        return words
    return [each for each in words if each.word.confidence < SURE] if boxes == _DOUBTFUL else ()


def _boxes_of(word: PlacedWord | None) -> list[Box]:
    return [] if word is None else [word.word.box]


def _chart_key(job: Job, page: OcrPage, boxes: str) -> str:
    return f"picture_{job.id}_{page.number}_{boxes.rpartition('_')[2]}"


def _picture(document: Reviewed, page: OcrPage, boxes: str, lit: Sequence[Box]) -> None:
    job, formats = document.job, visitor_formats()
    try:
        jpeg = services().storage.read(preview_key(job.id, page.number))
    except StorageError:
        st.info(say("result.no_picture"), icon=":material/image_not_supported:")
        return
    st.html(frame_style(_FRAME, page))
    shown = _shown(document, page, boxes, words_of(page))
    with st.container(key=_FRAME):
        st.altair_chart(
            page_picture(page, jpeg, shown, lit, formats, marks=marks(document.fields, page, formats)),
            key=_chart_key(job, page, boxes),
            on_select="rerun",
            selection_mode=PICK,
            height="stretch",
            theme=None,
            alt=plain("result.picture", page=page.number, name=job.original_filename),
        )
    if not page.lines:
        st.caption(say("result.blank"))
    elif boxes in _LEGENDS:
        st.caption(say(_LEGENDS[boxes]))


def _told(document: Reviewed, page: OcrPage, boxes: str, words: Sequence[PlacedWord]) -> str | None:
    """Say what the clicked box holds, also for those who cannot hover; return the name of its field, if it has one."""
    state: Any = st.session_state.get(_chart_key(document.job, page, boxes))
    points = state["selection"].get(PICK) if state else None
    picked = str(points[0].get("id", "")) if points else ""
    formats = visitor_formats()
    if boxes == _FIELDS:
        found = [each for each in placed_fields(document.fields, page, formats) if each.name == picked]
        parts = []
    elif picked.isdecimal() and int(picked) < len(words):
        word = words[int(picked)].word
        found = fields_at(document.fields, page, word.box, formats)
        parts = [f"**{escape(word.text)}**", escape(formats.percent(word.confidence))]
    else:
        return None
    parts += [f"{escape(each.label)}: **{escape(each.value)}** {escape(each.sure)}" for each in found[:3]]
    if parts:
        st.markdown(" · ".join(parts))
    return found[0].name if found else None


def _follow(job: Job, chosen: str | None) -> None:
    """Bring the cursor to the field whose box was chosen, once for each choice."""
    before = st.session_state.get(_FOLLOWED)
    st.session_state[_FOLLOWED] = (job.id, chosen)
    if chosen is None or before == (job.id, chosen):
        return
    focus_field(chosen, reason=f"{job.id} {chosen}", fields=[*SCALARS, *LISTS], always=True)


def _tabs(document: Reviewed, page: OcrPage, words: Sequence[PlacedWord]) -> None:
    fields, text, details = st.tabs([plain(f"result.tab.{name}") for name in ("fields", "text", "details")])
    with fields:
        fields_tab(document, page)
    with text:
        text_tab(document.job, document.read, page, words)
    with details:
        details_tab(document.job, document.read, document.review)
