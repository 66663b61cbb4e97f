"""What is said in passing. It is kept until a run has come to its end.

A toast that is shown and followed at once by another run of the page often never appears: it reaches the browser, but is taken off
the page again before it has been drawn.

Upstream: https://github.com/streamlit/streamlit/issues/7740 (closed by https://github.com/streamlit/streamlit/pull/16498, which
does not help where both runs arrive together).
"""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

_KEPT = "toasts"


class _Toast(NamedTuple):
    text: str
    icon: str
    seconds: int


def toast(text: str, *, icon: str, seconds: int = 4) -> None:
    """Keep a line of Markdown for the end of this run, or of the next one where this one is broken off."""
    kept: list[_Toast] = st.session_state.setdefault(_KEPT, [])
    kept.append(_Toast(text, icon, seconds))


def show_toasts() -> None:
    """Show what is kept, each once; for where nothing can break the run off any more."""
    kept: list[_Toast] = st.session_state.get(_KEPT, [])
    while kept:
        text, icon, seconds = kept[0]
        st.toast(text, icon=icon, duration=seconds)
        del kept[0]
