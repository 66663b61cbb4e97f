"""The description of the REST API (OpenAPI 3.1), served as `/api/v1/openapi.json`."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from ocrcore.export import DecimalSign, ExportFormat, Separator
from ocrcore.queue.listing import MAX_LIMIT
from ocrcore.web.api.openapi_schemas import REVIEW_STATE, SCHEMAS, STATUS, STRING, Schema, array, ref
from ocrcore.web.streamlit_patches.signed_in import USER_COOKIE

PREFIX = "/api/v1"
DEFAULT_LIMIT = 50
"""Jobs in one answer of the list when the request does not say."""

_FILTERS = {
    "search": "Only documents with these words in the name of their file or vendor, their number or their total.",
    "month": "Only documents of this month by their own date, such as `2026-03`; `none` for those without a date.",
    "vendor": "Only documents of the vendor of this name.",
}


def _text_parameter(name: str, description: str, schema: Schema = STRING, **more: object) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": schema, **more}


_JOB_ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
_PAGE_NUMBER = {"name": "number", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 0}}
_ENGINE = {"name": "engine", "in": "query", "description": "Read it with this engine now.", "schema": STRING}
_CONFIRM = {"name": "confirm", "in": "query", "required": True, "schema": {"type": "string", "enum": ["all"]}}
_DELETED: Schema = {"type": "object", "properties": {"deleted": {"type": "integer"}}, "required": ["deleted"]}
_LIST_PARAMETERS = [
    {
        "name": "status",
        "in": "query",
        "description": "Only jobs in these states; several are parted by commas.",
        "explode": False,
        "schema": array(STATUS),
    },
    {
        "name": "review_state",
        "in": "query",
        "description": "Only documents that have been read and are in these states; several are parted by commas.",
        "explode": False,
        "schema": array(REVIEW_STATE),
    },
    *(_text_parameter(name, told) for name, told in _FILTERS.items()),
    {
        "name": "limit",
        "in": "query",
        "schema": {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
    },
    {"name": "cursor", "in": "query", "description": "`next_cursor` of the page before.", "schema": STRING},
]
_EXPORT_PARAMETERS = [
    _text_parameter("format", "What to write.", {"enum": [each.value for each in ExportFormat]}, required=True),
    _text_parameter("id", "These documents; without, all that match the filters.", array(STRING)),
    _LIST_PARAMETERS[1],
    _text_parameter("engine", "Only documents read with this engine."),
    *(_text_parameter(name, told) for name, told in _FILTERS.items()),
    _text_parameter("language", "Headings in this language, such as `ro`; without, names of fields."),
    _text_parameter("decimal", "Decimal sign of CSV.", {"enum": [each.value for each in DecimalSign]}),
    _text_parameter("separator", "What parts the cells of CSV.", {"enum": [each.value for each in Separator]}),
    _text_parameter("company", "Tax id of the company whose books these are, for the journal and SAGA."),
]
_UPLOAD = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {
                    "file": {"type": "string", "contentMediaType": "application/octet-stream"},
                    "engine": STRING | {"description": "One of `GET /engines`; otherwise the default."},
                },
                "required": ["file"],
                "additionalProperties": False,
            }
        }
    },
}

_DRAFT = {"required": True, "content": {"application/json": {"schema": ref("Draft")}}}

_SECURITY = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "A token from the desk's Settings page. It acts in the name of who made it.",
    },
    "signIn": {
        "type": "apiKey",
        "in": "cookie",
        "name": USER_COOKIE,
        "description": "The cookie of somebody who has signed in at the desk, where sign-in is configured.",
    },
}
"""Without sign-in a request needs neither."""


def openapi(base: str = PREFIX) -> dict[str, Any]:
    """Return the description as JSON-able data, for an API under this path."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "OCR desk",
            "version": version("ocrdesk"),
            "description": "Hand in documents, follow them through the queue, fetch what was read. "
            "Requests from pages of other web sites are refused. Where sign-in is configured, a request needs the "
            "desk's cookie and sees its own documents only.",
        },
        "servers": [{"url": base}],
        "paths": _paths(),
        "security": [{}, {"token": []}, {"signIn": []}],
        "components": {
            "securitySchemes": _SECURITY,
            "schemas": SCHEMAS,
            "responses": {"Error": _answer("What went wrong.", ref("Error"))},
        },
    }


def _paths() -> dict[str, Any]:
    job = ref("Job")
    one = {"parameters": [_JOB_ID]}
    return {
        "/jobs": {
            "post": _operation("createJob", "Hand in a document", {"202": _accepted(job)}, requestBody=_UPLOAD),
            "get": _operation(
                "listJobs",
                "List jobs, newest first",
                {"200": _answer("A page.", ref("Jobs"))},
                parameters=_LIST_PARAMETERS,
            ),
        },
        "/jobs/{id}": one
        | {
            "get": _operation("getJob", "How a document stands", {"200": _answer("The job.", job)}),
            "delete": _operation(
                "deleteJob",
                "Cancel a document that waits or is read, or delete one that is done with",
                {"200": _answer("It is cancelled.", job), "204": {"description": "It is deleted."}},
            ),
        },
        "/jobs/{id}/result": one
        | {"get": _operation("getResult", "What was read", {"200": _answer("The result.", ref("Result"))})},
        "/jobs/{id}/file": one | {"get": _operation("getFile", "The document as uploaded", {"200": _file()})},
        "/jobs/{id}/thumbnail": one
        | {"get": _operation("getThumbnail", "A small picture of the first page", {"200": _thumbnail()})},
        "/jobs/{id}/pages/{number}/picture": {"parameters": [_JOB_ID, _PAGE_NUMBER]}
        | {"get": _operation("getPagePicture", "A page as it was read, upright", {"200": _thumbnail()})},
        "/jobs/{id}/draft": one
        | {
            "put": _operation(
                "putDraft",
                "Keep what a person has typed about a document and not sent yet",
                {"200": _answer("Whether it is kept.", ref("DraftKept"))},
                requestBody=_DRAFT,
            )
        },
        "/jobs/{id}/retry": one
        | {
            "post": _operation(
                "retryJob",
                "Retry a failed or cancelled document",
                {"202": _accepted(job)},
                parameters=[_ENGINE],
            )
        },
        "/jobs/{id}/split": one
        | {
            "post": _operation(
                "splitJob",
                "Part a file that holds several documents into jobs of their own",
                {"202": _answer("Its parts' jobs, in order; those that are there already too.", ref("Parts"))},
            )
        },
        "/exports": {
            "post": _operation(
                "exportDocuments",
                "Documents as one file; confirmed ones count as exported then",
                {"200": _file()},
                parameters=_EXPORT_PARAMETERS,
            )
        },
        "/documents": {
            "delete": _operation(
                "deleteDocuments",
                "Delete all of one's documents",
                {"200": _answer("How many they were.", _DELETED)},
                parameters=[_CONFIRM],
            ),
        },
        "/queue": {"get": _operation("getQueue", "Counts, average, workers", {"200": _answer("It.", ref("Queue"))})},
        "/engines": {"get": _operation("getEngines", "The engines", {"200": _answer("They.", ref("Engines"))})},
        "/metrics": {"get": _operation("getMetrics", "Figures by engine", {"200": _metrics()})},
        "/openapi.json": {
            "get": _operation("getOpenapi", "This description", {"200": _answer("OpenAPI 3.1.", {"type": "object"})})
        },
    }


def _operation(name: str, summary: str, responses: dict[str, Any], **more: object) -> dict[str, Any]:
    errors = {"default": {"$ref": "#/components/responses/Error"}}
    return {"operationId": name, "summary": summary, "responses": responses | errors, **more}


def _answer(description: str, schema: Schema) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _accepted(job: Schema) -> dict[str, Any]:
    return _answer("It waits in the queue.", job)


def _file() -> dict[str, Any]:
    headers = {"Content-Disposition": {"description": "Always an attachment.", "schema": STRING}}
    return {"description": "The file.", "headers": headers, "content": {"*/*": {}}}


def _thumbnail() -> dict[str, Any]:
    return {"description": "The picture.", "content": {"image/jpeg": {}}}


def _metrics() -> dict[str, Any]:
    answer = _answer("As JSON; Prometheus's text for `Accept: text/plain`.", ref("Metrics"))
    answer["content"]["text/plain"] = {"schema": STRING}
    return answer
