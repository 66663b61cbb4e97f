"""What becomes of the form: values are understood, kept beside the reading, and the document is confirmed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import streamlit as st

from ocrcore.errors import OcrDeskError
from ocrcore.extraction.derived import without_derived
from ocrcore.pipeline.corrected import corrected
from ocrcore.web.i18n.texts import say
from ocrcore.web.i18n.wording import error_text
from ocrcore.web.result.form.checks_line import failed_codes, failed_sentences
from ocrcore.web.result.form.entered import NotUnderstoodError, understood
from ocrcore.web.result.form.field_layout import LISTS, SCALARS, shown_value
from ocrcore.web.result.form.field_lights import element_key
from ocrcore.web.result.form.list_editor import edited_rows
from ocrcore.web.session import current_name, current_owner, services
from ocrcore.web.shared.summary import forget_facts
from ocrcore.web.streamlit_patches.toasts import toast

if TYPE_CHECKING:
    from ocrcore.reviews.review import Value
    from ocrcore.web.i18n.formats import Formats
    from ocrcore.web.result.reviewed import Reviewed

_OPEN, _PROBLEMS, _NEXT = "draft_open", "draft_problems", "draft_next"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """The form of one document, as it was drawn."""

    document: Reviewed
    formats: Formats

    @property
    def token(self) -> str:
        """Changes when what the form begins with does."""
        return self.document.stamp


@dataclass(frozen=True, kw_only=True)
class Problems:
    """Why a form was not taken, in sentences; not escaped."""

    fields: dict[str, str] = field(default_factory=dict)
    rows: dict[str, tuple[str, ...]] = field(default_factory=dict)
    general: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def stop(self) -> bool:
        """Whether something was not understood."""
        return bool(self.fields or self.rows)


def draft_of(document: Reviewed, formats: Formats) -> Draft:
    """Return the form of a document."""
    return Draft(document=document, formats=formats)


def open_draft(draft: Draft) -> None:
    """Fill the form in with the document as it is, unless it is the one that is open already.

    The fields have the same keys for every document, so that the cursor stays where it is on the way to the next one.
    """
    keys = [element_key(name) for name in SCALARS]
    if st.session_state.get(_OPEN) == draft.token and all(key in st.session_state for key in keys):
        return
    st.session_state[_OPEN] = draft.token
    st.session_state.pop(_PROBLEMS, None)
    for name, key in zip(SCALARS, keys, strict=True):
        shown = shown_value(name, draft.document.fields, draft.formats)
        st.session_state[key] = (shown or None) if name == "document_type" else shown


def list_key(draft: Draft, name: str) -> str:
    """Return the key of a list's table."""
    return f"list_{name}_{draft.token}"


def errors_of(draft: Draft) -> Problems:
    """Return why the form was not taken when it was last sent."""
    kept: tuple[str, Problems] | None = st.session_state.get(_PROBLEMS)
    return kept[1] if kept and kept[0] == draft.token else Problems()


def take_next() -> str | None:
    """Return, once, the document to go to after a confirmation."""
    found: str | None = st.session_state.pop(_NEXT, None)
    return found


def changes(draft: Draft) -> tuple[dict[str, Value], Problems]:
    """Return what was changed in the form, as the Result has it, and what was not understood."""
    values: dict[str, Value] = {}
    fields, rows = dict[str, str](), dict[str, tuple[str, ...]]()
    for name in SCALARS:
        typed = str(st.session_state.get(element_key(name)) or "")
        if typed == shown_value(name, draft.document.fields, draft.formats):
            continue
        try:
            values[name] = understood(name, typed, draft.formats) or None
        except NotUnderstoodError as error:
            fields[name] = str(error)
    for name in LISTS:
        edits: Any = st.session_state.get(list_key(draft, name))
        edited = edited_rows(name, draft.document.rows(name), edits, draft.formats)
        if edited is not None:
            values[name] = edited.rows or None
            rows |= {name: edited.errors} if edited.errors else {}
    return values, Problems(fields=fields, rows=rows)


def save(draft: Draft) -> None:
    """Keep what was changed, without confirming the document."""
    values, problems = changes(draft)
    if problems.stop:
        _tell(draft, problems)
    elif values and _write(draft, values, confirms=False):
        toast(say("fields.saved"), icon=":material/check:")


def confirm(draft: Draft) -> None:
    """Keep what was changed, confirm the document and go to the next one.

    A change after which a check fails that did not fail before is told first; sent again, it is taken.
    """
    values, problems = changes(draft)
    if problems.stop:
        _tell(draft, problems)
        return
    warnings = _new_failures(draft, values)
    if warnings and errors_of(draft).warnings != warnings:
        _tell(draft, Problems(warnings=warnings))
        return
    if _write(draft, values, confirms=True):
        shared, job = services(), draft.document.job
        following = shared.call(shared.desk.reviews.next_unconfirmed, job.id, owner=current_owner())
        st.session_state[_NEXT] = following
        toast(say("fields.confirmed_toast", name=job.original_filename), icon=":material/verified:")


def restore(draft: Draft) -> None:
    """Take all corrections back."""
    read = without_derived(draft.document.read.fields)
    values: dict[str, Value] = {name: read.get(name) for name in draft.document.review.corrections}
    if _write(draft, values, confirms=False):
        toast(say("fields.restored"), icon=":material/undo:")


def learnt_values(draft: Draft) -> dict[str, Value]:
    """Return by field what was read where the value is one that the desk had learnt; None where nothing was."""
    found = {name: draft.document.scalar(name) for name in SCALARS}
    return {name: each.get("read") for name, each in found.items() if each and each.get("learnt")}


def undo_learnt(draft: Draft) -> None:
    """Give back what was read in the place of what the desk had learnt; a confirmation teaches it so."""
    if _write(draft, learnt_values(draft), confirms=False):
        toast(say("learnt.undone"), icon=":material/undo:")


def reopen(job_id: str) -> None:
    """Take a confirmation back."""
    shared = services()
    try:
        shared.call(shared.desk.reviews.reopen, job_id, owner=current_owner(), by=current_name())
    except OcrDeskError as error:
        toast(say("done.none", reason=error_text(error)), icon=":material/info:")


def _write(draft: Draft, values: dict[str, Value], *, confirms: bool) -> bool:
    shared, job = services(), draft.document.job
    act = shared.desk.reviews.confirm if confirms else shared.desk.reviews.correct
    try:
        shared.call(act, job.id, values, owner=current_owner(), by=current_name())
    except OcrDeskError as error:
        _tell(draft, Problems(general=(error_text(error),)))
        return False
    st.session_state.pop(_PROBLEMS, None)
    forget_facts(job)
    return True


def _tell(draft: Draft, problems: Problems) -> None:
    st.session_state[_PROBLEMS] = (draft.token, problems)


def _new_failures(draft: Draft, values: dict[str, Value]) -> tuple[str, ...]:
    """Return what the checks say against the changes that they did not say before."""
    if not values:
        return ()
    document = draft.document
    today = datetime.now(UTC).date()
    after = corrected(document.read, document.review.values | values, today=today)
    before = set(failed_codes(document.result))
    new = [check for check in after.checks if check["passed"] is False and check["code"] not in before]
    return tuple(failed_sentences(replace(after, checks=tuple(new)), draft.formats)) if new else ()
