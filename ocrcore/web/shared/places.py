"""The pages: where their scripts lie, what they are called, how one is reached from another."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import streamlit as st

from ocrcore.web.i18n.texts import plain, say

PAGES_FOLDER = Path(__file__).resolve().parents[3] / "pages"
_ICONS = {
    "upload": ":material/upload_file:",
    "queue": ":material/list_alt:",
    "documents": ":material/folder_open:",
    "result": ":material/fact_check:",
    "metrics": ":material/monitoring:",
    "settings": ":material/settings:",
}


def page(name: str) -> st.Page:
    """Return the page `upload` (the first one), `queue`, `documents`, `result`, `metrics` or `settings`."""
    return st.Page(
        PAGES_FOLDER / f"{name}.py",
        title=plain(f"nav.{name}"),
        icon=_ICONS[name],
        url_path=name,
        default=name == "upload",
    )


def all_pages() -> list[st.Page]:
    """Return every page in the order of the navigation."""
    return [page(name) for name in _ICONS]


def open_result(job_id: str) -> NoReturn:
    """Go to a document's result."""
    st.switch_page(page("result"), query_params={"job": job_id})


def crops_link() -> None:
    """Show a link to the review by crops, of all documents to review."""
    st.page_link(page("result"), label=say("crops.link"), icon=":material/crop_free:", query_params={"review": "crops"})


def result_link(label: str, job_id: str, *, help_text: str | None = None) -> None:
    """Show a link to a document's result; the label is Markdown."""
    st.page_link(
        page("result"),
        label=label,
        icon=":material/arrow_forward:",
        icon_position="right",
        query_params={"job": job_id},
        help=help_text,
    )
