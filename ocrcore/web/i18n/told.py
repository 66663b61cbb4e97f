"""What other layers say in English (engines, errors, a job's steps), in the language of the visitor's pages."""

from __future__ import annotations

import re

from ocrcore.errors import walk
from ocrcore.web.i18n.texts import is_romanian
from ocrcore.web.i18n.texts_ro import ROMANIAN
from ocrcore.web.i18n.texts_told import ENGINES, ERRORS, FAILURES, STEPS

_REASONS = {each().message: ERRORS[each.code] for each in walk() if each.code in ERRORS}
"""What an error says when nobody has said more, and its Romanian."""
_STEPS = [(re.compile(pattern, re.DOTALL), told) for pattern, told in STEPS]


def told_engine(name: str, label: str) -> str:
    """Return the phrase of an engine; its own where there is no other."""
    return ENGINES.get(name, label) if is_romanian() else label


def told_error(code: str | None, message: str) -> str:
    """Return what an error says; its own words where there are no others."""
    return ERRORS.get(code or "", message) if is_romanian() else message


def told_step(detail: str) -> str:
    """Return a step of a job's story."""
    return romanian_step(detail) if is_romanian() else detail


def romanian_step(detail: str) -> str:
    """Return a step in Romanian; as it was recorded where it is not one of the known sentences."""
    for pattern, told in _STEPS:
        if found := pattern.fullmatch(detail):
            parts = {name: _REASONS.get(part, part) for name, part in found.groupdict().items()}
            if "fields" in parts:
                parts["fields"] = ", ".join(_romanian_field(name) for name in parts["fields"].split(", "))
            return told.format(**parts)
    return detail


def _romanian_field(name: str) -> str:
    key = name.replace(" ", "_")
    return ROMANIAN.get(f"field.{key}") or ROMANIAN.get(f"fields.{key}") or name


def told_failure(code: str) -> str:
    """Return an error's code in a few words, for a chart."""
    words = code.replace("_", " ")
    return FAILURES.get(code, words) if is_romanian() else words
