"""The Queue page's table: one row a job, as a person reads it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from ocrcore.queue import JobStatus
from ocrcore.web.components.job_view import view_job
from ocrcore.web.components.texts import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from ocrcore.queue import Job
    from ocrcore.web.components.formats import Formats
    from ocrcore.web.components.snapshot import Snapshot

COLUMNS = (
    "picture",
    "document",
    "state",
    "progress",
    "note",
    "place",
    "done",
    "range",
    "engine",
    "pages",
    "waited",
    "running",
)


THUMBNAILS = "/api/v1/jobs"
"""The browser fetches each picture once from here, so that a live table stays small."""


def queue_table(jobs: Sequence[Job], places: Mapping[str, int], now: Snapshot, formats: Formats) -> pd.DataFrame:
    """Return the rows of a list of jobs, in its order, with the places of those that wait."""
    return pd.DataFrame([_row(job, places.get(job.id), now, formats) for job in jobs], columns=list(COLUMNS))


def column_config() -> dict[str, Any]:
    """Return how the table's columns are called and shown."""
    column = st.column_config
    right: dict[str, Any] = {"alignment": "right"}
    return {
        "picture": column.ImageColumn(plain("queue.column.picture"), width=40),
        "document": column.TextColumn(plain("queue.column.document"), width=220, pinned=False),
        "state": column.TextColumn(plain("queue.column.state"), width=96),
        "progress": column.ProgressColumn(plain("queue.column.progress"), width=110, min_value=0.0, max_value=1.0),
        "note": column.TextColumn(plain("queue.column.note"), width=340),
        "place": column.NumberColumn(plain("queue.column.place"), width=64, format="localized", **right),
        "done": column.TextColumn(plain("queue.column.done"), width=96, help=plain("queue.column.done_help"), **right),
        "range": column.TextColumn(
            plain("queue.column.range"), width=150, help=plain("queue.column.range_help"), **right
        ),
        "engine": column.TextColumn(plain("queue.column.engine"), width=100),
        "pages": column.NumberColumn(plain("queue.column.pages"), width=64, format="localized", **right),
        "waited": column.TextColumn(plain("queue.column.waited"), width=90, **right),
        "running": column.TextColumn(plain("queue.column.running"), width=90, **right),
    }


def _row(job: Job, place: int | None, now: Snapshot, formats: Formats) -> dict[str, Any]:
    view = view_job(job, place=place, eta=now.eta(job, place), has_worker=now.has_worker, formats=formats, now=now.at)
    return {
        "picture": f"{THUMBNAILS}/{job.id}/thumbnail",
        "document": job.original_filename,
        "state": view.word,
        "progress": view.progress,
        "note": view.note,
        "place": place,
        "done": _done(view.done_at, now.at, formats, is_estimate=view.is_estimate),
        "range": view.range_text,
        "engine": job.engine,
        "pages": job.pages,
        "waited": _waited(job, now.at, formats),
        "running": _running(job, now.at, formats),
    }


def _done(moment: datetime | None, now: datetime, formats: Formats, *, is_estimate: bool) -> str:
    if moment is None:
        return ""
    told = formats.moment(moment, now=now)
    return plain("queue.about", time=told) if is_estimate else told


def _waited(job: Job, now: datetime, formats: Formats) -> str:
    if job.status is JobStatus.PENDING:
        return formats.waiting((now - job.created_at).total_seconds())
    return "" if job.queue_wait_ms is None else formats.seconds(job.queue_wait_ms / 1000)


def _running(job: Job, now: datetime, formats: Formats) -> str:
    if job.status is JobStatus.PROCESSING and job.started_at is not None:
        return formats.waiting((now - job.started_at).total_seconds())
    return "" if job.processing_time_ms is None else formats.seconds(job.processing_time_ms / 1000)
