"""What extraction gives: fields with confidence, place and source; lists; and what was checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocrcore.extraction.text.page_text import Box
    from ocrcore.extraction.text.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One value and where it came from.

    `repaired` holds the print when a misreading was put right; `printed` what else belongs to the value as it is printed, such
    as a tax id with its `RO`; `derived_from` names the fields that it follows from when
    it is not printed itself (see `derived`).
    """

    value: str
    confidence: float
    page: int
    box: Box
    source: str
    repaired: str | None = None
    derived_from: tuple[str, ...] = ()
    printed: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the field as the Result's contract has it."""
        tree: dict[str, Any] = {
            "value": self.value,
            **_where(self.confidence, self.page, self.box),
            "source": self.source,
        }
        tree |= {} if self.repaired is None else {"repaired": self.repaired}
        tree |= {} if self.printed is None else {"printed": self.printed}
        return tree | ({"derived_from": list(self.derived_from)} if self.derived_from else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One row of a list (a tax, a payment, an item): its members as strings, and its place."""

    members: Mapping[str, str]
    confidence: float
    page: int
    box: Box

    def to_json(self) -> dict[str, Any]:
        """Return the row as the Result's contract has it."""
        return {**self.members, **_where(self.confidence, self.page, self.box)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Something that was checked: passed, failed, or None when the document gives nothing to check it with.

    `facts` are the plain values that the message is about, by name: amounts `59.37`, dates ISO 8601.
    """

    code: str
    passed: bool | None
    message: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the check as the Result's contract has it; facts are left out when there are none."""
        tree: dict[str, Any] = {"code": self.code, "passed": self.passed, "message": self.message}
        return {**tree, "facts": dict(self.facts)} if self.facts else tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """The fields of one document.

    `verdict` (0 to 1) says how strongly arithmetic and checksums support the reading: 0 when nothing could be
    checked, near 1 when several independent checks hold.
    """

    document_type: str = "other"
    scalars: Mapping[str, Field] = field(default_factory=dict)
    lists: Mapping[str, tuple[ListRow, ...]] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()
    verdict: float = 0.0

    @property
    def fields(self) -> dict[str, Any]:
        """All fields as the Result's contract has them; lists that are empty are left out."""
        tree: dict[str, Any] = {name: value.to_json() for name, value in self.scalars.items()}
        tree.update({name: [row.to_json() for row in rows] for name, rows in self.lists.items() if rows})
        return tree

    def to_json(self) -> dict[str, Any]:
        """Return the parts of a Result that extraction fills."""
        return {"fields": self.fields, "checks": [check.to_json() for check in self.checks]}


def place(row: Row, span: tuple[int, int], value: str, confidence: float, *, repaired: str | None = None) -> Field:
    """Return a field with the place and print of a span of a row."""
    return Field(
        value=value, confidence=confidence, page=row.page, box=row.box_of(*span), source=row.text[slice(*span)].strip(),
        repaired=repaired,
    )  # fmt: skip


def _where(confidence: float, page: int, box: Box) -> dict[str, Any]:
    return {"confidence": round(confidence, 3), "page": page, "box": [round(float(edge), 5) for edge in box]}
