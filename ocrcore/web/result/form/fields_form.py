"""The form's fields: each with what is to be said of it below, lists as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.web.i18n.markdown import escape
from ocrcore.web.i18n.texts import field_name, plain, say
from ocrcore.web.result.form.doubts import Level, derived_members
from ocrcore.web.result.form.entered import MAX_CHARACTERS
from ocrcore.web.result.form.field_layout import DOCUMENT_TYPES
from ocrcore.web.result.form.field_lights import element_key
from ocrcore.web.result.form.list_editor import list_editor
from ocrcore.web.result.form.review import errors_of, list_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ocrcore.web.result.form.doubts import Doubt
    from ocrcore.web.result.form.review import Draft

_MARKS = {
    Level.DOUBTFUL: ":red[:material/priority_high:]",
    Level.LOOK: ":orange[:material/visibility:]",
    Level.NOTED: ":material/edit:",
    Level.EXPLAINED: ":material/info:",
}


def draw_rows(rows: Iterable[Sequence[tuple[str, int]]], draft: Draft, doubts: Mapping[str, Doubt]) -> None:
    """Show rows of fields, each field with its share of the width."""
    errors = errors_of(draft).fields
    for row in rows:
        places = st.columns([share for _, share in row], gap="small")
        for (name, _), place in zip(row, places, strict=True):
            with place.container(gap="xxsmall"):
                _field(name, doubts[name], errors.get(name), draft)


def _field(name: str, doubt: Doubt, error: str | None, draft: Draft) -> None:
    key = element_key(name)
    if name == "document_type":
        current = st.session_state.get(key)
        choices = [*DOCUMENT_TYPES, *([current] if current and current not in DOCUMENT_TYPES else [])]
        st.selectbox(
            field_name(name), choices, index=None, key=key, placeholder="",
            format_func=lambda kind: plain(f"document_type.{kind}") if kind in DOCUMENT_TYPES else kind,
        )  # fmt: skip
    else:
        st.text_input(field_name(name), key=key, max_chars=MAX_CHARACTERS, autocomplete="off")
    if error is not None:
        st.caption(f":red[:material/error: {escape(error)}]")
    elif doubt.reason:
        page = (draft.document.scalar(name) or {}).get("page")
        more = f" {say('doubt.page', page=page)}" if page and len(draft.document.read.pages) > 1 else ""
        st.caption(f"{_MARKS[doubt.level]} {escape(doubt.reason)}{more}")


def draw_lists(draft: Draft, names: Iterable[str]) -> None:
    """Show lists as tables."""
    for name in names:
        with st.container(key=element_key(name), gap="xxsmall"):
            st.markdown(f"**{say(f'fields.{name}')}**")
            rows = draft.document.rows(name)
            list_editor(name, rows, draft.formats, key=list_key(draft, name))
            for told in derived_members(rows, draft.formats):
                st.caption(f"{_MARKS[Level.EXPLAINED]} {escape(told)}")
            for sentence in errors_of(draft).rows.get(name, ()):
                st.caption(f":red[:material/error: {escape(sentence)}]")
