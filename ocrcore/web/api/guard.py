"""Keeps other web sites' pages from using the API of a desk that runs on the visitor's own machine.

A page of any site may send requests to 127.0.0.1. It cannot read the answers, since no CORS header is ever sent, but
it could post or delete; browsers say where such a request comes from, and those from elsewhere are refused. A site
that points its own name at 127.0.0.1 (DNS rebinding) is refused by the name, when `server.allowedHosts` is set.
Programs other than browsers send neither `Origin` nor `Sec-Fetch-Site` and are not hindered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders

from ocrcore.web.api.errors import error_response
from ocrcore.web.streamlit_patches.allowed_hosts import host_is_allowed

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "no-store",
}
"""On every answer: nothing in it is a page, and it is nobody else's to embed or keep."""


class SameSiteOnly:
    """ASGI middleware that refuses what comes from other sites and adds `HEADERS`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 403."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = refusal_of(scope["method"], Headers(scope=scope))
        answer = self._app if refusal is None else error_response(403, "forbidden", refusal)
        await answer(scope, receive, send_with_headers)


def refusal_of(method: str, headers: Headers) -> str | None:
    """Return why a request is refused, or None when it is not."""
    host = headers.get("host")
    if not host_is_allowed(host):
        return "This name of the server is not allowed. Add it to server.allowedHosts in .streamlit/config.toml."
    if method in SAFE_METHODS:
        return None
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    same = site in {"same-origin", "none"} if site is not None else origin is None or urlsplit(origin).netloc == host
    return None if same else "Requests from other web sites are not allowed."
