"""Tells whether pages are shown at all: words and numbers are also made by tests and by the API's schemas.

Upstream: https://github.com/streamlit/streamlit/issues/759 asked for it (closed; what there is, `st.runtime.exists`, is not documented).
"""

from __future__ import annotations

import streamlit as st


def pages_are_shown() -> bool:
    """Tell whether this process serves pages, so that a visitor has a session."""
    return bool(st.runtime.exists())
