"""The script behind every page: it asks who is there, shows the navigation and runs the chosen page."""

from __future__ import annotations

import streamlit as st

from ocrcore.errors import OcrDeskError
from ocrcore.web.components.places import all_pages
from ocrcore.web.components.status_line import status_line
from ocrcore.web.components.texts import plain, say
from ocrcore.web.session import sign_in_is_configured

st.set_page_config(page_title=plain("product"), page_icon=":material/receipt_long:", layout="wide")

if sign_in_is_configured() and not st.user.is_logged_in:
    st.title(say("product"))
    st.write(say("sign_in.why"))
    st.button(say("sign_in.button"), type="primary", on_click=st.login)
    st.stop()

here = st.navigation(all_pages(), position="top")
try:
    status_line()
    here.run()
except OcrDeskError as error:
    st.error(say("error.page", message=error.message), icon=":material/error:")
