"""A document that has been read: the page's picture with its boxes, and beside it fields, text and details."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import streamlit as st

from ocrcore.errors import StorageError
from ocrcore.pipeline.result import Result
from ocrcore.storage.keys import preview_key
from ocrcore.web.components.details_tab import details_tab
from ocrcore.web.components.fields_tab import chosen_boxes, fields_at, fields_tab
from ocrcore.web.components.formats import visitor_formats
from ocrcore.web.components.markdown import escape
from ocrcore.web.components.page_picture import PICK, SURE, PlacedWord, frame_style, page_picture, words_of
from ocrcore.web.components.text_tab import chosen_word, text_tab
from ocrcore.web.components.texts import field_name, plain, plain_count, say
from ocrcore.web.session import services

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.engines.base import Box, OcrPage
    from ocrcore.queue import Job

_FRAME = "page_frame"
_BOXES = ("result.boxes_all", "result.boxes_doubtful", "result.boxes_none")
_LEGEND = "result.legend"


def reading_view(job: Job) -> None:
    """Show a completed job."""
    formats = visitor_formats()
    pages = plain_count("result.summary.pages", job.pages or 1)
    duration = formats.seconds((job.processing_time_ms or 0) / 1000)
    moment = formats.moment(job.created_at, now=datetime.now(UTC))
    st.caption(say("result.about", engine=job.engine, pages=pages, duration=duration, moment=moment))
    st.fragment(_reading)(job, Result.from_json(job.result_json or ""))


def _reading(job: Job, result: Result) -> None:
    left, right = st.columns([11, 9], gap="large")
    with left:
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            shown = _choose_boxes()
            page = _choose_page(result)
        words = words_of(page)
        lit = [*chosen_boxes(job, result, page), *_boxes_of(chosen_word(job, page, words))]
        _picture(job, page, _shown(words, shown), lit)
        _told(job, result, page, words)
    with right:
        _tabs(job, result, page, words)


def _choose_boxes() -> str:
    return st.segmented_control(
        plain("result.boxes"), _BOXES, format_func=plain, default=_BOXES[0], required=True, key="result_boxes",
        label_visibility="collapsed", persist_state="session",
    )  # fmt: skip


def _choose_page(result: Result) -> OcrPage:
    if len(result.pages) == 1:
        return result.pages[0]
    number = st.pagination(len(result.pages), key="page", bind="query-params", max_visible_pages=5)
    return result.pages[min(number, len(result.pages)) - 1]


def _shown(words: Sequence[PlacedWord], boxes: str) -> Sequence[PlacedWord]:
    if boxes == _BOXES[0]:
        return words
    return [each for each in words if each.word.confidence < SURE] if boxes == _BOXES[1] else ()


def _boxes_of(word: PlacedWord | None) -> list[Box]:
    return [] if word is None else [word.word.box]


def _chart_key(job: Job, page: OcrPage) -> str:
    return f"picture_{job.id}_{page.number}"


def _picture(job: Job, page: OcrPage, words: Sequence[PlacedWord], lit: Sequence[Box]) -> None:
    try:
        jpeg = services().storage.read(preview_key(job.id, page.number))
    except StorageError:
        st.info(say("result.no_picture"), icon=":material/image_not_supported:")
        return
    st.html(frame_style(_FRAME, page))
    with st.container(key=_FRAME):
        st.altair_chart(
            page_picture(page, jpeg, words, lit, visitor_formats()),
            key=_chart_key(job, page),
            on_select="rerun",
            selection_mode=PICK,
            height="stretch",
            theme=None,
            alt=plain("result.picture", page=page.number, name=job.original_filename),
        )
    st.caption(say(_LEGEND) if page.lines else say("result.blank"))


def _told(job: Job, result: Result, page: OcrPage, words: Sequence[PlacedWord]) -> None:
    """Say what the clicked box holds, also for those who cannot hover."""
    state: Any = st.session_state.get(_chart_key(job, page))
    points = state["selection"].get(PICK) if state else None
    number = points[0].get("id") if points else None
    if number is None or not 0 <= number < len(words):
        return
    word = words[number].word
    parts = [f"**{escape(word.text)}**", escape(visitor_formats().percent(word.confidence))]
    parts += [escape(field_name(name)) for name in fields_at(result, page, word.box)]
    st.markdown(" · ".join(parts))


def _tabs(job: Job, result: Result, page: OcrPage, words: Sequence[PlacedWord]) -> None:
    has_fields = any(name != "document_type" for name in result.fields)
    names = [plain("result.tab.text"), plain("result.tab.details")]
    tabs = st.tabs([plain("result.tab.fields"), *names] if has_fields else names)
    if has_fields:
        with tabs[0]:
            fields_tab(job, result, page)
    with tabs[-2]:
        text_tab(job, result, page, words)
    with tabs[-1]:
        details_tab(job, result)
