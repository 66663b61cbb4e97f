"""Lets the place to drop files speak the visitor's language, where Streamlit knows English only.

Upstream: https://github.com/streamlit/streamlit/issues/13500 asks for it (open).
"""

from __future__ import annotations

import json

import streamlit as st

_AREA = '[data-testid="stFileUploaderDropzone"]'


def name_drop_area(*, button: str, hint: str) -> None:
    """Put these words into the page's drop area."""
    # A JSON string is a CSS string as well, and `<` is kept from ending the style.
    choose, drop = (json.dumps(words, ensure_ascii=False).replace("<", r"\3c ") for words in (button, hint))
    st.html(
        f"<style>{_AREA} button p {{font-size: 0}} {_AREA} button p::after {{content: {choose}; font-size: .9375rem}} "
        f'[data-testid="stFileUploaderDropzoneInstructions"]::after {{content: {drop}; opacity: .8}}</style>'
    )
