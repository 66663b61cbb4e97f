"""What a person has handed in during this visit, and the notice when all of it is done."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.database.job_status import JobStatus
from ocrcore.web.i18n.texts import say_count
from ocrcore.web.session import current_owner, services
from ocrcore.web.streamlit_patches.toasts import toast

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ocrcore.queue.job import Job

_BATCH = "upload_batch"
_MOST = 1000
_TOLD_S = 10


def follow(jobs: Iterable[Job]) -> None:
    """Add documents to those whose end this visitor is told."""
    batch: dict[str, datetime] = st.session_state.setdefault(_BATCH, {})
    batch.update((job.id, job.created_at) for job in jobs)


def tell_when_done() -> bool:
    """Say once, on whatever page the visitor is, that everything handed in is done; return whether it is just now."""
    batch: dict[str, datetime] = st.session_state.get(_BATCH, {})
    if not batch:
        return False
    shared, owner = services(), current_owner()
    since = min(batch.values()).astimezone(UTC)
    found = shared.call(shared.desk.jobs.list_jobs, created_since=since, owner=owner, limit=_MOST).jobs
    jobs = [job for job in found if job.id in batch]
    if any(not job.is_final for job in jobs):
        return False
    # Documents that were deleted meanwhile, or cancelled on purpose, are no news.
    ended = [job for job in jobs if job.status is not JobStatus.CANCELLED]
    if ended:
        read = sum(job.status is JobStatus.COMPLETED for job in ended)
        told = say_count("upload.batch_done", len(ended), read=read, failed=len(ended) - read)
        toast(told, icon=":material/check_circle:", seconds=_TOLD_S)
    # Not through the session's state, where Streamlit may break the run off: then it would be said twice.
    batch.clear()
    return True
