"""Lets programs in by `Authorization: Bearer TOKEN`, with the tokens made on the Settings page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers

from ocrcore.errors import OcrDeskError
from ocrcore.web.api.errors import answer_to, error_response
from ocrcore.web.api.rate_limit import RateLimit
from ocrcore.web.session import TOKEN_OWNER, services

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


class BearerTokens:
    """ASGI middleware that finds out whose token a request carries; it refuses a wrong one, and one that comes too often."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._limit: RateLimit | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 401."""
        answer = self._app
        kind, _, token = Headers(scope=scope).get("authorization", "").strip().partition(" ")
        token = token.strip()
        if scope["type"] == "http" and kind.lower() == "bearer":
            shared = services()
            limit = self._limit = self._limit or RateLimit(shared.settings.requests_per_minute)
            try:
                is_valid, owner = await shared.acall(shared.desk.tokens.owner_of, token)
                if is_valid:
                    limit.pass_one(token)
            except OcrDeskError as error:
                answer = answer_to(error)
            else:
                scope[TOKEN_OWNER] = owner
                if not is_valid:
                    advice = "This token is not valid. Make a new one on the desk's Settings page."
                    answer = error_response(401, "unauthorized", advice, {"WWW-Authenticate": "Bearer"})
        await answer(scope, receive, send)
