"""The line of checks above the fields: what holds in one line, what does not in a sentence each."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import streamlit as st

from ocrcore.extraction.checks.recheck import check_fields
from ocrcore.web.i18n.markdown import escape
from ocrcore.web.i18n.texts import field_name, is_known, plain
from ocrcore.web.shared.summary import format_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ocrcore.pipeline.result import Result
    from ocrcore.web.i18n.formats import Formats

_AMOUNTS = frozenset({"sum", "total", "amount"})


def failed_codes(result: Result) -> list[str]:
    """Return the codes of the checks that failed."""
    return [str(check["code"]) for check in result.checks if check.get("passed") is False]


def checks_line(result: Result, formats: Formats) -> None:
    """Show what was checked."""
    passed = [check for check in result.checks if check.get("passed") is True]
    for sentence in failed_sentences(result, formats):
        st.markdown(f":red[:material/priority_high:] {escape(sentence)}")
    if passed:
        names = dict.fromkeys(_name(str(check["code"])) for check in passed)
        st.markdown(" · ".join(f":green[:material/check:] {escape(name)}" for name in names))


def failed_sentences(result: Result, formats: Formats) -> list[str]:
    """Return what each failed check says, with its figures as this person writes them; not escaped."""
    computed = {each.code: each.facts for each in _computed(result) if not each.passed}
    failed = (check for check in result.checks if check.get("passed") is False)
    return list(dict.fromkeys(_sentence(check, computed, formats) for check in failed))


def _computed(result: Result) -> Iterable[Any]:
    return check_fields(result.fields, datetime.now(UTC).date())


def _sentence(check: Mapping[str, Any], computed: Mapping[str, Mapping[str, str]], formats: Formats) -> str:
    code = str(check["code"])
    if code in computed and is_known(f"check_failed.{code}"):
        facts = {name: _fact(name, value, formats) for name, value in computed[code].items()}
        return plain(f"check_failed.{code}", **facts)
    if code == "qr_agrees":
        return plain("check_failed.qr_agrees")
    if code == "tiers_agree":
        return plain("check_failed.tiers_agree", differing=_differing(str(check.get("message", "")), formats))
    return str(check.get("message") or _name(code))


def _differing(message: str, formats: Formats) -> str:
    """Return what readings say otherwise, from `The readings differ: total 59.37 or 59.31; date …`."""
    told = []
    for part in message.partition(": ")[2].removesuffix(".").split("; "):
        name, _, values = part.partition(" ")
        told.append(
            f"{field_name(name)} {' / '.join(format_value(name, each, formats) for each in values.split(' or '))}"
        )
    return "; ".join(told)


def _fact(name: str, value: str, formats: Formats) -> str:
    if name in _AMOUNTS:
        return format_value("amount", value, formats)
    return format_value(name, value, formats)


def _name(code: str) -> str:
    return plain(f"check.{code}") if is_known(f"check.{code}") else code.replace("_", " ")
