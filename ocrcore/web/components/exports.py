"""What was read in chosen documents, as one file to be saved."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.export import ExportFormat, document_of, exporting
from ocrcore.queue import JobStatus
from ocrcore.web.components.actions import find_job
from ocrcore.web.components.texts import plain, say
from ocrcore.web.components.wishes import my_preferences
from ocrcore.web.session import services

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.queue import Job


def export_button(selected: Sequence[Job]) -> None:
    """Show a button that saves the completed ones of these documents in the preferred format."""
    job_ids = [job.id for job in selected if job.status is JobStatus.COMPLETED]
    kind = ExportFormat(my_preferences().export_format)

    def content() -> bytes:
        return _file(job_ids, kind)

    st.download_button(
        say("queue.export"),
        content,
        f"{plain('queue.export_name')}{kind.suffix}",
        kind.mime_type,
        icon=":material/download:",
        disabled=not job_ids,
        on_click="ignore",
        key="queue_export",
        help=plain("queue.export_help", kind=plain(f"settings.export.{kind}")),
    )


def _file(job_ids: Sequence[str], kind: ExportFormat) -> bytes:
    stream = BytesIO()
    with exporting(kind, stream, services().storage) as exporter:
        for job_id in job_ids:
            job = find_job(job_id)
            if job is not None and job.result_json is not None:
                exporter.add(document_of(job))
    return stream.getvalue()
