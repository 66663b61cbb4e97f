"""What the form sends: what was typed, and what the person looked at; understood as the Result has it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ocrcore.web.i18n.texts import field_name, plain
from ocrcore.web.result.form.entered import NotUnderstoodError, understood
from ocrcore.web.result.form.field_layout import LISTS, SCALARS, shown_value
from ocrcore.web.shared.listing.summary import format_value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ocrcore.reviews.review import Value
    from ocrcore.web.i18n.formats import Formats
    from ocrcore.web.result.reviewed import Reviewed


@dataclass(frozen=True, kw_only=True)
class Problems:
    """Why a form was not taken, in sentences; not escaped. `at` is the field to go to."""

    fields: dict[str, str] = field(default_factory=dict)
    rows: dict[str, tuple[str, ...]] = field(default_factory=dict)
    general: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    at: str = ""

    @property
    def stop(self) -> bool:
        """Whether something was not understood."""
        return bool(self.fields or self.rows)


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A message of the form's script."""

    does: str
    """`confirm`, `save`, `restore` or `undo`."""
    token: str
    """Of the form that was filled in."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """What was typed, by field; only of fields that were changed."""
    rows: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    """All rows of each list that was changed: `at`, the number of the row as shown or None, and what its `cells` hold."""
    seen: frozenset[str] = frozenset()
    """The doubtful fields that the person has passed with Enter."""
    looked: frozenset[str] = frozenset()
    """The fields and lists to which the person has brought the cursor."""
    anyway: bool = False
    """Whether the person confirms although something is still to be looked at."""

    @classmethod
    def of(cls, message: Mapping[str, Any]) -> Sent:
        """Return what a message says; what is not of the form is left out."""
        fields, rows = message.get("fields") or {}, message.get("rows") or {}
        return cls(
            does=str(message.get("does", "")),
            token=str(message.get("token", "")),
            fields={name: str(fields[name]) for name in SCALARS if name in fields},
            rows={name: rows[name] for name in LISTS if name in rows},
            seen=frozenset(map(str, message.get("seen") or ())),
            looked=frozenset(map(str, message.get("looked") or ())),
            anyway=bool(message.get("anyway")),
        )

    @property
    def touched(self) -> frozenset[str]:
        """The fields and lists that the person has changed or passed."""
        return self.seen | self.fields.keys() | self.rows.keys()


def changes(document: Reviewed, sent: Sent, formats: Formats) -> tuple[dict[str, Value], Problems]:
    """Return what was changed in the form, as the Result has it, and what was not understood."""
    values: dict[str, Value] = {}
    errors, rows = dict[str, str](), dict[str, tuple[str, ...]]()
    for name, typed in sent.fields.items():
        if typed == shown_value(name, document.fields, formats):
            continue
        try:
            values[name] = understood(name, typed, formats) or None
        except NotUnderstoodError as error:
            errors[name] = str(error)
    for name, typed_rows in sent.rows.items():
        found, wrong = typed_list(name, document.rows(name), typed_rows, formats)
        values[name] = found or None
        rows |= {name: wrong} if wrong else {}
    at = next(iter([*errors, *rows]), "")
    return values, Problems(fields=errors, rows=rows, at=at)


def typed_list(
    name: str, shown: Sequence[Mapping[str, Any]], typed: Sequence[Mapping[str, Any]], formats: Formats
) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """Return the rows of a list as typed, and what of them was not understood, in sentences with the row's number.

    Args:
        name: The list.
        shown: Its rows as the form showed them, each with its number as read in `row`, if it was read.
        typed: The rows as the form has them now.
        formats: How this person writes figures.
    """
    result, errors = list[dict[str, Any]](), list[str]()
    for place, each in enumerate(typed, start=1):
        at, cells = each.get("at"), each.get("cells") or {}
        was = shown[at] if isinstance(at, int) and 0 <= at < len(shown) else {}
        members: dict[str, Any] = {}
        for column in LISTS[name]:
            text, before = str(cells.get(column) or ""), str(was.get(column) or "")
            try:
                untouched = text == format_value(column, before, formats)
                is_derived = untouched and column in was.get("derived", ())
                members[column] = "" if is_derived else before if untouched else understood(column, text, formats)
            except NotUnderstoodError as error:
                errors.append(plain("entered.in_row", row=place, column=field_name(column), told=str(error)))
        members = {column: value for column, value in members.items() if value}
        if members:
            result.append(members | ({"row": was["row"]} if "row" in was else {}))
    return result, tuple(errors)
