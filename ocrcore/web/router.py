"""The script behind every page: it asks who is there, shows the navigation and runs the chosen page."""

from __future__ import annotations

import streamlit as st

from ocrcore.errors import OcrDeskError
from ocrcore.web.i18n.language import choose_language, page_language
from ocrcore.web.i18n.texts import plain, say
from ocrcore.web.i18n.wording import error_text
from ocrcore.web.identity import identity
from ocrcore.web.session import take_over_once
from ocrcore.web.shared.places import all_pages
from ocrcore.web.shared.preferences import my_preferences
from ocrcore.web.shared.status_line import status_line
from ocrcore.web.streamlit_patches.page_language import tell_language
from ocrcore.web.streamlit_patches.page_style import apply_style
from ocrcore.web.streamlit_patches.signed_in import sign_in_is_configured
from ocrcore.web.streamlit_patches.streamlit_words import WORDS, say_streamlit_words
from ocrcore.web.streamlit_patches.toasts import show_toasts
from ocrcore.web.streamlit_patches.work_line import work_line

# Drawn here: a Material icon as the page's icon would be fetched from the network.
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="#1f6f5c" d="M5 1l2 2 2-2 3 2 3-2 2 2 2-2v22l-2-2'
    '-2 2-3-2-3 2-2-2-2 2z"/><path stroke="#fff" stroke-width="2" d="M8 8h8M8 12h8M8 16h5"/></svg>'
)

st.set_page_config(page_title=plain("product"), page_icon=ICON, layout="wide")
apply_style()
work_line()

if sign_in_is_configured() and identity(st.user.to_dict()) is None:
    st.title(say("product"))
    st.write(say("sign_in.unknown" if st.user.is_logged_in else "sign_in.why"))
    st.button(say("sign_in.button"), type="primary", on_click=st.login)
    st.stop()

try:
    if sign_in_is_configured():
        take_over_once()
    choose_language(my_preferences().interface)
except OcrDeskError as error:
    st.error(say("error.page", message=error_text(error)), icon=":material/error:")
    st.stop()

tell_language(page_language())
say_streamlit_words({english: plain(key) for english, key in WORDS.items()})
here = st.navigation(all_pages(), position="top")
try:
    status_line()
    here.run()
except OcrDeskError as error:
    st.error(say("error.page", message=error_text(error)), icon=":material/error:")
show_toasts()
