"""Whether the sender's picture says what the e-invoice says: total, date and number are looked for in its print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocrcore.extraction.checks.sentences import BETWEEN
from ocrcore.extraction.fields import Check
from ocrcore.pipeline.e_invoice.fields import values_of
from ocrcore.pipeline.e_invoice.printed import AMOUNTS, rows_with

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ocrcore.extraction.fields import Extraction
    from ocrcore.pipeline.e_invoice.printed import Print

CODE = "xml_agrees_with_picture"
HEARD = 0.5
"""A reading of the picture below it contradicts nobody. A total that its own picture contradicts is above: it is printed."""
_COMPARED = ("total", "date", "document_number")


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The check, and the fields in which picture and XML differ."""

    check: Check
    differing: tuple[str, ...] = ()


def agreement(values: Mapping[str, str], prints: Sequence[Print], read: Extraction) -> Agreement:
    """Compare an e-invoice with the picture that came with it.

    A value agrees when it is printed anywhere. One that is not printed is contradicted when the picture's own reading
    gives another; a picture that shows none says nothing. The total alone must be found for all to agree.

    Args:
        values: The e-invoice's fields.
        prints: The picture's rows.
        read: What was read in the picture.
    """
    seen = values_of(read.fields)
    differing, found = [], set()
    for name in _COMPARED:
        value = values.get(name, "")
        if not value:
            continue
        if rows_with(prints, name, value):
            found.add(name)
        elif name in seen and read.scalars[name].confidence >= HEARD and not _equal(name, value, seen[name]):
            differing.append(name)
    if differing:
        told = "; ".join(f"{name} {values[name]}, in the picture {seen[name]}" for name in differing)
        message = f"The e-invoice and the picture differ: {told}."
        facts = {name: f"{values[name]}{BETWEEN}{seen[name]}" for name in differing}
        return Agreement(check=Check(code=CODE, passed=False, message=message, facts=facts), differing=tuple(differing))
    return Agreement(check=Check(code=CODE, passed=True if "total" in found else None))


def _equal(name: str, one: str, other: str) -> bool:
    """Tell whether two values are the same; whether a credit is printed with a minus is the sender's choice."""
    return one.lstrip("-") == other.lstrip("-") if name in AMOUNTS else one == other
