"""What an accountant books: the fields that were found, how sure each is, and what was checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from ocrcore.web.components.formats import visitor_formats
from ocrcore.web.components.markdown import escape
from ocrcore.web.components.summary import format_value
from ocrcore.web.components.texts import field_name, is_known, plain, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocrcore.engines.base import Box, OcrPage
    from ocrcore.pipeline.result import Result
    from ocrcore.queue import Job
    from ocrcore.web.components.formats import Formats

_ORDER = (
    "document_type", "vendor_name", "vendor_tax_id", "vendor_address", "vendor_phone", "customer_name",
    "customer_tax_id", "document_number", "fiscal_id", "date", "time", "currency", "net_total", "tax_total",
    "discount_total", "total",
)  # fmt: skip
_LISTS = {
    "taxes": ("code", "rate", "base", "amount"),
    "payments": ("method", "amount"),
    "items": ("description", "quantity", "unit_price", "amount", "tax_code"),
}
_FIGURES = frozenset({"rate", "base", "amount", "quantity", "unit_price", "confidence"})
_SURE, _DOUBTFUL = 0.9, 0.6
_WIDTHS = {"field": 140, "value": 220, "sure": 76, "description": 200, "tax_code": 76}


def fields_tab(job: Job, result: Result, page: OcrPage) -> None:
    """Show the fields of a document, the checks first."""
    del page
    _checks(result)
    formats = visitor_formats()
    rows = [_row(name, value, formats) for name, value in _scalars(result).items()]
    if rows:
        st.dataframe(
            pd.DataFrame(rows),
            key=_key(job, "scalars"),
            hide_index=True,
            on_select="rerun",
            selection_mode="single-row",
            height="content",
            column_config=_columns(("field", "value", "sure", "printed")),
        )
    for name, columns in _LISTS.items():
        _list(job, result, name, columns, formats)
    st.caption(say("fields.help"))


def chosen_boxes(job: Job, result: Result, page: OcrPage) -> list[Box]:
    """Return the boxes on this page of the fields and list rows that are chosen in the tables."""
    chosen = _chosen(job, "scalars", list(_scalars(result).values()))
    for name in _LISTS:
        chosen += _chosen(job, name, _rows_of(result, name))
    return [tuple(each["box"]) for each in chosen if each.get("box") and each.get("page", 1) == page.number]


def fields_at(result: Result, page: OcrPage, box: Box) -> list[str]:
    """Return the names of the fields whose box on this page holds the middle of `box`."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return [
        name
        for name, each in _scalars(result).items()
        if each.get("page", 1) == page.number and each.get("box") and _holds(each["box"], x, y)
    ]


def _holds(box: list[float], x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _scalars(result: Result) -> dict[str, dict[str, Any]]:
    found = {name: each for name, each in result.fields.items() if isinstance(each, dict) and "value" in each}
    known = [name for name in _ORDER if name in found]
    return {name: found[name] for name in [*known, *(name for name in found if name not in _ORDER)]}


def _rows_of(result: Result, name: str) -> list[dict[str, Any]]:
    rows = result.fields.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _key(job: Job, table: str) -> str:
    return f"fields_{table}_{job.id}"


def _chosen(job: Job, table: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    state: Any = st.session_state.get(_key(job, table))
    return [rows[number] for number in (state["selection"]["rows"] if state else []) if number < len(rows)]


def _row(name: str, found: Mapping[str, Any], formats: Formats) -> dict[str, str]:
    value = str(found["value"])
    source = str(found.get("source") or "")
    return {
        "field": field_name(name),
        "value": format_value(name, value, formats),
        "sure": _sure(found, formats),
        "printed": source,
    }


def _sure(found: Mapping[str, Any], formats: Formats) -> str:
    confidence = found.get("confidence")
    if confidence is None:
        return ""
    told = formats.percent(float(confidence))
    if confidence >= _SURE:
        return told
    return plain("fields.look" if confidence >= _DOUBTFUL else "fields.doubtful", share=told)


def _columns(names: tuple[str, ...]) -> dict[str, Any]:
    right = {"sure", *_FIGURES}
    return {
        name: st.column_config.TextColumn(
            plain(f"fields.{name}") if name in {"field", "value", "sure", "printed"} else field_name(name),
            alignment="right" if name in right else None,
            width=_WIDTHS.get(name),
            help=plain("fields.sure_help") if name == "sure" else None,
        )
        for name in names
    }


def _list(job: Job, result: Result, name: str, columns: tuple[str, ...], formats: Formats) -> None:
    rows = _rows_of(result, name)
    if not rows:
        return
    st.markdown(f"**{say(f'fields.{name}')}**")
    used = [column for column in columns if any(row.get(column) for row in rows)]
    table = [{column: _cell(column, row, formats) for column in used} | {"sure": _sure(row, formats)} for row in rows]
    st.dataframe(
        pd.DataFrame(table),
        key=_key(job, name),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        height="content" if len(rows) <= 10 else 390,
        column_config=_columns((*used, "sure")),
    )


def _cell(column: str, row: Mapping[str, Any], formats: Formats) -> str:
    value = format_value(column, str(row.get(column) or ""), formats)
    return f"{value} {row['unit']}" if column == "quantity" and row.get("unit") else value


def _checks(result: Result) -> None:
    failed = [check for check in result.checks if check.get("passed") is False]
    passed = [check for check in result.checks if check.get("passed") is True]
    for check in failed:
        st.markdown(f":red[:material/priority_high:] {escape(_sentence(check))}")
    if passed:
        told = " · ".join(f":green[:material/check:] {escape(_name(check))}" for check in _distinct(passed))
        st.markdown(told, help="  \n".join(escape(_sentence(check)) for check in passed))


def _distinct(checks: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return list({check["code"]: check for check in checks}.values())


def _name(check: Mapping[str, Any]) -> str:
    code = str(check["code"])
    return plain(f"check.{code}") if is_known(f"check.{code}") else code.replace("_", " ")


def _sentence(check: Mapping[str, Any]) -> str:
    return str(check.get("message") or _name(check))
