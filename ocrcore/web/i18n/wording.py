"""Errors and steps of a story, kept as a case with its facts, in the words of the page's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ocrcore.errors import OcrDeskError, restored
from ocrcore.queue.steps import STEPS, Step
from ocrcore.web.i18n.catalogue import FACT
from ocrcore.web.i18n.formats import visitor_formats
from ocrcore.web.i18n.language import page_texts
from ocrcore.web.i18n.texts import field_name

if TYPE_CHECKING:
    from ocrcore.errors import Fact, Facts
    from ocrcore.queue.events import JobEvent
    from ocrcore.queue.job import Job


def error_text(error: OcrDeskError) -> str:
    """Return what an error says; a message from outside as it is."""
    return error.message if error.is_foreign else _worded(error.sentence_of(error.case), error.facts)


def failure_text(job: Job) -> str:
    """Return what the last failure of a job says; empty when it has not failed."""
    if job.error_code is None:
        return job.error_message or ""
    record = {"code": job.error_code, "message": job.error_message or ""}
    return error_text(restored(record | {"case": job.error_case, "facts": job.error_facts}))


def step_text(event: JobEvent) -> str:
    """Return a step of a job's story; its English where another version recorded it."""
    if event.step not in set(Step):
        return event.detail
    _, sentence = STEPS[Step(event.step)]
    return _worded(sentence, event.facts)


def _worded(sentence: str, facts: Facts) -> str:
    """Return an English sentence in the page's language, its blanks filled as this person writes."""
    return page_texts().gettext(sentence).format(**{name: _fact(fact) for name, fact in facts.items()})


def _fact(fact: Fact) -> str:
    if isinstance(fact, str):
        return page_texts().upgettext(FACT, fact)
    if isinstance(fact, Mapping):
        return error_text(restored(fact))
    if isinstance(fact, Sequence):
        return ", ".join(field_name(name) for name in fact)
    return str(fact) if fact is None else visitor_formats().figure(fact)
