"""What was read on a page, as text: to look through, to copy, to download."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from ocrcore.web.i18n.formats import visitor_formats
from ocrcore.web.i18n.texts import plain, say, say_count
from ocrcore.web.result.words import SURE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.layout.page import OcrPage
    from ocrcore.pipeline.result import Result
    from ocrcore.queue.job import Job
    from ocrcore.web.result.words import PlacedWord

_TALLEST_TEXT_PX = 560
_LINE_PX = 24


def text_tab(job: Job, result: Result, page: OcrPage, words: Sequence[PlacedWord]) -> None:
    """Show a page's text, the words to look at again, and the downloads of the whole document."""
    if page.lines:
        is_tall = len(page.lines) * _LINE_PX > _TALLEST_TEXT_PX
        st.code(page.text, language=None, wrap_lines=True, height=_TALLEST_TEXT_PX if is_tall else "content")
    else:
        st.markdown(f":gray[{say('result.blank')}]")
    _downloads(job, result)
    _doubtful(job, page, words)


def chosen_word(job: Job, page: OcrPage, words: Sequence[PlacedWord]) -> PlacedWord | None:
    """Return the doubtful word that is chosen in the table, if any."""
    state: Any = st.session_state.get(_table_key(job, page))
    rows = state["selection"]["rows"] if state else []
    doubtful = _to_look_at(words)
    return doubtful[rows[0]] if rows and rows[0] < len(doubtful) else None


def _table_key(job: Job, page: OcrPage) -> str:
    return f"doubtful_{job.id}_{page.number}"


def _to_look_at(words: Sequence[PlacedWord]) -> list[PlacedWord]:
    return sorted((each for each in words if each.word.confidence < SURE), key=lambda each: each.word.confidence)


def _downloads(job: Job, result: Result) -> None:
    stem = PurePath(job.original_filename).stem or "document"
    with st.container(horizontal=True, key="downloads"):
        st.download_button(
            say("result.download_text"), result.text, f"{stem}.txt", "text/plain", icon=":material/download:",
            on_click="ignore", key="download_text",
        )  # fmt: skip
        st.download_button(
            say("result.download_json"), result.to_json(), f"{stem}.json", "application/json",
            icon=":material/download:", on_click="ignore", key="download_json",
        )  # fmt: skip


def _doubtful(job: Job, page: OcrPage, words: Sequence[PlacedWord]) -> None:
    doubtful = _to_look_at(words)
    if not doubtful:
        if words:
            st.caption(f":material/check: {say('result.no_doubtful')}")
        return
    st.markdown(f"**{say_count('result.doubtful_words', len(doubtful))}**", help=plain("result.doubtful_words_help"))
    formats = visitor_formats()
    rows = [
        {
            "word": each.word.text,
            "confidence": formats.percent(each.word.confidence),
            "line": page.lines[each.line].text,
        }
        for each in doubtful
    ]
    column = st.column_config
    st.dataframe(
        pd.DataFrame(rows),
        key=_table_key(job, page),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        height="content" if len(rows) <= 6 else 250,
        column_config={
            "word": column.TextColumn(plain("result.word")),
            "confidence": column.TextColumn(plain("result.confidence"), alignment="right", width=70),
            "line": column.TextColumn(plain("result.line")),
        },
    )
