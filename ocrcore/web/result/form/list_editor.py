"""A list of a document (taxes, payments, items) as a table to be edited; figures are typed as the person writes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from ocrcore.web.i18n.texts import field_name, plain
from ocrcore.web.result.form.doubts import doubtful_rows
from ocrcore.web.result.form.entered import DECIMALS, NotUnderstoodError, understood
from ocrcore.web.result.form.field_layout import LISTS, METHODS
from ocrcore.web.shared.summary import format_value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ocrcore.web.i18n.formats import Formats

_SURE = "sure"
_WIDTHS = {"description": 136, "quantity": 68, "unit": 64, "unit_price": 82, "amount": 88, "tax_code": 60, _SURE: 70}
_TALL_ROWS = 12
_TALL_PX = 460


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedRows:
    """The rows as edited, and what of it was not understood: sentences with the number of their row."""

    rows: list[dict[str, Any]]
    errors: tuple[str, ...] = ()


def list_editor(name: str, rows: Sequence[Mapping[str, Any]], formats: Formats, *, key: str) -> None:
    """Show a list; what is typed into it is in the session's state under `key` until the form is sent.

    Args:
        name: The list: `taxes`, `payments` or `items`.
        rows: Its rows as a Result has them.
        formats: How this person writes figures.
        key: The table's key.
    """
    columns = LISTS[name]
    table = pd.DataFrame([_cells(row, columns, formats) for row in rows], columns=list(columns), dtype="object")
    table[_SURE] = doubtful_rows(rows, formats)
    st.data_editor(
        table,
        key=key,
        hide_index=True,
        num_rows="dynamic",
        height=_TALL_PX if len(rows) > _TALL_ROWS else "content",
        column_config={column: _column(column) for column in (*columns, _SURE)},
        disabled=[_SURE],
        alt=plain(f"fields.{name}"),
    )


def _cells(row: Mapping[str, Any], columns: Sequence[str], formats: Formats) -> dict[str, str]:
    return {column: format_value(column, str(row.get(column) or ""), formats) for column in columns}


def _column(column: str) -> Any:  # noqa: ANN401 - Streamlit's own type is not public
    if column == "method":
        return st.column_config.SelectboxColumn(
            field_name(column), options=METHODS, format_func=lambda method: plain(f"method.{method}"), width=120
        )
    if column == _SURE:
        return st.column_config.TextColumn(
            plain("fields.sure"), help=plain("fields.sure_help"), alignment="right", width=_WIDTHS[_SURE]
        )
    return st.column_config.TextColumn(
        field_name(column), alignment="right" if column in DECIMALS else "left", width=_WIDTHS.get(column)
    )


def edited_rows(
    name: str, rows: Sequence[Mapping[str, Any]], edits: Mapping[str, Any] | None, formats: Formats
) -> EditedRows | None:
    """Return a list with the edits of its table applied; None when there are none.

    Args:
        name: The list.
        rows: Its rows as a Result has them, each with its number as read in `row`, if it was read.
        edits: What the table keeps in the session's state: cells by row and column, rows added and deleted.
        formats: How this person writes figures.
    """
    if not edits or not any(edits.get(kind) for kind in ("edited_rows", "added_rows", "deleted_rows")):
        return None
    columns, errors, result = LISTS[name], list[str](), list[dict[str, Any]]()
    changed = {int(number): cells for number, cells in edits.get("edited_rows", {}).items()}
    deleted = set(edits.get("deleted_rows", ()))
    typed = [(row, changed.get(number, {})) for number, row in enumerate(rows) if number not in deleted]
    typed += [({}, cells) for cells in edits.get("added_rows", ())]
    for place, (row, cells) in enumerate(typed, start=1):
        members = {
            column: row[column] for column in columns if row.get(column) and column not in row.get("derived", ())
        }
        for column, text in cells.items():
            if column not in columns:
                continue
            try:
                members[column] = understood(column, str(text or ""), formats)
            except NotUnderstoodError as error:
                errors.append(plain("entered.in_row", row=place, column=field_name(column), told=str(error)))
        members = {column: value for column, value in members.items() if value}
        if members:
            result.append(members | ({"row": row["row"]} if "row" in row else {}))
    return EditedRows(rows=result, errors=tuple(errors))
