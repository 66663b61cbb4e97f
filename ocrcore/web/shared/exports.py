"""A menu that saves documents, in the words of the person before the screen."""

from __future__ import annotations

from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.export import ExportFormat, ExportOptions
from ocrcore.web.i18n.headings import headings
from ocrcore.web.i18n.language import page_language
from ocrcore.web.i18n.texts import plain, say
from ocrcore.web.session import current_owner
from ocrcore.web.shared.export_file import export_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.queue.job import Job


def export_menu(jobs: Sequence[Job]) -> None:
    """Show a menu that saves documents in any format, named after the first."""
    stem = PurePath(jobs[0].original_filename).stem or "document"
    make = partial(export_bytes, [job.id for job in jobs], owner=current_owner())
    options = ExportOptions(heading=headings(page_language()))
    with st.popover(say("queue.export"), icon=":material/download:", key="result_export"):
        for kind in ExportFormat:
            if kind is ExportFormat.XML_SAGA:
                continue  # it asks for the company, which the Documents page does
            st.download_button(
                plain(f"settings.export.{kind}"),
                partial(make, kind, options),
                f"{stem}{'-items' if kind is ExportFormat.CSV_ITEMS else ''}{kind.suffix}",
                kind.mime_type,
                type="tertiary",
                on_click="ignore",
                key=f"result_export_{kind}",
            )
        st.markdown(f":gray[{say('fields.export_help')}]")
