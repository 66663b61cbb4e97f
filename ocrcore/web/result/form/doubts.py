"""Why a field stands out: missing, corrected, not sure, against a check, put right by one, derived from others, or learnt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ocrcore.extraction.checks.checks import CHECKED_FIELDS
from ocrcore.web.i18n.texts import field_name, plain
from ocrcore.web.result.form.field_layout import REQUIRED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ocrcore.web.i18n.formats import Formats

SURE, DOUBTFUL = 0.9, 0.6
"""From the first on a field stays quiet; below the second it is doubtful."""


class Level(StrEnum):
    """How much a field stands out."""

    QUIET = "quiet"
    EXPLAINED = "explained"
    NOTED = "noted"
    LOOK = "look"
    DOUBTFUL = "doubtful"
    MISSING = "missing"


TO_LOOK_AT = frozenset({Level.LOOK, Level.DOUBTFUL, Level.MISSING})
"""Where a person is led before a document is confirmed."""
_ORDER = tuple(Level)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What is to be said beside a field; not escaped."""

    level: Level
    reason: str = ""


def doubt(name: str, found: Mapping[str, Any] | None, failed: Mapping[str, str], formats: Formats) -> Doubt:
    """Return what is to be said of a field.

    Args:
        name: The field.
        found: The field as it is now; None when there is none.
        failed: What each failed check says, by its code.
        formats: How this person writes shares.
    """
    if found is None:
        return (
            Doubt(level=Level.MISSING, reason=plain("doubt.missing")) if name in REQUIRED else Doubt(level=Level.QUIET)
        )
    reasons, level = [], Level.QUIET
    confidence = float(found.get("confidence", 1.0))
    if found.get("corrected"):
        reasons, level = [_corrected(found)], Level.NOTED
    elif confidence < SURE:
        is_doubtful = confidence < DOUBTFUL
        level = Level.DOUBTFUL if is_doubtful else Level.LOOK
        reasons.append(plain("doubt.doubtful" if is_doubtful else "doubt.unsure", share=formats.percent(confidence)))
    origins = found.get("derived_from", ())
    if origins:
        level = max(level, Level.EXPLAINED, key=_ORDER.index)
        reasons.append(plain("doubt.derived", origins=", ".join(map(field_name, origins))))
    if found.get("repaired"):
        level = max(level, Level.LOOK, key=_ORDER.index)
        reasons.append(plain("doubt.repaired", printed=str(found["repaired"])))
    if found.get("learnt"):
        level = max(level, Level.EXPLAINED, key=_ORDER.index)
        read = found.get("read")
        reasons.append(plain("doubt.learnt", read=str(read)) if read else plain("doubt.learnt_added"))
    against = [told for code, told in failed.items() if {name, *origins} & {*CHECKED_FIELDS.get(code, ())}]
    if against:
        level = Level.DOUBTFUL
        reasons += against
    return Doubt(level=level, reason=" ".join(reasons))


def _corrected(found: Mapping[str, Any]) -> str:
    printed = str(found.get("source") or "")
    if printed == "e_invoice":
        return plain("doubt.corrected_e_invoice")
    return plain("doubt.corrected", printed=printed) if printed else plain("doubt.added")


def row_doubt(row: Mapping[str, Any], formats: Formats) -> Doubt:
    """Return how sure a row of a list is: its share, with a mark when it is not sure."""
    if row.get("corrected"):
        return Doubt(level=Level.NOTED, reason=plain("doubt.row_corrected"))
    confidence = float(row.get("confidence", 1.0))
    share = formats.percent(confidence)
    if confidence >= SURE:
        return Doubt(level=Level.QUIET, reason=share)
    is_doubtful = confidence < DOUBTFUL
    told = plain("fields.doubtful" if is_doubtful else "fields.look", share=share)
    return Doubt(level=Level.DOUBTFUL if is_doubtful else Level.LOOK, reason=told)


def derived_members(rows: Sequence[Mapping[str, Any]], formats: Formats) -> list[str]:
    """Return for each column of a list with derived members what is to be said of it; not escaped."""
    derived: dict[str, list[str]] = {}
    for number, row in enumerate(rows, start=1):
        for member, sure in row.get("derived", {}).items():
            derived.setdefault(member, []).append(plain("doubt.in_row", row=number, share=formats.percent(sure)))
    return [
        plain("doubt.derived_members", member=field_name(member), rows=", ".join(told))
        for member, told in derived.items()
    ]
