"""The REST API under `/api/v1`: the same desk as the pages, for programs. `openapi.py` describes it."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route

from ocrcore.desk.job_json import describe, describe_one
from ocrcore.desk.splitting import split
from ocrcore.engines.base import Engine, engine_classes
from ocrcore.errors import InvalidRequest, ResultNotReady
from ocrcore.metrics.figures import report
from ocrcore.storage.keys import preview_key
from ocrcore.web.api.asked import attachment, limit, review_states, statuses
from ocrcore.web.api.drafts import read_draft
from ocrcore.web.api.errors import HANDLERS
from ocrcore.web.api.exports import export
from ocrcore.web.api.guard import SameSiteOnly
from ocrcore.web.api.openapi import PREFIX, openapi
from ocrcore.web.api.prometheus import CONTENT_TYPE, prometheus_text
from ocrcore.web.api.tokens import BearerTokens
from ocrcore.web.api.upload import Pace, receive_upload
from ocrcore.web.api.uploads_at_once import UploadsAtOnce
from ocrcore.web.session import request_owner, services

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from datetime import datetime
    from typing import Any, BinaryIO

    from starlette.requests import Request

    from ocrcore.queue.job import Job

    Handler = Callable[[Request], Awaitable[Response]]

_CHUNK_BYTES = 256 * 1024

_uploads = UploadsAtOnce()


async def create_job(request: Request) -> Response:
    """`POST /jobs`: take a document in."""
    owner, shared = request_owner(request), services()
    settings = shared.settings
    await shared.acall(shared.desk.require_room, owner=owner)
    with _uploads.place(owner):
        pace = Pace(limit_s=settings.upload_timeout_seconds)
        async with receive_upload(request, max_bytes=settings.max_upload_bytes, pace=pace) as upload:
            job = await shared.acall(shared.desk.submit, upload.name, upload.file, engine=upload.engine, owner=owner)
    return await _job_response(request, job, 202, {"Location": f"{_base(request)}/jobs/{job.id}"})


async def list_jobs(request: Request) -> Response:
    """`GET /jobs`: a page of jobs, newest first."""
    owner, shared, asked = request_owner(request), services(), request.query_params
    page = await shared.acall(
        shared.desk.jobs.list_jobs,
        statuses=statuses(asked.getlist("status")),
        review_states=review_states(asked.getlist("review_state")),
        month=asked.get("month"),
        vendor=asked.get("vendor"),
        search=asked.get("search"),
        owner=owner,
        limit=limit(asked.get("limit")),
        cursor=asked.get("cursor"),
    )
    jobs = await shared.acall(describe, shared.desk, page.jobs, owner=owner)
    return JSONResponse({"jobs": jobs, "next_cursor": page.next_cursor})


async def delete_documents(request: Request) -> Response:
    """`DELETE /documents?confirm=all`: delete all of one's documents."""
    owner, shared = request_owner(request), services()
    if request.query_params.get("confirm") != "all":
        raise InvalidRequest(case="confirm_all")
    return JSONResponse({"deleted": await shared.acall(shared.desk.delete_all, owner=owner)})


async def get_job(request: Request) -> Response:
    """`GET /jobs/{id}`: how a document stands."""
    return await _job_response(request, await _job(request))


async def get_result(request: Request) -> Response:
    """`GET /jobs/{id}/result`: what was read."""
    job = await _job(request)
    if job.result_json is None:
        raise _no_result(job)
    return Response(job.result_json, media_type="application/json")


async def get_file(request: Request) -> Response:
    """`GET /jobs/{id}/file`: the document as it was uploaded."""
    job = await _job(request)
    file = await asyncio.to_thread(services().storage.open, job.file_path)
    headers = {"Content-Disposition": attachment(job.original_filename), "Content-Length": str(job.size_bytes)}
    return StreamingResponse(_chunks(file), media_type=job.mime_type, headers=headers)


async def get_thumbnail(request: Request) -> Response:
    """`GET /jobs/{id}/thumbnail`: a small picture of its first page."""
    job = await _job(request)
    picture = await asyncio.to_thread(services().storage.read, preview_key(job.id, 0))
    return Response(picture, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=86400"})


async def get_page_picture(request: Request) -> Response:
    """`GET /jobs/{id}/pages/{number}/picture`: a page as it was read, upright, its longer side at most 1600 pixels."""
    job = await _job(request)
    number = request.path_params["number"]
    if not number.isdecimal():
        raise HTTPException(404)
    picture = await asyncio.to_thread(services().storage.read, preview_key(job.id, int(number)))
    return Response(picture, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=86400"})


async def put_draft(request: Request) -> Response:
    """`PUT /jobs/{id}/draft`: keep what a person has typed about a document and not sent yet."""
    owner, shared = request_owner(request), services()
    base, draft = await read_draft(request)
    job_id = request.path_params["id"]
    kept = await shared.acall(shared.desk.reviews.keep_draft, job_id, draft, base=base, owner=owner)
    return JSONResponse({"kept": kept})


async def delete_job(request: Request) -> Response:
    """`DELETE /jobs/{id}`: cancel it while it waits or is read, delete it when it is done with."""
    owner, shared = request_owner(request), services()
    cancelled = await shared.acall(shared.desk.withdraw, request.path_params["id"], owner=owner)
    return Response(status_code=204) if cancelled is None else await _job_response(request, cancelled)


async def retry_job(request: Request) -> Response:
    """`POST /jobs/{id}/retry`: retry a failed or cancelled document."""
    owner, shared = request_owner(request), services()
    engine = request.query_params.get("engine")
    job = await shared.acall(shared.desk.retry, request.path_params["id"], engine=engine, owner=owner)
    return await _job_response(request, job, 202)


async def split_job(request: Request) -> Response:
    """`POST /jobs/{id}/split`: part a file that holds several documents."""
    owner, shared = request_owner(request), services()
    jobs = await shared.acall(split, shared.desk, request.path_params["id"], owner=owner)
    return JSONResponse({"jobs": await shared.acall(describe, shared.desk, jobs, owner=owner)}, 202)


async def get_queue(request: Request) -> Response:
    """`GET /queue`: counts, average and workers."""
    request_owner(request)
    shared = services()
    stats = await shared.acall(shared.desk.jobs.get_queue_stats)
    workers = [
        asdict(worker) | {"started_at": _iso(worker.started_at), "heartbeat_at": _iso(worker.heartbeat_at)}
        for worker in stats.workers
    ]
    return JSONResponse(
        {
            "counts": {status.value: count for status, count in stats.counts.items()},
            "done_today": stats.done_today,
            "failed_today": stats.failed_today,
            "average_seconds": round(stats.average_s, 3),
            "workers": workers,
        }
    )


async def get_engines(request: Request) -> Response:
    """`GET /engines`: which engines there are, and why one cannot run."""
    request_owner(request)
    default = services().settings.default_engine
    return JSONResponse({"engines": await asyncio.to_thread(_engines, default)})


async def get_metrics(request: Request) -> Response:
    """`GET /metrics`: figures by engine, or Prometheus's text for those who ask for plain text."""
    request_owner(request)
    shared, accept = services(), request.headers.get("accept", "")
    if "text/plain" in accept and "application/json" not in accept:
        text = await shared.acall(prometheus_text, shared.desk.jobs, shared.desk.measurements)
        return Response(text, headers={"Content-Type": CONTENT_TYPE})
    return JSONResponse(await shared.acall(report, shared.desk.measurements))


async def get_openapi(request: Request) -> Response:
    """`GET /openapi.json`: the description of this API."""
    return JSONResponse(openapi(_base(request)))


def _by_method(**handlers: Handler) -> Handler:
    """Return one handler for several methods, so that a wrong method is told all of the right ones."""

    async def handler(request: Request) -> Response:
        return await handlers["GET" if request.method == "HEAD" else request.method](request)

    return handler


ROUTES = [
    Route("/jobs", _by_method(GET=list_jobs, POST=create_job), methods=["GET", "POST"]),
    Route("/jobs/{id}", _by_method(GET=get_job, DELETE=delete_job), methods=["GET", "DELETE"]),
    Route("/jobs/{id}/result", get_result),
    Route("/jobs/{id}/file", get_file),
    Route("/jobs/{id}/thumbnail", get_thumbnail),
    Route("/jobs/{id}/pages/{number}/picture", get_page_picture),
    Route("/jobs/{id}/draft", put_draft, methods=["PUT"]),
    Route("/jobs/{id}/retry", retry_job, methods=["POST"]),
    Route("/jobs/{id}/split", split_job, methods=["POST"]),
    Route("/exports", export, methods=["POST"]),
    Route("/documents", delete_documents, methods=["DELETE"]),
    Route("/queue", get_queue),
    Route("/engines", get_engines),
    Route("/metrics", get_metrics),
    Route("/openapi.json", get_openapi),
]


def api_mounts(base_path: str) -> list[Mount]:
    """Return the API as routes for the server, with its own errors and guard.

    Under `server.baseUrlPath` too, where the pages are; a proxy may take that away, so also without.
    """
    app = Starlette(
        routes=ROUTES, middleware=[Middleware(SameSiteOnly), Middleware(BearerTokens)], exception_handlers=HANDLERS
    )
    base = base_path.strip("/")
    return [Mount(path, app=app) for path in dict.fromkeys((f"/{base}{PREFIX}" if base else PREFIX, PREFIX))]


async def _job(request: Request) -> Job:
    owner, shared = request_owner(request), services()
    return await shared.acall(shared.desk.jobs.get_job, request.path_params["id"], owner=owner)


async def _job_response(
    request: Request, job: Job, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    owner, shared = request_owner(request), services()
    return JSONResponse(await shared.acall(describe_one, shared.desk, job, owner=owner), status, headers)


def _no_result(job: Job) -> ResultNotReady:
    if not job.is_final:
        return ResultNotReady(case="wait", status=job.status)
    if job.error_message:
        return ResultNotReady(status=job.status, reason=job.error_message)
    return ResultNotReady(case="cancelled", status=job.status)


def _base(request: Request) -> str:
    """Return the path under which this request found the API."""
    return str(request.scope.get("root_path") or PREFIX)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk


def _engines(default: str) -> list[dict[str, Any]]:
    return [engine_json(engine) | {"default": name == default} for name, engine in engine_classes().items()]


def engine_json(engine: type[Engine]) -> dict[str, Any]:
    """Return what is known of an engine without loading it, as JSON-able data."""
    return {"name": engine.name, "label": engine.label} | engine.availability().to_json()


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
