"""`/health` and `/ready`, for whoever watches over the server: they say how it is, and nothing of any document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse
from starlette.routing import Route

from ocrcore.errors import OcrDeskError
from ocrcore.web.session import services

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


async def health(_request: Request) -> Response:
    """`GET /health`: 200 as long as the server answers."""
    return JSONResponse({"status": "ok"})


async def ready(_request: Request) -> Response:
    """`GET /ready`: 200 when documents can come in, 503 with the codes of what is in the way.

    Without a worker documents can come in; they wait.
    """
    problems: list[str] = []
    workers = 0
    try:
        shared = services()
        workers = len(await shared.acall(shared.desk.worker_queue.live_workers))
        await shared.acall(shared.desk.check_room)
    except OcrDeskError as error:
        problems.append(error.code)
    status = "not ready" if problems else "ready"
    return JSONResponse({"status": status, "problems": problems, "workers": workers}, 503 if problems else 200)


HEALTH_ROUTES = [Route("/health", health), Route("/ready", ready)]
