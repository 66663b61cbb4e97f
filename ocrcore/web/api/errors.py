"""Every error of the REST API as `{"error": {"code", "message"}}`."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse

from ocrcore.errors import InvalidRequest, OcrDeskError, TooManyRequests, UploadTooSlow

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

MESSAGES = {
    HTTPStatus.NOT_FOUND: "There is nothing at this address. See /api/v1/openapi.json.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address does not take this method. See /api/v1/openapi.json.",
}
"""Messages for statuses that the routing gives by itself."""


def error_response(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Return the one shape that errors have."""
    return JSONResponse({"error": {"code": code, "message": message}}, status, headers)


def answer_to(error: OcrDeskError) -> JSONResponse:
    """Return the answer to a request that ended in this error."""
    headers: dict[str, str] = {}
    if isinstance(error, TooManyRequests):
        headers["Retry-After"] = str(error.facts["wait_s"])
    if isinstance(error, UploadTooSlow):
        headers["Connection"] = "close"  # the rest of it would still come
    return error_response(error.status, error.code, error.message, headers)


async def _known(_request: Request, error: OcrDeskError) -> Response:
    return answer_to(error)


async def _http(_request: Request, error: HTTPException) -> Response:
    status = HTTPStatus(error.status_code)
    code = InvalidRequest.code if status is HTTPStatus.BAD_REQUEST else status.name.lower()
    message = error.detail if error.detail != status.phrase else MESSAGES.get(status, f"{status.phrase}.")
    return error_response(status, code, message, error.headers)


async def _gone(_request: Request, _error: ClientDisconnect) -> Response:
    return error_response(400, InvalidRequest.code, "The upload was cut off.")


async def _unknown(_request: Request, _error: Exception) -> Response:
    # Starlette raises the exception again once this is sent, so the server's log has the trace.
    return error_response(500, OcrDeskError.code, OcrDeskError().message)


HANDLERS: dict[Any, Callable[[Request, Any], Awaitable[Response]]] = {
    OcrDeskError: _known,
    HTTPException: _http,
    ClientDisconnect: _gone,
    Exception: _unknown,
}
"""For Starlette's `exception_handlers`."""
