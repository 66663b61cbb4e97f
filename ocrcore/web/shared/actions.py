"""What a person does to documents: each action on all that are chosen, with one notice of what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ocrcore.errors import JobNotFound, OcrDeskError
from ocrcore.web.i18n.texts import say, say_count
from ocrcore.web.i18n.wording import error_text
from ocrcore.web.session import current_owner, services
from ocrcore.web.shared.preferences import my_preferences
from ocrcore.web.shared.snapshot import forget_snapshot
from ocrcore.web.streamlit_patches.toasts import toast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ocrcore.queue.job import Job


def cancel(job_ids: Iterable[str]) -> None:
    """Cancel documents and say how many were."""
    shared = services()
    _each("done.cancel", job_ids, lambda job_id: shared.call(shared.desk.jobs.cancel, job_id, owner=current_owner()))


def retry(job_ids: Iterable[str], engine: str | None = None) -> None:
    """Retry documents, perhaps with another engine, and say how many."""
    shared = services()
    _each(
        "done.retry",
        job_ids,
        lambda job_id: shared.call(shared.desk.retry, job_id, engine=engine, owner=current_owner()),
    )


def delete(job_ids: Iterable[str]) -> None:
    """Delete documents with their files and say how many were."""
    shared = services()
    _each("done.delete", job_ids, lambda job_id: shared.call(shared.desk.delete, job_id, owner=current_owner()))


def delete_all() -> None:
    """Delete all documents of this person and say how many they were."""
    shared = services()
    number = shared.call(shared.desk.delete_all, owner=current_owner())
    forget_snapshot()
    toast(say_count("done.delete", number), icon=":material/check:")


def delete_menu(chosen: Sequence[tuple[str, str]], *, key: str) -> None:
    """Show a button that deletes documents, each given by its id and name, once that is confirmed."""
    with st.popover(say("queue.delete"), icon=":material/delete:", disabled=not chosen, key=key):
        if chosen:
            st.markdown(say_count("queue.delete_ask", len(chosen), name=chosen[0][1]))
        st.button(
            say("queue.delete_title"),
            type="primary",
            key=f"{key}_sure",
            on_click=delete,
            args=([job_id for job_id, _ in chosen],),
        )


def read_again(job: Job, engine: str) -> Job:
    """Put a stored document into the queue once more, as a job of its own.

    Raises:
        OcrDeskError: The file is gone, or the database did not answer.
    """
    shared = services()
    shared.storage.open(job.file_path).close()
    again = shared.call(
        shared.desk.jobs.create_job,
        owner=current_owner(),
        file_path=job.file_path,
        mime_type=job.mime_type,
        engine=engine,
        original_filename=job.original_filename,
        sha256=job.sha256,
        size_bytes=job.size_bytes,
        pages=job.pages,
        expiry_hours=my_preferences().expiry_hours,
    )
    forget_snapshot()
    return again


def read_finished_again(job: Job, engine: str) -> Job | None:
    """Read a finished document once more with another engine, keeping its corrections; return the new job, if there is one."""
    shared = services()
    try:
        again = read_again(job, engine)
        shared.call(shared.desk.reviews.copy_corrections, job.id, to=again.id, owner=current_owner())
    except OcrDeskError as error:
        toast(say("done.none", reason=error_text(error)), icon=":material/info:")
        return None
    return again


def find_job(job_id: str) -> Job | None:
    """Return a document of this person with its result, or None when there is no such document (any more)."""
    shared = services()
    try:
        return shared.call(shared.desk.jobs.get_job, job_id, owner=current_owner())
    except JobNotFound:
        return None


def _each(done: str, job_ids: Iterable[str], act: Callable[[str], object]) -> None:
    count, last_error = 0, None
    for job_id in job_ids:
        try:
            act(job_id)
            count += 1
        except OcrDeskError as error:
            last_error = error
    forget_snapshot()
    if count:
        toast(say_count(done, count), icon=":material/check:")
    if last_error is not None:
        toast(say("done.none", reason=error_text(last_error)), icon=":material/info:")
