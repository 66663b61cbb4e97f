"""What other layers say in English is said in Romanian too: engines, errors, and the steps of a real job's story."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from ocrcore.engines.base import engine_classes
from ocrcore.errors import EncryptedDocument, EngineTimeout, InputError, walk
from ocrcore.queue.job import Completed, Failed
from ocrcore.queue.job_queue import JobQueue
from ocrcore.web.i18n.texts_told import ENGINES, ERRORS, FAILURES
from ocrcore.web.i18n.told import romanian_step

if TYPE_CHECKING:
    from ocrcore.config import Settings
    from ocrcore.queue.job import Job

NOT_SHOWN = {"configuration_error", "invalid_request"}
"""Codes whose message names the setting or the mistake itself, and is for who runs the server or writes a program."""


def test_every_engine_has_a_romanian_phrase() -> None:
    assert engine_classes().keys() <= ENGINES.keys()


def test_every_error_of_a_document_is_told_in_romanian() -> None:
    codes = {each.code for each in walk()}
    assert codes - NOT_SHOWN <= ERRORS.keys()
    assert {each.code for each in walk(InputError)} - {"input_error"} <= FAILURES.keys()
    assert ERRORS.keys() | FAILURES.keys() <= codes


def test_a_step_of_another_version_stays_as_it_was_recorded() -> None:
    assert romanian_step("Read page 2 of 5.") == "Citită pagina 2 din 5."
    assert romanian_step("Something new.") == "Something new."


def test_the_fields_of_a_correction_are_told_by_their_names() -> None:
    told = romanian_step("Corrected by ana: vendor tax id, items, of another version.")
    assert told == "Corectat de ana: Cod fiscal, Articole, of another version."


def test_the_reason_within_a_step_is_told_too() -> None:
    told = romanian_step(f"Failed: {EngineTimeout().message}")
    assert told == f"Eșuat: {ERRORS['engine_timeout']}"


async def test_a_whole_story_is_told_in_romanian(settings: Settings) -> None:
    now = datetime(2026, 3, 14, 10, 0, tzinfo=UTC)
    async with await JobQueue.open(settings, clock=lambda: now) as queue:
        done = await create(queue, None)
        assert await queue.release(await claim(queue))
        claimed = await claim(queue)
        assert await queue.report_progress(claimed, page=1, pages=2)
        assert await queue.update_status(claimed, Completed(result_json="{}", ocr_time_ms=5))
        for by in (None, "ana"):
            await queue.corrections.confirm(done.id, {"total": "1.00", "vendor_tax_id": "1"}, by=by)
            await queue.corrections.reopen(done.id, by=by)
            await queue.corrections.correct(done.id, {"total": None, "vendor_tax_id": None}, by=by)
        failed = await create(queue, 1)
        assert await queue.update_status(await claim(queue), Failed(error=EngineTimeout()))
        now += timedelta(minutes=5)
        await claim(queue)
        now += timedelta(minutes=5)
        assert await queue.rescue_expired() == [failed.id]
        assert await queue.update_status(await claim(queue), Failed(error=EncryptedDocument()))
        await queue.retry(failed.id, engine="tesseract")
        await queue.cancel(failed.id)
        dropped = await create(queue, 3)
        await claim(queue)
        await queue.cancel(dropped.id)
        told = [step.detail for job in (done, failed, dropped) for step in await queue.job_events(job.id)]
    assert len(told) > 12
    assert [detail for detail in told if romanian_step(detail) == detail] == []


async def create(queue: JobQueue, pages: int | None) -> Job:
    return await queue.create_job(
        file_path="uploads/x",
        mime_type="image/png",
        engine="paddleocr",
        original_filename="bon.png",
        sha256="ab" * 32,
        size_bytes=1000,
        pages=pages,
    )


async def claim(queue: JobQueue) -> Job:
    job = await queue.get_next_pending("worker-1")
    assert job is not None
    return job
