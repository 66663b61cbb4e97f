"""What was read, in one line: vendor, date and total where they were found, else how much text there is."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import streamlit as st
from babel import numbers

from ocrcore.web.i18n.texts import plain, plain_count
from ocrcore.web.session import current_owner, services
from ocrcore.web.shared.actions import find_job

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocrcore.queue.job import Job
    from ocrcore.web.i18n.formats import Formats

_MONEY = frozenset(
    {"net_total", "tax_total", "total", "discount_total", "charge_total", "amount_due", "amount", "base", "unit_price"}
)
_FIGURES = frozenset({"quantity", "rate"})


@st.cache_resource(max_entries=1000, ttl=3600, show_spinner=False)
def _facts(job_id: str, run: int) -> tuple[dict[str, str], int, int, int] | None:
    del run  # another run of the job is another entry of the cache
    job = find_job(job_id)
    if job is None or job.result_json is None:
        return None
    # Plain JSON: a whole Result of typed lines and words would cost a list of fifty a second.
    result = json.loads(job.result_json)
    shared = services()
    said = shared.call(shared.desk.reviews.review, job_id, owner=current_owner()).values
    values = {
        name: str(said[name] or "") if name in said else scalar_value(result["fields"], name)
        for name in ("vendor_name", "date", "total", "currency")
    }
    lines = sum(len(page["lines"]) for page in result["pages"])
    return values, lines, len(result["pages"]), len(result.get("documents", ()))


def forget_facts(job: Job) -> None:
    """Let a document's line be made anew, after it was corrected."""
    _facts.clear(job.id, job.run)


def summarise(job: Job, formats: Formats) -> str:
    """Return a completed job's result in one line; not escaped."""
    facts = _facts(job.id, job.run)
    if facts is None:
        return ""
    values, lines, pages, documents = facts
    if documents:
        return plain_count("result.summary.documents", documents)
    if values["total"] or values["vendor_name"]:
        total = format_value("total", values["total"], formats)
        parts = (values["vendor_name"], format_value("date", values["date"], formats), f"{total} {values['currency']}")
        return ", ".join(part.strip() for part in parts if part.strip())
    if not lines:
        return plain("result.summary.nothing")
    counted = plain_count("result.summary.lines", lines)
    return counted if pages == 1 else f"{counted}, {plain_count('result.summary.pages', pages)}"


def scalar_value(fields: Mapping[str, Any], name: str) -> str:
    """Return a field's value as the Result has it; empty when it was not found."""
    found = fields.get(name)
    if isinstance(found, dict):
        return str(found.get("value", ""))
    return found if isinstance(found, str) else ""


def format_value(name: str, value: str, formats: Formats) -> str:
    """Return a field's value as this person writes it; what cannot be understood stays as it is."""
    if name == "date":
        try:
            return formats.calendar_date(date.fromisoformat(value))
        except ValueError:
            return value
    if name in _MONEY or name in _FIGURES:
        try:
            pattern = "#,##0.00" if name in _MONEY else "#,##0.####"
            return numbers.format_decimal(Decimal(value), format=pattern, locale=formats.locale)
        except (InvalidOperation, ValueError):
            return value
    return value
