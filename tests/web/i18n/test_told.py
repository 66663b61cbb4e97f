"""What other layers say in English is said in Romanian too: engines, errors, and the steps of a real job's story."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from ocrcore.desk.desk import Desk
from ocrcore.engines.base import engine_classes
from ocrcore.errors import EncryptedDocument, EngineTimeout, InputError, walk
from ocrcore.queue.job import Completed, Failed
from ocrcore.queue.owner import EVERYONE
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
        assert await desk.worker_queue.update_status(await claim(desk), Failed(error=EngineTimeout()))
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
        told = [
            step.detail
            for job in (done, failed, dropped)
            for step in await desk.jobs.job_events(job.id, owner=EVERYONE)
        ]
    assert len(told) > 12
    assert [detail for detail in told if romanian_step(detail) == detail] == []


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
