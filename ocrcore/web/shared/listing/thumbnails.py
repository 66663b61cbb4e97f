"""Small pictures of documents for lists; made elsewhere, never decoded here."""

from __future__ import annotations

import streamlit as st

from ocrcore.errors import StorageError
from ocrcore.storage.keys import preview_key
from ocrcore.web.session import services

_SIDE_PX = 40


def thumbnail_address(job_id: str) -> str:
    """Return where the browser fetches a picture, once, so that a live table stays small."""
    return f"/api/v1/jobs/{job_id}/thumbnail"


@st.cache_resource(max_entries=500, ttl=600, show_spinner=False)
def _thumbnail(job_id: str) -> bytes:
    return services().storage.read(preview_key(job_id, 0))


def show_thumbnail(job_id: str) -> None:
    """Show a document's thumbnail, or a sheet of paper where there is none."""
    try:
        picture: bytes | None = _thumbnail(job_id)
    except StorageError:
        picture = None
    with st.container(
        width=_SIDE_PX, height=_SIDE_PX + 12, border=False, key=f"thumb_{job_id}", gap=None, vertical_alignment="center"
    ):
        if picture is None:
            st.markdown(":material/description:")
        else:
            st.image(picture, width="stretch", alt="")
