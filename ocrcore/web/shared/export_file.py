"""What was read in some documents, as one file; it is made when it is asked for, outside of any page's script."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

from ocrcore.errors import JobNotFound, NotBookable
from ocrcore.export import ExportFormat, ExportOptions, document_of, exporting, mark_exported
from ocrcore.queue.owner import person
from ocrcore.reviews.review import Review
from ocrcore.web.session import services

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.queue.owner import Owner


def export_bytes(job_ids: Sequence[str], kind: ExportFormat, options: ExportOptions, *, owner: Owner) -> bytes:
    """Return a file of documents and mark the confirmed ones as exported. Blocks; for threads.

    A document that lacks what the format cannot do without is left out, and is not marked.

    Raises:
        OcrDeskError: A page picture is gone, or the database does not answer.
    """
    stream, shared = BytesIO(), services()
    reviews = shared.call(shared.desk.reviews.reviews, job_ids, owner=owner)
    written: dict[str, Review] = {}
    with exporting(kind, stream, shared.storage, options) as exporter:
        for job_id in job_ids:
            with suppress(JobNotFound, NotBookable):
                job = shared.call(shared.desk.jobs.get_job, job_id, owner=owner)
                review = reviews.get(job_id, Review())
                if job.result_json is not None:
                    exporter.add(document_of(job, review))
                    written[job_id] = review
    shared.call(mark_exported, shared.desk.reviews, written, owner=owner, by=person(owner))
    return stream.getvalue()
