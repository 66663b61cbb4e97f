"""A page on which each fault can be met, and beside it the same with what mends it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from ocrcore.web.streamlit_patches.last_edit import keep_last_edit
from ocrcore.web.streamlit_patches.toasts import show_toasts, toast

st.set_page_config(layout="wide")
st.caption("small print")
st.file_uploader("files")


@st.fragment(run_every=0.5)
def live() -> None:
    """Draw itself again and again."""
    st.write("live")


def table(name: str) -> None:
    """Show a table and a button, and what the table held when the button was pressed."""
    rounds = st.session_state.setdefault(f"rounds_{name}", 0)
    with st.form(f"form_{name}"):
        edited = st.data_editor(pd.DataFrame({"word": ["old", "old"]}), key=f"table_{name}_{rounds}")
        with st.container(key=f"buttons_{name}"):
            sent = st.form_submit_button("Send", key=f"send_{name}")
    if sent:
        st.session_state[f"held_{name}"] = f"round {rounds + 1} of {name}: {edited['word'][0]}"
        st.session_state[f"rounds_{name}"] = rounds + 1
        st.rerun()
    st.write(st.session_state.get(f"held_{name}", f"round 0 of {name}"))


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
    table(each)
keep_last_edit("buttons_mended")
show_toasts()
