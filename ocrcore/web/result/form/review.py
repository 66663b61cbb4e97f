"""What becomes of the form: values are understood, kept beside the reading, and the document is confirmed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.errors import OcrDeskError
from ocrcore.extraction.checks.checks import CHECKED_FIELDS
from ocrcore.extraction.derived import without_derived
from ocrcore.pipeline.corrected import corrected
from ocrcore.reviews.review import bare
from ocrcore.web.i18n.texts import field_name, plain, say
from ocrcore.web.i18n.wording import error_text
from ocrcore.web.result.form.checks_line import failed_by_code
from ocrcore.web.result.form.field_layout import REQUIRED, SCALARS
from ocrcore.web.result.form.sent import Problems, Sent, changes
from ocrcore.web.session import current_name, current_owner, services
from ocrcore.web.shared.actions import read_finished_again
from ocrcore.web.shared.listing.summary import forget_facts
from ocrcore.web.streamlit_patches.toasts import toast

if TYPE_CHECKING:
    from collections.abc import Collection

    from ocrcore.pipeline.result import Result
    from ocrcore.queue.job import Job
    from ocrcore.reviews.review import Value
    from ocrcore.web.i18n.formats import Formats
    from ocrcore.web.result.reviewed import Reviewed

_PROBLEMS, _NEXT, _LAST = "form_problems", "form_next", "form_last"


def problems_of(document: Reviewed) -> Problems:
    """Return why the form was not taken when it was last sent."""
    kept: tuple[str, Problems] | None = st.session_state.get(_PROBLEMS)
    return kept[1] if kept and kept[0] == document.stamp else Problems()


def take_next() -> str | None:
    """Return, once, the document to go to after a confirmation or its undoing."""
    found: str | None = st.session_state.pop(_NEXT, None)
    return found


def last_confirmed() -> tuple[str, str] | None:
    """Return id and name of the document that this person confirmed last during this visit, until it is undone."""
    found: tuple[str, str] | None = st.session_state.get(_LAST)
    return found


def act(document: Reviewed, sent: Sent, formats: Formats) -> None:
    """Do what the form's message asks for."""
    if sent.does == "undo":
        undo()
    elif sent.token != document.stamp:
        _tell(document, Problems(general=(plain("fields.changed_meanwhile"),)))
    elif sent.does == "confirm":
        confirm(document, sent, formats)
    elif sent.does == "save":
        save(document, sent, formats)
    elif sent.does == "restore":
        restore(document)


def save(document: Reviewed, sent: Sent, formats: Formats) -> None:
    """Keep what was changed, without confirming the document."""
    values, problems = changes(document, sent, formats)
    if problems.stop:
        _tell(document, problems)
    elif values and _write(document, values):
        toast(say("fields.saved"), icon=":material/check:")


def confirm(document: Reviewed, sent: Sent, formats: Formats) -> None:
    """Keep what was changed, confirm the document and go to the next one; or say what is to be looked at first."""
    values, problems = changes(document, sent, formats)
    if not problems.stop:
        problems = questions(document, sent, values, formats)
    if problems.stop or not set(problems.warnings) <= set(problems_of(document).warnings):
        _tell(document, problems)
        return
    if _write(document, values, looked_at=sent.touched | sent.looked):
        shared, job = services(), document.job
        st.session_state[_NEXT] = shared.call(shared.desk.reviews.next_unconfirmed, job.id, owner=current_owner())
        st.session_state[_LAST] = (job.id, job.original_filename)
        toast(say("fields.confirmed_toast", name=job.original_filename), icon=":material/verified:")


def questions(document: Reviewed, sent: Sent, values: dict[str, Value], formats: Formats) -> Problems:
    """Return what is asked once before a document is confirmed.

    A check that fails is asked about, unless it failed before and the person has passed one of its fields, where it is
    told. What an accountant cannot do without and is empty is asked about, unless the person has said that it is so.
    """
    today = datetime.now(UTC).date()
    after = corrected(document.read, document.review.values | values, today=today) if values else document.result
    before = failed_by_code(document.result, formats)
    failed = {
        code: sentence
        for code, sentence in failed_by_code(after, formats).items()
        if before.get(code) != sentence or not (sent.anyway or sent.touched & set(CHECKED_FIELDS.get(code, ())))
    }
    missing = [] if sent.anyway else missing_fields(after)
    if missing:
        names = ", ".join(field_name(name) for name in missing)
        return Problems(warnings=(plain("fields.missing", fields=names), *failed.values()), at=missing[0])
    at = next((name for code in failed for name in CHECKED_FIELDS.get(code, ())), "")
    return Problems(warnings=tuple(failed.values()), at=at)


def missing_fields(result: Result) -> list[str]:
    """Return what an accountant cannot do without and is empty."""
    return [name for name in REQUIRED if bare(result.fields.get(name)) is None]


def restore(document: Reviewed) -> None:
    """Take all corrections back."""
    read = without_derived(document.read.fields)
    values: dict[str, Value] = {name: read.get(name) for name in document.review.corrections}
    if _write(document, values):
        toast(say("fields.restored"), icon=":material/undo:")


def learnt_values(document: Reviewed) -> dict[str, Value]:
    """Return by field what was read where the value is one that the desk had learnt; None where nothing was."""
    found = {name: document.scalar(name) for name in SCALARS}
    return {name: each.get("read") for name, each in found.items() if each and each.get("learnt")}


def undo_learnt(document: Reviewed) -> None:
    """Give back what was read in the place of what the desk had learnt; a confirmation teaches it so."""
    if _write(document, learnt_values(document)):
        toast(say("learnt.undone"), icon=":material/undo:")


def undo() -> None:
    """Take the last confirmation back and go to its document."""
    last = last_confirmed()
    if last is not None:
        job_id, name = last
        if _is_reopened(job_id):
            toast(say("fields.undone", name=name), icon=":material/undo:")
            st.session_state[_NEXT] = job_id
        st.session_state.pop(_LAST, None)


def read_again(document: Reviewed, engine: str) -> None:
    """Read the document once more with another engine and go to that reading; the corrections go along."""
    again = read_finished_again(document.job, engine)
    if again is not None:
        st.session_state[_NEXT] = again.id


def reopen(job_id: str) -> None:
    """Take a confirmation back."""
    _is_reopened(job_id)


def _is_reopened(job_id: str) -> bool:
    shared = services()
    try:
        shared.call(shared.desk.reviews.reopen, job_id, owner=current_owner(), by=current_name())
    except OcrDeskError as error:
        toast(say("done.none", reason=error_text(error)), icon=":material/info:")
        return False
    return True


def write(job: Job, values: dict[str, Value], *, looked_at: Collection[str] | None = None) -> None:
    """Keep values of a document; with the fields that the person looked at it is confirmed, too.

    Raises:
        OcrDeskError: They cannot be kept.
    """
    reviews, owner, by = services().desk.reviews, current_owner(), current_name()
    if looked_at is None:
        services().call(reviews.correct, job.id, values, owner=owner, by=by)
    else:
        services().call(reviews.confirm, job.id, values, owner=owner, by=by, looked_at=looked_at)
    forget_facts(job)


def _write(document: Reviewed, values: dict[str, Value], *, looked_at: Collection[str] | None = None) -> bool:
    try:
        write(document.job, values, looked_at=looked_at)
    except OcrDeskError as error:
        _tell(document, Problems(general=(error_text(error),)))
        return False
    st.session_state.pop(_PROBLEMS, None)
    return True


def _tell(document: Reviewed, problems: Problems) -> None:
    st.session_state[_PROBLEMS] = (document.stamp, problems)
