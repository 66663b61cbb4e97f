"""Tells the browser the language of the page, so that readers of the screen pronounce it and nothing offers to translate it.

Upstream: https://github.com/streamlit/streamlit/issues/15726 asks for a setting (open); the page says `lang="en"` for ever.
"""

from __future__ import annotations

import streamlit as st

_SCRIPT = "export default ({data}) => { document.documentElement.lang = data.language; };"
_mount = st.components.v2.component("desk_page_language", js=_SCRIPT, isolate_styles=False)


def tell_language(language: str) -> None:
    """Let the page's `<html lang>` be this language (BCP 47, such as `ro`)."""
    _mount(key="unseen_page_language", data={"language": language})
