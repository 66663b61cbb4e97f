"""What was read in chosen documents, as one file to be saved."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import streamlit as st

from ocrcore.database.job_status import JobStatus
from ocrcore.errors import JobNotFound
from ocrcore.export import ExportFormat, document_of, exporting, mark_exported, matching_ids
from ocrcore.queue.owner import person
from ocrcore.reviews.review import Review
from ocrcore.web.i18n.texts import plain, say
from ocrcore.web.session import current_owner, services

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ocrcore.queue.job import Job
    from ocrcore.queue.owner import Owner


def export_button(selected: Sequence[Job], filters: Mapping[str, Any], kind: ExportFormat) -> None:
    """Show a button that saves documents.

    Args:
        selected: The chosen documents, of which the completed ones are saved.
        filters: Without chosen ones, all that match these filters of `list_jobs` (with its owner) are saved.
        kind: The file's format.
    """
    job_ids = [job.id for job in selected if job.status is JobStatus.COMPLETED]
    takes_all, owner = not selected, current_owner()

    def content() -> bytes:
        shared = services()
        return _file(shared.call(matching_ids, shared.desk.jobs, **filters) if takes_all else job_ids, kind, owner)

    st.download_button(
        say("queue.export_all" if takes_all else "queue.export"),
        content,
        f"{plain('queue.export_name')}{kind.suffix}",
        kind.mime_type,
        icon=":material/download:",
        disabled=not job_ids and not takes_all,
        on_click="ignore",
        key="queue_export",
        help=plain("queue.export_help", kind=plain(f"settings.export.{kind}")),
    )


def export_menu(jobs: Sequence[Job]) -> None:
    """Show a menu that saves documents in any format, named after the first."""
    stem = PurePath(jobs[0].original_filename).stem or "document"
    job_ids, owner = [job.id for job in jobs], current_owner()
    with st.popover(say("queue.export"), icon=":material/download:", key="result_export"):
        for kind in ExportFormat:
            st.download_button(
                plain(f"settings.export.{kind}"),
                partial(_file, job_ids, kind, owner),
                f"{stem}{'-items' if kind is ExportFormat.CSV_ITEMS else ''}{kind.suffix}",
                kind.mime_type,
                type="tertiary",
                on_click="ignore",
                key=f"result_export_{kind}",
            )
        st.markdown(f":gray[{say('fields.export_help')}]")


def _file(job_ids: Sequence[str], kind: ExportFormat, owner: Owner) -> bytes:
    """Return a file of documents and mark the confirmed ones as exported.

    It is made when it is asked for, outside of any page's script, where nobody is known.
    """
    stream, shared = BytesIO(), services()
    reviews = shared.call(shared.desk.reviews.reviews, job_ids, owner=owner)
    written: dict[str, Review] = {}
    with exporting(kind, stream, shared.storage) as exporter:
        for job_id in job_ids:
            try:
                job = shared.call(shared.desk.jobs.get_job, job_id, owner=owner)
            except JobNotFound:
                continue
            if job.result_json is not None:
                written[job_id] = reviews.get(job_id, Review())
                exporter.add(document_of(job, written[job_id]))
    shared.call(mark_exported, shared.desk.reviews, written, owner=owner, by=person(owner))
    return stream.getvalue()
