"""Where documents come from: chosen or dropped files, a whole folder, or a phone's camera."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import streamlit as st

from ocrcore.web.i18n.formats import visitor_formats
from ocrcore.web.i18n.texts import plain, say
from ocrcore.web.session import services
from ocrcore.web.streamlit_patches.drop_area import name_drop_area

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.web.upload.receiving import ReceivedFile

_ROUND = "upload_round"
_ICONS = {"files": "file_open", "folder": "folder_open", "camera": "photo_camera"}
_LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


class Source(StrEnum):
    """How a person hands documents in."""

    FILES = "files"
    FOLDER = "folder"
    CAMERA = "camera"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFile:
    """Bytes under a name of our own."""

    name: str
    content: bytes

    def getvalue(self) -> bytes:
        """Return the content."""
        return self.content


def choose_documents(*, disabled: bool) -> Sequence[ReceivedFile]:
    """Show the ways to hand documents in, and return what has just come; empty when nothing has."""
    source = st.segmented_control(
        plain("upload.from"),
        list(Source),
        default=Source.FILES,
        required=True,
        format_func=lambda each: f":material/{_ICONS[each]}: {say(f'upload.from.{each}')}",
        key="upload_from",
        persist_state="session",
        label_visibility="collapsed",
    )
    if source is Source.CAMERA:
        return _photograph(disabled=disabled)
    name_drop_area(button=plain(f"upload.choose.{source}"), hint=plain(f"upload.drop.{source}"))
    files = st.file_uploader(
        plain(f"upload.drop.{source}"),
        accept_multiple_files="directory" if source is Source.FOLDER else True,
        key=f"{source}_{_round()}",
        max_upload_size=math.ceil(services().settings.max_upload_mb),
        disabled=disabled,
        label_visibility="collapsed",
    )
    return [file for file in files if not _is_clutter(file.name)]


def forget_received() -> None:
    """Empty the places for documents, and with them the server's memory of what came."""
    st.session_state[_ROUND] = _round() + 1


def _round() -> int:
    number: int = st.session_state.get(_ROUND, 0)
    return number


def _photograph(*, disabled: bool) -> Sequence[ReceivedFile]:
    if not _camera_is_allowed():
        st.info(say("upload.camera_needs_https"), icon=":material/lock:")
        return []
    photo = st.camera_input(
        plain("upload.from.camera"),
        key=f"camera_{_round()}",
        resolution="1080p",
        disabled=disabled,
        label_visibility="collapsed",
    )
    if photo is None:
        return []
    taken = datetime.now(visitor_formats().timezone)
    return [NamedFile(name=plain("upload.photo_name", taken=f"{taken:%Y-%m-%d %H.%M.%S}"), content=photo.getvalue())]


def _camera_is_allowed() -> bool:
    """Tell whether browsers let this page use a camera: over https, or on the machine itself."""
    address = urlsplit(st.context.url or "")
    return address.scheme == "https" or address.hostname in _LOCAL_HOSTS


def _is_clutter(name: str) -> bool:
    """Tell whether a file is one that systems leave in every folder."""
    file = name.rsplit("/", 1)[-1].lower()
    return file.startswith(".") or file in {"thumbs.db", "desktop.ini"}
