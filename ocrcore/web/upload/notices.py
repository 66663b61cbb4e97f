"""What is said about files that did not become documents: refused, or known already. Kept for this visit only."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.errors import OcrDeskError
from ocrcore.web.i18n.formats import visitor_formats
from ocrcore.web.i18n.markdown import escape
from ocrcore.web.i18n.texts import plain, say
from ocrcore.web.i18n.wording import error_text
from ocrcore.web.shared import actions
from ocrcore.web.shared.batch import follow
from ocrcore.web.shared.places import open_result
from ocrcore.web.streamlit_patches.toasts import toast
from ocrcore.web.upload.receiving import Duplicate, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

_NOTICES = "upload_notices"


def add_notices(notices: Iterable[Refusal | Duplicate]) -> None:
    """Keep notices until the visitor dismisses them."""
    st.session_state[_NOTICES] = [*_notices(), *notices]


def show_notices(engine: str | None) -> None:
    """Show what is kept, with what can be done about it; `engine` reads a known file again."""
    for number, notice in enumerate(_notices()):
        with st.container(horizontal=True, vertical_alignment="center", key=f"notice_{number}"):
            if isinstance(notice, Refusal):
                _refusal(notice)
            else:
                _duplicate(number, notice, engine)
            _dismiss(number)
    if len(_notices()) > 1:
        st.button(say("upload.clear"), icon=":material/clear_all:", on_click=_forget_all, key="clear_notices")


def _notices() -> list[Refusal | Duplicate]:
    notices: list[Refusal | Duplicate] = st.session_state.get(_NOTICES, [])
    return notices


def _refusal(notice: Refusal) -> None:
    told = f":red[:material/error: {say('upload.refused', reason=error_text(notice.error))}]"
    st.markdown(f"**{escape(notice.name)}**  \n{told}", width="stretch")


def _duplicate(number: int, notice: Duplicate, engine: str | None) -> None:
    key = "upload.duplicate" if notice.job.is_final else "upload.duplicate_waiting"
    moment = visitor_formats().moment(notice.job.created_at, now=datetime.now(UTC))
    told = say(key, name=notice.job.original_filename, moment=moment, engine=notice.job.engine)
    st.markdown(f"**{escape(notice.name)}**  \n:material/content_copy: {told}", width="stretch")
    if st.button(say("upload.open_that"), key=f"open_{number}"):
        open_result(notice.job.id)
    if engine is not None:
        st.button(say("upload.read_again"), key=f"again_{number}", on_click=_read_again, args=(number, notice, engine))


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
    st.session_state[_NOTICES] = [each for place, each in enumerate(_notices()) if place != number]


def _forget_all() -> None:
    st.session_state[_NOTICES] = []


def _read_again(number: int, notice: Duplicate, engine: str) -> None:
    try:
        follow([actions.read_again(notice.job, engine)])
    except OcrDeskError as error:
        toast(say("done.none", reason=error_text(error)), icon=":material/error:")
    else:
        _forget(number)
