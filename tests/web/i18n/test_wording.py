"""Errors and the steps of a real job's story are said in the language of the page, as specific as they are in English."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from ocrcore.desk.desk import Desk
from ocrcore.documents.limits import Limits
from ocrcore.documents.sniff import sniff
from ocrcore.errors import (
    EncryptedDocument,
    EngineTimeout,
    EngineUnavailable,
    FileTooLarge,
    InvalidTransition,
    OcrDeskError,
    UnreadableDocument,
    UnsupportedType,
    restored,
    walk,
)
from ocrcore.queue.events import JobEvent
from ocrcore.queue.job import Completed, Failed
from ocrcore.queue.owner import EVERYONE
from ocrcore.queue.steps import EventKind, Step
from ocrcore.web.i18n import language, wording
from ocrcore.web.i18n.formats import Formats
from ocrcore.web.i18n.wording import error_text, failure_text, step_text

if TYPE_CHECKING:
    from ocrcore.config import Settings
    from ocrcore.queue.job import Job

NOW = datetime(2026, 3, 14, 10, 0, tzinfo=UTC)


@pytest.fixture
def romanian(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody whose browser is Romanian, of whom Streamlit knows only while a page is shown."""
    monkeypatch.setattr(language, "page_language", lambda: "ro")
    monkeypatch.setattr(wording, "visitor_formats", lambda: Formats.of("ro-RO", "Europe/Bucharest"))


def too_large() -> FileTooLarge:
    with pytest.raises(FileTooLarge) as raised:
        Limits(max_bytes=25 * 1024**2, max_pages=9, max_pixels=9).check_bytes(32_700_000)
    return raised.value


@pytest.mark.usefixtures("romanian")
def test_a_specific_error_stays_specific_with_its_figures_as_the_language_writes_them() -> None:
    assert error_text(too_large()).startswith("Fișierul are 31,2 MB; se acceptă cel mult 25 MB. Micșorați-l")
    assert too_large().message.startswith("The file is 31.2 MB; at most 25 MB are accepted.")


@pytest.mark.usefixtures("romanian")
def test_words_among_the_facts_are_translated_and_data_is_not() -> None:
    with pytest.raises(UnsupportedType) as raised:
        sniff(b"<html><body>")
    assert error_text(raised.value).startswith("Acesta este o pagină web și nu poate fi citit.")
    assert error_text(InvalidTransition(case="retry", status="completed")).startswith("Documentul este citit.")
    missing = EngineUnavailable(program="tesseract")
    shown = error_text(EngineUnavailable(case="here", engine="tesseract", why=missing, install="apt-get install it"))
    assert shown == (
        "Motorul „tesseract” nu este disponibil aici. Programul tesseract nu este instalat. "
        "Se instalează cu: apt-get install it"
    )


@pytest.mark.usefixtures("romanian")
def test_every_error_has_a_general_sentence_in_romanian() -> None:
    assert [each for each in walk() if error_text(each()) == each().message] == []


@pytest.mark.parametrize(
    "error", [too_large(), EncryptedDocument(), OcrDeskError("From outside: {x}."), EngineTimeout(seconds=2)]
)
def test_an_error_crosses_processes_and_json_whole(error: OcrDeskError) -> None:
    for copy in (pickle.loads(pickle.dumps(error)), restored(json.loads(json.dumps(error.record())))):
        assert (type(copy), copy.message, copy.record()) == (type(error), error.message, error.record())


@pytest.mark.parametrize(
    "record",
    [
        {"code": "unreadable", "message": "Of a newer version.", "case": "no_such_case", "facts": {}},
        {"code": "unreadable", "message": "Of a newer version.", "case": "no_pixels", "facts": {"width": 1}},
        {"code": "unreadable", "message": "Of a newer version.", "case": "", "facts": {"width": 1}},
        {"code": "unreadable", "message": "Of a newer version."},
    ],
)
def test_an_error_of_another_version_keeps_its_message(record: dict[str, object]) -> None:
    error = restored(record)
    assert isinstance(error, UnreadableDocument)
    assert error_text(error) == "Of a newer version."


def test_facts_that_fit_no_case_are_a_mistake() -> None:
    with pytest.raises(TypeError, match="UnreadableDocument has 0 cases"):
        UnreadableDocument(colour="red")


@pytest.mark.usefixtures("romanian")
def test_a_step_of_another_version_stays_as_it_was_recorded() -> None:
    assert step_text(JobEvent(at=NOW, event=EventKind.PROGRESS, detail="Something new.")) == "Something new."
    newer = JobEvent(at=NOW, event=EventKind.PROGRESS, detail="Something new.", step="no_such_step")
    assert step_text(newer) == "Something new."


@pytest.mark.usefixtures("romanian")
def test_the_fields_of_a_correction_are_told_by_their_names() -> None:
    facts = {"by": "ana", "fields": ["vendor_tax_id", "items", "of_another_version"]}
    event = JobEvent(at=NOW, event=EventKind.CORRECTED, detail="", step=Step.CORRECTED_BY, facts=facts)
    assert step_text(event) == "Corectat de ana: Cod fiscal, Articole, Of another version."


@pytest.mark.usefixtures("romanian")
async def test_a_whole_story_is_told_in_romanian(settings: Settings) -> None:
    now = NOW
    async with Desk.open(settings, clock=lambda: now) as desk:
        done = await create(desk, None)
        assert await desk.worker_queue.release(await claim(desk))
        claimed = await claim(desk)
        assert await desk.worker_queue.report_progress(claimed, page=1, pages=2)
        assert await desk.worker_queue.update_status(claimed, Completed(result_json="{}", ocr_time_ms=5))
        for by in (None, "ana"):
            await desk.reviews.confirm(done.id, {"total": "1.00", "vendor_tax_id": "1"}, by=by, owner=EVERYONE)
            await desk.reviews.reopen(done.id, by=by, owner=EVERYONE)
            await desk.reviews.correct(done.id, {"total": None, "vendor_tax_id": None}, by=by, owner=EVERYONE)
        failed = await create(desk, 1)
        assert await desk.worker_queue.update_status(await claim(desk), Failed(error=EngineTimeout(seconds=60)))
        assert failure_text(await desk.jobs.get_job(failed.id, owner=EVERYONE)) == (
            "Citirea unei pagini a durat mai mult de 60 s și a fost oprită. Reluați sau alegeți alt motor."
        )
        now += timedelta(minutes=5)
        await claim(desk)
        now += timedelta(minutes=5)
        assert await desk.worker_queue.rescue_expired() == [failed.id]
        assert await desk.worker_queue.update_status(await claim(desk), Failed(error=EncryptedDocument()))
        await desk.jobs.retry(failed.id, engine="tesseract", owner=EVERYONE)
        await desk.jobs.cancel(failed.id, owner=EVERYONE)
        dropped = await create(desk, 3)
        await claim(desk)
        await desk.jobs.cancel(dropped.id, owner=EVERYONE)
        steps = [step for job in (done, failed, dropped) for step in await desk.jobs.job_events(job.id, owner=EVERYONE)]
    told = [step_text(step) for step in steps]
    assert len({step.step for step in steps}) > 18
    assert [text for text, step in zip(told, steps, strict=True) if text == step.detail] == []
    assert (
        "Încercarea 1 din 3 a eșuat: Citirea unei pagini a durat mai mult de 60 s și a fost oprită. "
        "Reluați sau alegeți alt motor. Următoarea în 2 s."
    ) in told


async def create(desk: Desk, pages: int | None) -> Job:
    return await desk.jobs.create_job(
        file_path="uploads/x",
        mime_type="image/png",
        engine="paddleocr",
        original_filename="bon.png",
        sha256="ab" * 32,
        size_bytes=1000,
        pages=pages,
        owner=EVERYONE,
    )


async def claim(desk: Desk) -> Job:
    job = await desk.worker_queue.get_next_pending("worker-1")
    assert job is not None
    return job
