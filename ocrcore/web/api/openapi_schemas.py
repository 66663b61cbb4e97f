"""The shapes that the REST API takes and gives, as JSON Schema (OpenAPI 3.1)."""

from __future__ import annotations

from typing import Any

from ocrcore.database.job_status import JobStatus
from ocrcore.database.review_state import ReviewState
from ocrcore.errors import walk

Schema = dict[str, Any]


def nullable(schema: Schema) -> Schema:
    """Return the schema of a value that may also be null."""
    return {"anyOf": [schema, {"type": "null"}]}


def closed(properties: dict[str, Schema], **more: object) -> Schema:
    """Return the schema of an object that has exactly these keys."""
    required = list(properties)
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False, **more}


def array(items: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": items}


def ref(name: str) -> Schema:
    """Refer to one of `SCHEMAS`."""
    return {"$ref": f"#/components/schemas/{name}"}


STRING: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
COUNT: Schema = {"type": "integer", "minimum": 0}
BOOLEAN: Schema = {"type": "boolean"}
SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
TIME: Schema = {"type": "string", "format": "date-time", "description": "UTC, ISO 8601."}
STATUS: Schema = {"type": "string", "enum": [status.value for status in JobStatus]}
REVIEW_STATE: Schema = {"type": "string", "enum": [state.value for state in ReviewState]}

HTTP_CODES = ("not_found", "method_not_allowed", "forbidden", "unauthorized")
"""Codes that come from HTTP itself; all others are those of the error tree."""

_JOB = closed(
    {
        "id": {"type": "string", "format": "uuid"},
        "status": STATUS,
        "engine": STRING,
        "original_filename": STRING | {"description": "As the user calls it: data, never a path or HTML."},
        "mime_type": STRING,
        "position": nullable({"type": "integer", "minimum": 1})
        | {"description": "Place among the waiting; null when it does not wait."},
        "eta_seconds": nullable(NUMBER) | {"description": "Seconds until it is done; null without a live worker."},
        "eta_range_seconds": nullable(array(NUMBER) | {"minItems": 2, "maxItems": 2})
        | {"description": "Between these it is done in 80 % of cases."},
        "progress": closed({"page": COUNT, "pages": nullable(COUNT)}),
        "attempt": COUNT,
        "created_at": TIME,
        "started_at": nullable(TIME),
        "completed_at": nullable(TIME),
        "queue_wait_ms": nullable(COUNT),
        "processing_time_ms": nullable(COUNT),
        "ocr_time_ms": nullable(COUNT),
        "review_state": nullable(REVIEW_STATE)
        | {"description": "How far people are with it; null when it is not read."},
        "same_document_as": nullable({"type": "string", "format": "uuid"})
        | {
            "description": "Another job with the same document (tax id, number, date and total): one that was confirmed, "
            "else the oldest; null for none."
        },
        "error": nullable(closed({"code": STRING, "message": STRING}))
        | {"description": "Why the last run failed; also while the next attempt waits."},
    }
)

_ERROR = closed(
    {"error": closed({"code": STRING | {"enum": [each.code for each in walk()] + list(HTTP_CODES)}, "message": STRING})}
)

_BOX = array(SHARE) | {"minItems": 4, "maxItems": 4, "description": "[x0, y0, x1, y1], fractions of the upright page."}
_SPAN = {"text": STRING, "confidence": SHARE, "box": _BOX}
_WORD = closed(dict(_SPAN))
_WORD["properties"]["look"] = STRING | {
    "description": "The second look that it comes from; left out for the first reading."
}
_WORD["properties"]["source"] = {"const": "ocr"} | {
    "description": "The word was read in a picture on a page of own text; else left out, and the page's source holds."
}
_PAGE = closed(
    {
        "number": {"type": "integer", "minimum": 1},
        "width": COUNT,
        "height": COUNT,
        "source": STRING | {"enum": ["ocr", "text_layer", "e_invoice"]},
        "lines": array(closed(_SPAN | {"words": array(_WORD)})),
    }
)
_CHECK = closed(
    {
        "code": STRING,
        "passed": nullable(BOOLEAN),
        "message": STRING,
        "facts": {"type": "object", "additionalProperties": STRING}
        | {"description": "The plain values that the message is about, by name."},
    },
    required=["code", "passed", "message"],
)
_FIELDS = {
    "type": "object",
    "description": "What was found, by field; money is a string such as 59.37. A field with `derived_from`, and the members "
    "of a row in its `derived`, were not read but follow from others.",
}
_PART = closed(
    {
        "pages": array({"type": "integer", "minimum": 1}),
        "box": nullable(_BOX) | {"description": "Where it stands on its page; null when it takes whole pages."},
        "turned_degrees": COUNT | {"description": "By so much its page was turned counter-clockwise to be upright."},
        "fields": _FIELDS,
    }
)
_RESULT = closed(
    {
        "schema": {"const": "ocrcore.result/1"},
        "engine": STRING,
        "engine_version": STRING,
        "text": STRING,
        "pages": array(_PAGE),
        "tiers": array(closed({"name": STRING, "ocr_ms": COUNT, "score": SHARE, "accepted": BOOLEAN})),
        "fast_path": nullable(BOOLEAN),
        "fields": _FIELDS,
        "checks": array(_CHECK),
        "documents": array(_PART)
        | {
            "description": "Where a file holds several documents: each; `fields` are those of the first then, in doubt."
        },
        "timings_ms": closed(dict.fromkeys(("load", "preprocess", "ocr", "extract", "total"), COUNT)),
    }
)
_RESULT["required"].remove("documents")

_WORKER = closed(
    {
        "worker_id": STRING,
        "hostname": STRING,
        "pid": COUNT,
        "processes": COUNT,
        "busy": COUNT,
        "state": STRING,
        "memory_mb": NUMBER,
        "documents": COUNT,
        "started_at": nullable(TIME),
        "heartbeat_at": nullable(TIME),
    }
)
_QUEUE = closed(
    {
        "counts": closed({status.value: COUNT for status in JobStatus}),
        "done_today": COUNT,
        "failed_today": COUNT,
        "average_seconds": NUMBER,
        "workers": array(_WORKER),
    }
)
_ENGINE = closed(
    {
        "name": STRING,
        "label": STRING,
        "default": BOOLEAN,
        "available": BOOLEAN,
        "version": STRING,
        "languages": array(STRING),
        "reason": STRING | {"description": "Why it cannot run here."},
        "install": STRING | {"description": "The one line that installs it."},
    }
)

_SPREAD = nullable(closed({"n": COUNT, "median": NUMBER, "p95": NUMBER}))
_MEAN = nullable(closed({"n": COUNT, "mean": NUMBER}))
_ETA = nullable(closed({"n": COUNT, "error": NUMBER, "covered": SHARE}))
_ACCURACY = nullable(closed({"n": COUNT, "fields": COUNT, "mean": SHARE}))
_TIER = closed({"runs": COUNT, "accepted": SHARE, "ocr_ms": _SPREAD, "score": _MEAN})
_FIGURES = {
    "type": "object",
    "properties": {
        **dict.fromkeys(("documents", "completed", "failed", "retried_runs", "pages", "size_bytes"), COUNT),
        **dict.fromkeys(("wait_ms", "processing_ms", "ocr_ms", "page_ms"), _SPREAD),
        **dict.fromkeys(("success", "fast_path", "confidence", "fields_found", "checks_passed"), _MEAN),
        "fast_path_saved_ms": nullable(NUMBER),
        "eta": _ETA | {"description": "How true the predicted ends were: median error as a share, share in the range."},
        "accuracy": _ACCURACY
        | {"description": "Share of fields that people left as they were read, in `n` confirmed documents."},
        "looked_at": _ACCURACY | {"description": "The same of those fields that somebody looked at or changed."},
        "tiers": {"type": "object", "additionalProperties": _TIER},
        "failures": {"type": "object", "additionalProperties": COUNT},
    },
    "required": ["documents", "completed", "failed", "wait_ms", "processing_ms", "ocr_ms", "failures"],
}

SCHEMAS: dict[str, Schema] = {
    "Job": _JOB,
    "Jobs": closed({"jobs": array(ref("Job")), "next_cursor": nullable(STRING)}),
    "Parts": closed({"jobs": array(ref("Job"))}),
    "Result": _RESULT,
    "Queue": _QUEUE,
    "Engines": closed({"engines": array(_ENGINE)}),
    "Metrics": closed({"since": nullable(TIME), "engines": {"type": "object", "additionalProperties": _FIGURES}}),
    "Draft": closed(
        {
            "base": STRING | {"description": "The version of the document that was on the page; made by the page."},
            "draft": {"type": "object", "description": "`fields`, `rows` and `seen` of the form; empty for none."},
        }
    ),
    "DraftKept": closed({"kept": BOOLEAN | {"description": "False when the document is another by now."}}),
    "Error": _ERROR,
}
