"""The part of the Settings page where a person deletes everything that is theirs."""

from __future__ import annotations

import streamlit as st

from ocrcore.web.i18n.texts import say
from ocrcore.web.shared.actions import delete_all


def delete_all_part() -> None:
    """Offer it, and ask once more."""
    st.subheader(say("settings.documents"), anchor=False)
    st.caption(say("settings.delete_all_help"))
    with st.popover(say("settings.delete_all"), icon=":material/delete:"):
        st.write(say("settings.delete_all_sure"))
        st.button(say("settings.delete_all_yes"), type="primary", key="delete_all", on_click=delete_all)
