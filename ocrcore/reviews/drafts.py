"""What a person has typed about a document and not sent yet; it is no correction, and nothing but their form reads it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from ocrcore.database.review_tables import review_drafts
from ocrcore.errors import InvalidRequest
from ocrcore.queue.owner import person

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.queue.owner import Owner

MAX_DRAFT_CHARACTERS = 1_000_000
"""Longest draft as JSON: a list of some thousand items."""


async def of(connection: AsyncConnection, job_id: str, *, owner: Owner) -> dict[str, Any]:
    """Return this person's draft of a document; empty when there is none."""
    kept = await connection.scalar(select(review_drafts.c.draft_json).where(*_this(job_id, owner)))
    draft: dict[str, Any] = json.loads(kept) if kept else {}
    return draft


async def keep(
    connection: AsyncConnection, job_id: str, draft: Mapping[str, Any], *, owner: Owner, now: datetime
) -> None:
    """Keep a draft instead of the one before; an empty one takes it away.

    Raises:
        InvalidRequest: It is too long.
    """
    kept = json.dumps(draft)
    if len(kept) > MAX_DRAFT_CHARACTERS:
        raise InvalidRequest(case="value_too_long")
    await forget(connection, job_id, owner=owner)
    if draft:
        row = {"job_id": job_id, "owner": person(owner) or "", "draft_json": kept, "kept_at": now}
        await connection.execute(insert(review_drafts), row)


async def forget(connection: AsyncConnection, job_id: str, *, owner: Owner) -> None:
    """Take this person's draft of a document away."""
    await connection.execute(delete(review_drafts).where(*_this(job_id, owner)))


def _this(job_id: str, owner: Owner) -> tuple[ColumnElement[bool], ...]:
    return review_drafts.c.job_id == job_id, review_drafts.c.owner == (person(owner) or "")
