"""What an accountant books, in a form beside the picture: what was checked, every field to be corrected, and confirmed."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.web.i18n.formats import visitor_formats
from ocrcore.web.i18n.texts import plain, plain_count, say
from ocrcore.web.result.form.checks_line import checks_line
from ocrcore.web.result.form.form_data import form_data
from ocrcore.web.result.form.learnt import learnt_line, same_document_line
from ocrcore.web.result.form.review import act, last_confirmed, problems_of, read_again, reopen
from ocrcore.web.result.form.sent import Sent
from ocrcore.web.result.parts import offer_parts
from ocrcore.web.session import current_owner, services
from ocrcore.web.shared.component import component
from ocrcore.web.shared.engines import available_engines
from ocrcore.web.shared.exports import export_menu

if TYPE_CHECKING:
    from ocrcore.web.i18n.formats import Formats
    from ocrcore.web.result.reviewed import Reviewed

FORM = "correction_form"
"""Key of the form."""
_HERE = Path(__file__).parent
_FILES = (
    _HERE.parent / "script" / "elements.js",
    *(_HERE / f"{name}.js" for name in ("draft", "table", "bar", "form")),
)
_mount = component("desk_form", (*_FILES, _HERE / "form.css"))
_ROUND = "form_round"


def fields_tab(document: Reviewed) -> None:
    """Show the checks and the form of a document."""
    formats = visitor_formats()
    _standing(document, formats)
    same_document_line(document, formats)
    learnt_line(document)
    checks_line(document.result)
    offer_parts(document)

    def answer() -> None:
        message = st.session_state[FORM].get("act")
        if message:
            st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
            act(document, Sent.of(message), formats)

    now = {
        "round": st.session_state.get(_ROUND, 0),
        "problems": asdict(problems_of(document)),
        "left": _left(),
        "undo": _undo(),
        "draft": services().call(services().desk.reviews.draft, document.job.id, owner=current_owner()),
    }
    _mount(key=FORM, data=form_data(document, formats) | now, on_act_change=answer)
    with st.container(horizontal=True, key="result_more"):
        export_menu([document.job])
        _read_again(document)


def _read_again(document: Reviewed) -> None:
    others = [engine for engine in available_engines() if engine != document.job.engine]
    if not others:
        return
    with st.popover(say("fields.again"), icon=":material/replay:", key="result_again"):
        for engine in others:
            st.button(
                engine, type="tertiary", key=f"result_again_{engine}", on_click=read_again, args=(document, engine)
            )
        st.markdown(f":gray[{say('fields.again_help')}]")


def _left() -> str:
    shared = services()
    left = shared.call(shared.desk.reviews.count_unconfirmed, owner=current_owner())
    return plain_count("fields.left", left) if left else plain("fields.none_left")


def _undo() -> str | None:
    last = last_confirmed()
    return plain("fields.undo_help", name=last[1]) if last else None


def _standing(document: Reviewed, formats: Formats) -> None:
    """Say whether somebody has confirmed the document."""
    review = document.review
    if review.confirmed_at is None:
        return
    moment = formats.moment(review.confirmed_at, now=datetime.now(UTC))
    with st.container(horizontal=True, vertical_alignment="center", key="fields_confirmed"):
        told = (
            say("fields.confirmed_by", by=review.confirmed_by, moment=moment)
            if review.confirmed_by
            else say("fields.confirmed", moment=moment)
        )
        st.markdown(f":green[:material/verified:] **{told}**", width="content")
        st.button(
            say("fields.reopen"), type="tertiary", icon=":material/lock_open:", key="fields_reopen", on_click=reopen,
            args=(document.job.id,), help=plain("fields.reopen_help"),
        )  # fmt: skip
