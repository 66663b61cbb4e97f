"""A job's story: each step with its time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.web.i18n.formats import visitor_formats
from ocrcore.web.i18n.markdown import escape
from ocrcore.web.i18n.wording import step_text
from ocrcore.web.session import current_owner, services

if TYPE_CHECKING:
    from ocrcore.queue.job import Job


def story(job: Job) -> None:
    """Show the steps of a job, oldest first."""
    shared, formats, now = services(), visitor_formats(), datetime.now(UTC)
    steps = shared.call(shared.desk.jobs.job_events, job.id, owner=current_owner())
    rows = [f"| {escape(formats.moment(step.at, now=now))} | {escape(step_text(step))} |" for step in steps]
    with st.container(key="story"):
        st.markdown("\n".join(["| | |", "|:--|:--|", *rows]))
