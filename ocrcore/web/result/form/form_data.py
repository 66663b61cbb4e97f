"""What the form's script is given: fields, lists, what is to be said of them, and the words around them. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ocrcore.web.i18n.texts import field_name, plain
from ocrcore.web.result.form.checks_line import failed_by_code, failed_sentences
from ocrcore.web.result.form.doubts import TO_LOOK_AT, derived_members, doubt, row_doubt
from ocrcore.web.result.form.entered import DECIMALS
from ocrcore.web.result.form.field_layout import (
    DOCUMENT_TYPES,
    HEAD,
    LISTS,
    METHODS,
    MORE,
    REQUIRED,
    SCALARS,
    TOTALS,
    WALKED,
    shown_value,
)
from ocrcore.web.shared.listing.summary import format_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ocrcore.web.i18n.formats import Formats
    from ocrcore.web.result.reviewed import Reviewed

_TEXTS = (
    "add_row", "anyway", "anyway_help", "confirm", "confirm_anyway", "confirm_help", "discard", "discard_help", "draft",
    "draft_kept", "draft_lost", "draft_stale", "keys", "missing", "more", "next", "remove_row", "restore", "restore_help", "row", "row_add",
    "row_remove", "row_split", "save", "save_help", "split_row", "sure", "sure_help", "undo",
)  # fmt: skip
_BLANKS = {"missing": "fields", "next": "field", "row_add": "row", "row_remove": "row", "row_split": "row"}
"""The blanks that the script fills in."""


def form_data(document: Reviewed, formats: Formats) -> dict[str, Any]:
    """Return the data of a document's form, without what changes while it is open."""
    fields = fields_data(document, formats)
    # What only follows from other fields is looked at there.
    walked = [
        name
        for name in WALKED
        if (fields[name]["level"] in TO_LOOK_AT or name in REQUIRED)
        and "derived_from" not in (document.scalar(name) or {})
    ]
    return {
        "job": document.job.id,
        "token": document.stamp,
        "place": place_of(document),
        "pages": pages_data(document),
        "head": _rows(HEAD + TOTALS),
        "more": _rows(MORE),
        "fields": fields,
        "lists": [_list(name, document.rows(name), formats) for name in LISTS],
        "order": walked,
        "first": WALKED[0],
        "failed": failed_sentences(document.result, formats),
        "has_corrections": bool(document.review.corrections),
        "texts": {name: plain(f"fields.{name}", **_blank(name)) for name in _TEXTS},
    }


def place_of(document: Reviewed) -> dict[str, Any]:
    """Return what makes up the address of a page's picture, but for the page."""
    return {"job": document.job.id, "run": document.job.run}


def pages_data(document: Reviewed) -> list[dict[str, int]]:
    """Return the pages with their shapes."""
    return [{"number": page.number, "width": page.width, "height": page.height} for page in document.read.pages]


def _blank(name: str) -> dict[str, str]:
    blank = _BLANKS.get(name)
    return {blank: f"{{{blank}}}"} if blank else {}


def _rows(rows: Iterable[Sequence[tuple[str, int]]]) -> list[list[dict[str, Any]]]:
    return [[{"name": name, "share": share} for name, share in row] for row in rows]


def fields_data(document: Reviewed, formats: Formats) -> dict[str, dict[str, Any]]:
    """Return every field with one value: its name, value, place, and what is to be said of it."""
    failed = failed_by_code(document.result, formats)
    return {name: _field(name, document, failed, formats) for name in SCALARS}


def _field(name: str, document: Reviewed, failed: Mapping[str, str], formats: Formats) -> dict[str, Any]:
    found = document.scalar(name)
    seen = doubt(name, found, failed, formats)
    data: dict[str, Any] = {
        "label": field_name(name),
        "value": shown_value(name, document.fields, formats),
        "level": seen.level,
        "reason": seen.reason,
        "figure": name in DECIMALS,
        "required": name in REQUIRED,
    }
    if found:
        data |= _place(found)
        if "confidence" in found and not found.get("corrected"):
            printed = [str(found["printed"])] if found.get("printed") else []
            data["share"] = " · ".join([*printed, formats.percent(float(found["confidence"]))])
        if seen.reason and found.get("page") and len(document.read.pages) > 1:
            data["reason"] = f"{seen.reason} {plain('doubt.page', page=found['page'])}"
    if name == "document_type":
        kinds = dict.fromkeys([*DOCUMENT_TYPES, *([data["value"]] if data["value"] else [])])
        data["choices"] = [{"value": kind, "label": _document_type(kind)} for kind in kinds]
        data.pop("box", None)  # told from the whole
    return data


def _document_type(kind: str) -> str:
    return plain(f"document_type.{kind}") if kind in DOCUMENT_TYPES else kind


def _place(found: Mapping[str, Any]) -> dict[str, Any]:
    return {"page": found.get("page", 1), "box": list(found["box"])} if found.get("box") else {}


def _list(name: str, rows: Sequence[Mapping[str, Any]], formats: Formats) -> dict[str, Any]:
    columns: list[dict[str, Any]] = [
        {"name": column, "label": field_name(column), "figure": column in DECIMALS} for column in LISTS[name]
    ]
    for column in columns:
        if column["name"] == "method":
            column["choices"] = [{"value": method, "label": plain(f"method.{method}")} for method in METHODS]
    return {
        "name": name,
        "label": plain(f"fields.{name}"),
        "columns": columns,
        "rows": [_row(name, row, formats) for row in rows],
        "told": derived_members(rows, formats),
    }


def _row(name: str, row: Mapping[str, Any], formats: Formats) -> dict[str, Any]:
    seen = row_doubt(row, formats)
    cells = {column: format_value(column, str(row.get(column) or ""), formats) for column in LISTS[name]}
    return {"cells": cells, "level": seen.level, "sure": seen.reason, **_place(row)}
