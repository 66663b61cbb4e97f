"""Where the fields of a document lie on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ocrcore.web.i18n.texts import field_name, plain
from ocrcore.web.result.form.doubts import DOUBTFUL, SURE
from ocrcore.web.result.form.field_layout import LISTS, SCALARS, rows_of, shown_value
from ocrcore.web.result.form.field_lights import mark_name
from ocrcore.web.result.picture.page_picture import PlacedField

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ocrcore.layout.page import Box, OcrPage
    from ocrcore.web.i18n.formats import Formats


def placed_fields(fields: Mapping[str, Any], page: OcrPage, formats: Formats) -> list[PlacedField]:
    """Return the fields and rows of lists with their boxes on a page; the document's type has none of its own."""
    return [
        PlacedField(
            name=name,
            label=label,
            value=value,
            sure=formats.percent(float(found.get("confidence", 1.0))),
            band=_band(found),
            box=_box(found),
        )
        for name, label, value, found in _all(fields, formats)
        if _is_on(found, page)
    ]


def marks(fields: Mapping[str, Any], page: OcrPage, formats: Formats) -> dict[str, list[Box]]:
    """Return by layer's name the boxes of each field, and of all rows of each list, on a page."""
    found: dict[str, list[Box]] = {}
    for each in placed_fields(fields, page, formats):
        found.setdefault(mark_name(each.name), []).append(each.box)
    return found


def rows_on(fields: Mapping[str, Any], page: OcrPage) -> dict[str, list[int]]:
    """Return, by list, the numbers (from 0) of the rows that lie on a page, in the order of their boxes in `marks`."""
    return {name: [number for number, row in enumerate(rows_of(fields, name)) if _is_on(row, page)] for name in LISTS}


def fields_at(fields: Mapping[str, Any], page: OcrPage, box: Box, formats: Formats) -> list[PlacedField]:
    """Return the fields whose box on this page holds the middle of `box`, the smallest first."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    holding = [
        each
        for each in placed_fields(fields, page, formats)
        if each.box[0] <= x <= each.box[2] and each.box[1] <= y <= each.box[3]
    ]
    return sorted(holding, key=lambda each: (each.box[2] - each.box[0]) * (each.box[3] - each.box[1]))


def _all(fields: Mapping[str, Any], formats: Formats) -> Iterator[tuple[str, str, str, Mapping[str, Any]]]:
    for name in LISTS:
        for number, row in enumerate(rows_of(fields, name), start=1):
            value = row.get("description") or row.get("method") or row.get("code") or ""
            amount = shown_value("amount", {"amount": {"value": row.get("amount", "")}}, formats)
            yield name, f"{plain(f'fields.{name}')} {number}", f"{value} {amount}".strip(), row
    for name in SCALARS:
        found = fields.get(name)
        if name != "document_type" and isinstance(found, dict):
            yield name, field_name(name), shown_value(name, fields, formats), found


def _is_on(found: Mapping[str, Any], page: OcrPage) -> bool:
    return bool(found.get("box")) and found.get("page", 1) == page.number


def _band(found: Mapping[str, Any]) -> int:
    confidence = float(found.get("confidence", 1.0))
    return 0 if confidence >= SURE else 1 if confidence >= DOUBTFUL else 2


def _box(found: Mapping[str, Any]) -> Box:
    x0, y0, x1, y1 = found["box"]
    return x0, y0, x1, y1
