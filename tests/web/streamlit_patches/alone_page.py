"""A page on which each fault can be met, and beside it the same with what mends it."""

from __future__ import annotations

import streamlit as st

from ocrcore.web.streamlit_patches.toasts import show_toasts, toast

st.set_page_config(layout="wide")
st.caption("small print")
st.file_uploader("files")


@st.fragment(run_every=0.5)
def live() -> None:
    """Draw itself again and again."""
    st.write("live")


def said(name: str) -> None:
    """Show a button that says something in passing and lets the page run again at once."""
    count = st.session_state.get(f"said_{name}", 0)
    if st.button(f"Say {name}"):
        st.session_state[f"said_{name}"] = count + 1
        if name == "mended":
            toast(f"{name} {count + 1}", icon=":material/check:", seconds=1)
        else:
            st.toast(f"{name} {count + 1}", duration=1)
        st.rerun()
    st.write(f"{name} said {count} times")


live()
for each in ("alone", "mended"):
    said(each)
show_toasts()
