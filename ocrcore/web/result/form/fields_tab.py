"""What an accountant books, in a form beside the picture: what was checked, every field to be corrected, and confirmed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.web.i18n.formats import visitor_formats
from ocrcore.web.i18n.markdown import escape
from ocrcore.web.i18n.texts import plain, say, say_count
from ocrcore.web.result.form.checks_line import checks_line, failed_codes
from ocrcore.web.result.form.doubts import Level, doubt
from ocrcore.web.result.form.field_layout import HEAD, LISTS, MORE, SCALARS, TOTALS, rows_of
from ocrcore.web.result.form.field_lights import BUTTONS, FORM, doubt_style, focus_field, light_style
from ocrcore.web.result.form.fields_form import draw_lists, draw_rows
from ocrcore.web.result.form.learnt import learnt_line, same_document_line
from ocrcore.web.result.form.review import Draft, confirm, draft_of, errors_of, open_draft, reopen, restore, save
from ocrcore.web.result.parts import offer_parts
from ocrcore.web.result.picture.placed_fields import rows_on
from ocrcore.web.session import current_owner, services
from ocrcore.web.shared.exports import export_menu
from ocrcore.web.streamlit_patches.last_edit import keep_last_edit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocrcore.layout.page import OcrPage
    from ocrcore.web.i18n.formats import Formats
    from ocrcore.web.result.form.doubts import Doubt
    from ocrcore.web.result.reviewed import Reviewed


def fields_tab(document: Reviewed, page: OcrPage) -> None:
    """Show the checks and the form of a document, beside the picture of one of its pages."""
    formats = visitor_formats()
    draft = draft_of(document, formats)
    open_draft(draft)
    _standing(document, formats)
    same_document_line(draft)
    learnt_line(draft)
    checks_line(document.result, formats)
    offer_parts(document)
    doubts = _doubts(document, formats)
    light_style([*SCALARS, *LISTS], rows_on(document.fields, page))
    keep_last_edit(BUTTONS)
    doubt_style(doubts, _shares(document, formats))
    with st.container(key=FORM), st.form("fields_form", border=False):
        _form(draft, doubts)
    first = next((name for name in SCALARS if doubts[name].level in {Level.LOOK, Level.DOUBTFUL}), "vendor_name")
    hidden = {name for row in MORE for name, _ in row}
    focus_field("vendor_name" if first in hidden else first, reason=draft.token, fields=SCALARS)
    export_menu([document.job])


def _form(draft: Draft, doubts: Mapping[str, Doubt]) -> None:
    draw_rows(HEAD, draft, doubts)
    draw_rows(TOTALS, draft, doubts)
    draw_lists(draft, [name for name in LISTS if rows_of(draft.document.fields, name)])
    absent = [name for name in LISTS if not rows_of(draft.document.fields, name)]
    with st.expander(plain("fields.more"), icon=":material/add_notes:"):
        draw_rows(MORE, draft, doubts)
        draw_lists(draft, absent)
    _told(draft)
    with st.container(horizontal=True, vertical_alignment="center", key=BUTTONS):
        st.form_submit_button(
            say("fields.confirm"), type="primary", icon=":material/done_all:", key="fields_confirm",
            on_click=confirm, args=(draft,), help=plain("fields.confirm_help"),
        )  # fmt: skip
        st.form_submit_button(
            say("fields.save"), icon=":material/save:", key="fields_save", on_click=save, args=(draft,),
            help=plain("fields.save_help"),
        )  # fmt: skip
        if draft.document.review.corrections:
            st.form_submit_button(
                say("fields.restore"), icon=":material/undo:", key="fields_restore", on_click=restore, args=(draft,),
                help=plain("fields.restore_help"),
            )  # fmt: skip
    shared = services()
    left = shared.call(shared.desk.reviews.count_unconfirmed, owner=current_owner())
    st.caption(f"{say('fields.keys')} {say_count('fields.left', left) if left else say('fields.none_left')}")


def _told(draft: Draft) -> None:
    """Say why the form was not taken, or what to look at before it is."""
    problems = errors_of(draft)
    for sentence in problems.general:
        st.markdown(f":red[:material/error:] {escape(sentence)}")
    if problems.warnings:
        sentences = " ".join(escape(sentence) for sentence in problems.warnings)
        st.markdown(f":orange[:material/warning:] {sentences} {say('fields.confirm_anyway')}")


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


def _doubts(document: Reviewed, formats: Formats) -> dict[str, Doubt]:
    failed = failed_codes(document.result)
    return {name: doubt(name, document.scalar(name), failed, formats) for name in SCALARS}


def _shares(document: Reviewed, formats: Formats) -> dict[str, str]:
    found = {name: document.scalar(name) for name in SCALARS}
    return {
        name: " · ".join(
            [*([str(each["printed"])] if each.get("printed") else []), formats.percent(float(each["confidence"]))]
        )
        for name, each in found.items()
        if each and "confidence" in each and not each.get("corrected")
    }
