"""The Queue page's table: one row a job, as a person reads it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import streamlit as st

from ocrcore.database.job_status import JobStatus
from ocrcore.web.i18n.texts import plain
from ocrcore.web.shared.job_view import view_job
from ocrcore.web.shared.listing.thumbnails import thumbnail_address

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from ocrcore.queue.job import Job
    from ocrcore.web.i18n.formats import Formats
    from ocrcore.web.shared.snapshot import Snapshot

COLUMNS = pa.schema(
    {
        "place": pa.int64(),
        "picture": pa.string(),
        "document": pa.string(),
        "state": pa.string(),
        "progress": pa.float64(),
        "note": pa.string(),
        "engine": pa.string(),
        "pages": pa.int64(),
        "waited": pa.string(),
        "running": pa.string(),
        "done": pa.string(),
        "range": pa.string(),
    }
)
"""The state comes early enough to be seen on a phone without scrolling sideways."""


def queue_table(jobs: Sequence[Job], places: Mapping[str, int], now: Snapshot, formats: Formats) -> pa.Table:
    """Return the rows of a list of jobs, in its order.

    Args:
        jobs: The jobs.
        places: Places in the queue of those that wait.
        now: How the queue stands.
        formats: How the visitor writes numbers and times.
    """
    rows = [_row(job, places.get(job.id), now, formats) for job in jobs]
    return pa.Table.from_pylist(rows, schema=COLUMNS)


def column_config() -> dict[str, Any]:
    """Return how the table's columns are called and shown."""
    column = st.column_config
    right: dict[str, Any] = {"alignment": "right"}
    return {
        "place": column.NumberColumn(plain("queue.column.place"), width=50, format="localized", **right),
        "picture": column.ImageColumn("", width=40),
        "document": column.TextColumn(plain("queue.column.document"), width=180),
        "state": column.TextColumn(plain("queue.column.state"), width=100),
        "progress": column.ProgressColumn(plain("queue.column.progress"), width=90, min_value=0.0, max_value=1.0),
        "note": column.TextColumn(plain("queue.column.note"), width=340),
        "engine": column.TextColumn(plain("queue.column.engine"), width=92),
        "pages": column.NumberColumn(plain("queue.column.pages"), width=60, format="localized", **right),
        "waited": column.TextColumn(plain("queue.column.waited"), width=92, **right),
        "running": column.TextColumn(plain("queue.column.running"), width=84, **right),
        "done": column.TextColumn(plain("queue.column.done"), width=96, help=plain("queue.column.done_help"), **right),
        "range": column.TextColumn(
            plain("queue.column.range"), width=148, help=plain("queue.column.range_help"), **right
        ),
    }


def _row(job: Job, place: int | None, now: Snapshot, formats: Formats) -> dict[str, Any]:
    view = view_job(job, place=place, eta=now.eta(job, place), has_worker=now.has_worker, formats=formats, now=now.at)
    return {
        "picture": thumbnail_address(job.id),
        "document": job.original_filename,
        "state": view.word,
        "progress": view.progress,
        "note": view.remark,
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
    told = formats.brief(moment, now=now)
    return plain("queue.about", time=told) if is_estimate else told


def _waited(job: Job, now: datetime, formats: Formats) -> str:
    if job.status is JobStatus.PENDING:
        return formats.waiting((now - job.created_at).total_seconds())
    return "" if job.queue_wait_ms is None else formats.seconds(job.queue_wait_ms / 1000)


def _running(job: Job, now: datetime, formats: Formats) -> str:
    if job.status is JobStatus.PROCESSING and job.started_at is not None:
        return formats.waiting((now - job.started_at).total_seconds())
    return "" if job.processing_time_ms is None else formats.seconds(job.processing_time_ms / 1000)
