"""What was checked: what holds in one line above the fields, what does not in a sentence each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import streamlit as st

from ocrcore.extraction.checks.sentences import BETWEEN
from ocrcore.web.i18n.markdown import escape
from ocrcore.web.i18n.texts import field_name, is_known, plain
from ocrcore.web.shared.listing.summary import format_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocrcore.pipeline.result import Result
    from ocrcore.web.i18n.formats import Formats

_AMOUNTS = frozenset({"sum", "total", "other", "amount", "given", "base"})
_DIFFERING = frozenset({"qr_agrees", "tiers_agree", "xml_agrees_with_picture"})
"""Checks whose facts are, by field, the values that differ."""
_OF_A_CATEGORY = re.compile(r"BR-(?!CO-)[A-Z]{1,2}-(?=0[89])")
"""Rules of EN 16931 that are the same for every category of tax: `BR-S-08`, `BR-AE-08`."""


def checks_line(result: Result) -> None:
    """Show which checks hold; what fails stands at its fields and in the form's bar."""
    passed = [check for check in result.checks if check.get("passed") is True]
    if passed:
        names = dict.fromkeys(_name(str(check["code"])) for check in passed)
        st.markdown(" · ".join(f":green[:material/check:] {escape(name)}" for name in names))


def failed_by_code(result: Result, formats: Formats) -> dict[str, str]:
    """Return by code what each failed check says, with its figures as this person writes them; not escaped."""
    told: dict[str, dict[str, None]] = {}
    for check in result.checks:
        if check.get("passed") is False:
            told.setdefault(str(check["code"]), {})[_sentence(check, formats)] = None
    return {code: " ".join(sentences) for code, sentences in told.items()}


def failed_sentences(result: Result, formats: Formats) -> list[str]:
    """Return what the failed checks say, each sentence once; not escaped."""
    failed = (check for check in result.checks if check.get("passed") is False)
    return list(dict.fromkeys(_sentence(check, formats) for check in failed))


def _sentence(check: Mapping[str, Any], formats: Formats) -> str:
    """Return what a failed check says; its English message where another version kept it without facts."""
    code, facts = str(check["code"]), check.get("facts") or {}
    key = f"check_failed.{_kind(code)}"
    if not facts or not is_known(key):
        return str(check.get("message") or _name(code))
    if code in _DIFFERING:
        return plain(key, differing="; ".join(_differing(name, values, formats) for name, values in facts.items()))
    return plain(key, code=code, **{name: _fact(name, value, formats) for name, value in facts.items()})


def _differing(name: str, values: str, formats: Formats) -> str:
    """Return a field with the values of it that differ, which its fact parts by a slash."""
    return f"{field_name(name)} {' / '.join(format_value(name, each, formats) for each in values.split(BETWEEN))}"


def _fact(name: str, value: str, formats: Formats) -> str:
    if name == "totals":
        return "; ".join(format_value("total", each, formats) for each in value.split(BETWEEN))
    return format_value("amount" if name in _AMOUNTS else name, value, formats)


def _name(code: str) -> str:
    key = f"check.{_kind(code)}"
    return plain(key, code=code) if is_known(key) else code.replace("_", " ")


def _kind(code: str) -> str:
    """Return the name under which a check's texts stand."""
    return _OF_A_CATEGORY.sub("BR-category-", code)
