"""The language of the pages: what this person has chosen, else what their browser asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st
from babel import Locale, UnknownLocaleError

from ocrcore.web.i18n.catalogue import SOURCE, languages, translations
from ocrcore.web.streamlit_patches.page_runs import pages_are_shown

if TYPE_CHECKING:
    from babel.support import Translations

_CHOSEN = "interface_language"


def choose_language(preferred: str) -> None:
    """Say everything on this person's pages in their preferred language, or in that of their browser where it is empty."""
    st.session_state[_CHOSEN] = preferred if preferred in languages() else of_browser(st.context.locale)


def of_browser(locale: str | None) -> str:
    """Return the language for a browser's locale (`ro-RO`), English where there is none."""
    try:
        language = Locale.parse((locale or SOURCE).replace("-", "_")).language
    except (ValueError, UnknownLocaleError):
        return SOURCE
    return language if language in languages() else SOURCE


def page_language() -> str:
    """Return the language of this person's pages, one of `languages()`; English outside of a page."""
    if not pages_are_shown():
        return SOURCE
    if _CHOSEN not in st.session_state:
        choose_language("")
    language: str = st.session_state[_CHOSEN]
    return language


def page_texts() -> Translations:
    """Return the texts of the language of this person's pages."""
    return translations(page_language())
