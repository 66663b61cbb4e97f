"""The Documents page's table: one row a document, as an accountant reads it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import streamlit as st

from ocrcore.database.review_state import ReviewState
from ocrcore.ledger.entry import LedgerEntry
from ocrcore.web.i18n.texts import field_name, plain
from ocrcore.web.shared.listing.thumbnails import thumbnail_address

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal

    from ocrcore.queue.job import Job
    from ocrcore.web.i18n.formats import Formats

COLUMNS = pa.schema(
    {
        name: pa.string()
        for name in ("picture", "vendor", "total", "currency", "date", "tax", "look", "number", "file", "until")
    }
)
"""Vendor and total come early enough to be seen on a phone without scrolling sideways."""


def documents_table(
    jobs: Sequence[Job], entries: Mapping[str, LedgerEntry], state: ReviewState, now: datetime, formats: Formats
) -> pa.Table:
    """Return the rows of a list of documents, in its order.

    Args:
        jobs: The documents.
        entries: What is booked of each.
        state: How far people are with all of them: what they have confirmed is not doubtful.
        now: The present time.
        formats: How the visitor writes figures and dates.
    """
    rows = [_row(job, entries.get(job.id, LedgerEntry()), state, now, formats) for job in jobs]
    return pa.Table.from_pylist(rows, schema=COLUMNS)


def column_config() -> dict[str, Any]:
    """Return how the table's columns are called and shown."""
    column = st.column_config
    right: dict[str, Any] = {"alignment": "right"}
    return {
        "picture": column.ImageColumn("", width=40),
        "vendor": column.TextColumn(plain("field.vendor_name"), width=180),
        "total": column.TextColumn(plain("field.total"), width=92, **right),
        "currency": column.TextColumn(plain("field.currency"), width=76),
        "date": column.TextColumn(plain("field.date"), width=104, **right),
        "tax": column.TextColumn(plain("field.tax_total"), width=90, **right),
        "look": column.TextColumn(plain("documents.column.look"), width=300),
        "number": column.TextColumn(plain("field.document_number"), width=130),
        "file": column.TextColumn(plain("details.file"), width=170),
        "until": column.TextColumn(plain("documents.column.until"), width=124, **right),
    }


def in_words(entry: LedgerEntry, state: ReviewState) -> str:
    """Return what of a document a person has to look at; empty when nothing is."""
    missing = ", ".join(field_name(name) for name in entry.missing)
    doubtful = ", ".join(field_name(name) for name in entry.doubtful)
    told = (
        plain("documents.missing", names=missing) if missing else "",
        plain("documents.doubtful", names=doubtful) if doubtful and state is ReviewState.TO_REVIEW else "",
    )
    return " · ".join(each for each in told if each)


def _row(job: Job, entry: LedgerEntry, state: ReviewState, now: datetime, formats: Formats) -> dict[str, str]:
    return {
        "picture": thumbnail_address(job.id),
        "vendor": entry.vendor_name,
        "total": money(entry.total, formats),
        "currency": entry.currency,
        "date": "" if entry.date is None else formats.calendar_date(entry.date),
        "tax": money(entry.tax_total, formats),
        "look": in_words(entry, state),
        "number": entry.document_number,
        "file": job.original_filename,
        "until": formats.brief(job.expires_at, now=now),
    }


def money(amount: Decimal | None, formats: Formats) -> str:
    """Return an amount as this person writes it; empty for none."""
    return "" if amount is None else formats.number(amount, 2)
