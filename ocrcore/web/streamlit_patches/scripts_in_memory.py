"""Keeps Streamlit's own scripts, styles and fonts in memory.

A new visitor's browser asks for more than a hundred of them before it shows a page with a table. Starlette opens and reads each
one in another thread, block by block, which takes most of what such a visit costs the server. Their names hold a hash of
what is in them, so what was read once stays true.

Upstream: https://github.com/Kludex/starlette/issues/819 doubts the threads for small files (closed, they stayed).
"""

from __future__ import annotations

from functools import lru_cache
from mimetypes import guess_type
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit
from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

FOLDER = Path(streamlit.__file__).parent / "static"
KEPT = 400
"""Most answers that are kept; a page needs 60 to 120, all together have about 320."""


class ScriptsInMemory:
    """ASGI middleware that answers what it knows by its exact name, and passes everything else on."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._files = {f"/{file.relative_to(FOLDER).as_posix()}": file for file in (FOLDER / "static").rglob("*.*")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for a known file, or pass it on."""
        known = self._files.get(scope.get("path", "")) if scope.get("method") == "GET" else None
        await (_answer(known) if known else self._app)(scope, receive, send)


@lru_cache(maxsize=KEPT)
def _answer(file: Path) -> Response:
    return Response(
        file.read_bytes(),
        media_type=guess_type(file.name)[0],
        headers={"Cache-Control": "public, immutable, max-age=31536000"},
    )
