"""A test that fails here tells that `page_language` may go: Streamlit then lets a page say its language itself."""

from __future__ import annotations

from inspect import signature
from pathlib import Path

import streamlit as st


def test_streamlit_calls_every_page_english() -> None:
    page = Path(st.__file__).parent / "static" / "index.html"
    assert '<html lang="en">' in page.read_text(encoding="utf-8")
    known = {"page_title", "page_icon", "layout", "initial_sidebar_state", "menu_items"}
    assert set(signature(st.set_page_config).parameters) == known
