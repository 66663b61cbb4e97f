"""What is asked of a request before Streamlit sees it: that it names this desk, and for pictures that somebody has signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from ocrcore.web.api.openapi import PREFIX
from ocrcore.web.identity import identity
from ocrcore.web.streamlit_patches.allowed_hosts import host_is_allowed
from ocrcore.web.streamlit_patches.signed_in import sign_in_is_configured, signed_in

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

UNKNOWN_HOST = (
    "This desk does not answer under this name.\n\nAdd the name to server.allowedHosts in .streamlit/config.toml on the"
    " desk's machine, and start the desk again.\n"
)
"""Without it a browser would show a page's frame and wait for ever: Streamlit refuses the connection behind it alone."""
NOT_SIGNED_IN = "Sign in first: open the desk in this browser.\n"
FOR_WATCHERS = ("/health", "/ready")
"""They are asked by address, and tell nothing of any document."""
MEDIA = "/media/"
"""Where Streamlit serves pictures of documents and files to download, to whoever knows the address."""


class Gate:
    """ASGI middleware that answers what Streamlit would let through; the API has its own guard."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 403 or 401."""
        answer: ASGIApp = self._app
        if scope["type"] == "http" and PREFIX not in scope["path"] and not scope["path"].endswith(FOR_WATCHERS):
            if not host_is_allowed(Headers(scope=scope).get("host")):
                answer = PlainTextResponse(UNKNOWN_HOST, 403)
            elif MEDIA in scope["path"] and sign_in_is_configured() and not _is_somebody(scope):
                answer = PlainTextResponse(NOT_SIGNED_IN, 401)
        await answer(scope, receive, send)


def _is_somebody(scope: Scope) -> bool:
    return identity(signed_in(Request(scope).cookies)) is not None
