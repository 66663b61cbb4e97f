"""Which fields of the documents to review a person is asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ocrcore.database.review_state import ReviewState
from ocrcore.extraction.checks.checks import CHECKED_FIELDS
from ocrcore.web.result.form.doubts import TO_LOOK_AT, Level
from ocrcore.web.result.form.field_layout import WALKED
from ocrcore.web.result.form.form_data import fields_data, pages_data, place_of
from ocrcore.web.result.reviewed import reviewed
from ocrcore.web.session import current_owner, services
from ocrcore.web.shared.actions import find_job

if TYPE_CHECKING:
    from ocrcore.web.i18n.formats import Formats
    from ocrcore.web.result.reviewed import Reviewed

MOST_DOCUMENTS = 200
"""Documents that are looked through at a time."""
PROVING = frozenset(
    {"vendor_tax_id_checksum", "items_sum_to_total", "net_and_tax_make_total", "taxes_sum_to_tax_total", "totals_agree", "qr_agrees"}
)  # fmt: skip
"""Checks that hardly hold by chance: what one of them speaks for is not asked."""


def doubtful_documents(formats: Formats) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the data of the documents to review with something doubtful, and the ids of those with nothing."""
    shared, owner = services(), current_owner()
    listed = shared.call(
        shared.desk.jobs.list_jobs, review_states=(ReviewState.TO_REVIEW,), owner=owner, limit=MOST_DOCUMENTS
    ).jobs
    doubtful: list[dict[str, Any]] = []
    clean: list[str] = []
    for each in listed:
        job = find_job(each.id)
        if job is None or job.result_json is None:
            continue
        document = reviewed(job)
        cards = doubtful_fields(document, formats)
        if not cards:
            clean.append(job.id)
            continue
        doubtful.append(
            {"job": job.id, "token": document.stamp, "name": job.original_filename, "place": place_of(document)}
            | {"pages": pages_data(document), "cards": cards, "draft": draft_of(job.id)}
        )
    return doubtful, clean


def draft_of(job_id: str) -> dict[str, Any]:
    """Return what this person has typed and passed of a document already."""
    shared = services()
    return shared.call(shared.desk.reviews.draft, job_id, owner=current_owner())


def doubtful_fields(document: Reviewed, formats: Formats) -> list[dict[str, Any]]:
    """Return the fields in sight that are missing, or doubtful and not proven by a check."""
    fields = fields_data(document, formats)
    passed = {str(check["code"]) for check in document.result.checks if check.get("passed") is True}
    proven = {name for code in passed & PROVING for name in CHECKED_FIELDS.get(code, ())}
    return [
        fields[name] | {"name": name}
        for name in WALKED
        if fields[name]["level"] in TO_LOOK_AT
        and "derived_from" not in (document.scalar(name) or {})
        and not (name in proven and fields[name]["level"] == Level.LOOK)
    ]
