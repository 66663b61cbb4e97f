"""Documents that have been read, as one file."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.responses import Response

from ocrcore.export import DecimalSign, ExportFormat, ExportOptions, Separator, matching_ids
from ocrcore.web.api.asked import attachment, one_of, review_states
from ocrcore.web.i18n.catalogue import languages
from ocrcore.web.i18n.headings import headings
from ocrcore.web.session import request_owner, services
from ocrcore.web.shared.export_file import export_bytes

if TYPE_CHECKING:
    from starlette.requests import Request


async def export(request: Request) -> Response:
    """`POST /exports`: documents that have been read as one file; confirmed ones count as exported then."""
    owner, shared, asked = request_owner(request), services(), request.query_params
    kind = one_of(ExportFormat, asked.get("format"), "format")
    options = ExportOptions(
        heading=headings(asked["language"]) if asked.get("language") in languages() else str,
        decimal=one_of(DecimalSign, asked.get("decimal", DecimalSign.POINT), "decimal"),
        separator=one_of(Separator, asked.get("separator", Separator.COMMA), "separator"),
        company_tax_id=asked.get("company", ""),
    )
    ids = asked.getlist("id") or await shared.acall(
        matching_ids,
        shared.desk.jobs,
        owner=owner,
        review_states=review_states(asked.getlist("review_state")),
        engine=asked.get("engine"),
        search=asked.get("search"),
        month=asked.get("month"),
        vendor=asked.get("vendor"),
    )
    data = await asyncio.to_thread(export_bytes, ids, kind, options, owner=owner)
    headers = {"Content-Disposition": attachment(f"ocr-desk{kind.suffix}")}
    return Response(data, media_type=kind.mime_type, headers=headers)
