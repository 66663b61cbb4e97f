"""The document before and after one, among those that have been read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.database.job_status import JobStatus
from ocrcore.web.session import current_owner, services

if TYPE_CHECKING:
    from ocrcore.queue.job import Job
    from ocrcore.queue.owner import Owner

_MOST_LISTED = 1000


@st.cache_resource(ttl=2, show_spinner=False)
def _read_documents(owner: Owner) -> tuple[Job, ...]:
    shared = services()
    return shared.call(
        shared.desk.jobs.list_jobs, statuses=(JobStatus.COMPLETED,), owner=owner, limit=_MOST_LISTED
    ).jobs


def newest_result() -> str | None:
    """Return the id of the newest document that has been read, or None."""
    read = _read_documents(current_owner())
    return read[0].id if read else None


def neighbours(job: Job) -> tuple[str | None, str | None]:
    """Return the ids of the next newer and the next older document that have been read."""
    here = (job.created_at, job.id)
    newer = older = None
    for each in _read_documents(current_owner()):
        place = (each.created_at, each.id)
        if place > here:
            newer = each.id
        elif place < here:
            older = each.id
            break
    return newer, older
