"""Where the fields of a document lie on its pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ocrcore.web.i18n.texts import field_name, plain
from ocrcore.web.result.form.doubts import DOUBTFUL, SURE
from ocrcore.web.result.form.field_layout import LISTS, SCALARS, rows_of, shown_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ocrcore.layout.page import Box
    from ocrcore.web.i18n.formats import Formats


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedField:
    """A field's box on a page. `band` is 0 for a sure one, 1 for one to look at again, 2 for a doubtful one."""

    name: str
    row: int | None
    """The number of a list's row, from 0."""
    label: str
    value: str
    sure: str
    band: int
    page: int
    box: Box


def placed_fields(fields: Mapping[str, Any], formats: Formats) -> list[PlacedField]:
    """Return the fields and rows of lists that have a box; the document's type has none of its own."""
    return [
        PlacedField(
            name=name,
            row=row,
            label=label,
            value=value,
            sure=formats.percent(float(found.get("confidence", 1.0))),
            band=_band(found),
            page=int(found.get("page", 1)),
            box=_box(found),
        )
        for name, row, label, value, found in _all(fields, formats)
        if found.get("box")
    ]


def _all(fields: Mapping[str, Any], formats: Formats) -> Iterator[tuple[str, int | None, str, str, Mapping[str, Any]]]:
    for name in LISTS:
        for number, row in enumerate(rows_of(fields, name)):
            value = row.get("description") or row.get("method") or row.get("code") or ""
            amount = shown_value("amount", {"amount": {"value": row.get("amount", "")}}, formats)
            yield name, number, f"{plain(f'fields.{name}')} {number + 1}", f"{value} {amount}".strip(), row
    for name in SCALARS:
        found = fields.get(name)
        if name != "document_type" and isinstance(found, dict):
            yield name, None, field_name(name), shown_value(name, fields, formats), found


def _band(found: Mapping[str, Any]) -> int:
    confidence = float(found.get("confidence", 1.0))
    return 0 if confidence >= SURE else 1 if confidence >= DOUBTFUL else 2


def _box(found: Mapping[str, Any]) -> Box:
    x0, y0, x1, y1 = found["box"]
    return x0, y0, x1, y1
