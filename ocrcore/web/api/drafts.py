"""Takes a draft out of a request, without holding more of it than one may have."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ocrcore.errors import InvalidRequest
from ocrcore.reviews.drafts import MAX_DRAFT_CHARACTERS

if TYPE_CHECKING:
    from starlette.requests import Request

_PARTS = {"fields", "rows", "seen"}


async def read_draft(request: Request) -> tuple[str, dict[str, Any]]:
    """Return the version that a draft was made on, and the draft.

    Raises:
        InvalidRequest: It is too long, or not such an object.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > 4 * MAX_DRAFT_CHARACTERS:
            raise InvalidRequest(case="value_too_long")
    try:
        asked = json.loads(body)
        base, draft = str(asked["base"]), dict(asked["draft"])
    except (ValueError, TypeError, KeyError) as error:
        raise InvalidRequest(case="draft") from error
    if not draft.keys() <= _PARTS:
        raise InvalidRequest(case="draft")
    return base, draft
