"""The commands that talk to the queue: whoever has the machine sees the documents of everyone."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

from ocrcore.cli.output import job_row, say, show_json, show_table, show_text, state_of
from ocrcore.database.job_status import JobStatus
from ocrcore.desk import splitting
from ocrcore.desk.desk import Desk
from ocrcore.desk.job_json import describe, describe_one
from ocrcore.errors import FileTooLarge, InputError, OcrDeskError, StorageError, by_code
from ocrcore.export import ExportFormat, ExportOptions, document_of, exporting, mark_exported, matching_ids
from ocrcore.queue.owner import EVERYONE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ocrcore.cli.output import Tally
    from ocrcore.config import Settings
    from ocrcore.queue.job import Job
    from ocrcore.reviews.review import Review

WAIT_POLL_S = 0.3
NO_WORKER = "No worker is running. Start the desk, or a worker with: python -m ocrcore worker"


async def submit(
    settings: Settings, files: Sequence[Path], *, engine: str | None, wait: bool, as_json: bool, tally: Tally
) -> None:
    """Put files into the queue and print their jobs; with `wait`, when they are done."""
    accepted: list[tuple[Path, Job]] = []
    async with Desk.open(settings) as desk:
        for file in files:
            with tally.going_on(about=str(file)):
                data = await asyncio.to_thread(read_file, file, settings.max_upload_bytes)
                job = await desk.submit(file.name, data, engine=engine, owner=EVERYONE)
                accepted.append((file, job))
                if not wait:
                    await _show(desk, job, as_json=as_json)
        if accepted and not await desk.worker_queue.live_workers():
            say(NO_WORKER)
        if wait:
            for file, job in accepted:
                with tally.going_on(about=str(file)):
                    done = await _final(desk, job.id)
                    await _show(desk, done, as_json=as_json)
                    _raise_failure(done)


async def _final(desk: Desk, job_id: str) -> Job:
    """Wait until nothing happens to a job any more; tell what it does meanwhile."""
    told = ""
    while not (job := await desk.jobs.get_job(job_id, owner=EVERYONE)).is_final:
        state = state_of(await describe_one(desk, job, owner=EVERYONE)).partition(", done in")[0]
        if state != told:
            say(f"{job.original_filename}: {state}")
            told = state
        await asyncio.sleep(WAIT_POLL_S)
    return job


def _raise_failure(job: Job) -> None:
    if job.status is JobStatus.FAILED:
        raise by_code(job.error_code or "")(job.error_message)
    if job.status is JobStatus.CANCELLED:
        raise OcrDeskError(case="cancelled")


async def list_jobs(
    settings: Settings,
    *,
    filters: Mapping[str, Any],
    limit: int,
    as_json: bool,
) -> None:
    """Print the jobs that match filters of `JobQueue.list_jobs`, newest first."""
    async with Desk.open(settings) as desk:
        page = await desk.jobs.list_jobs(**filters, limit=limit, owner=EVERYONE)
        trees = await describe(desk, page.jobs, owner=EVERYONE)
    if as_json:
        for tree in trees:
            show_json(tree)
    else:
        show_table([job_row(tree) for tree in trees])


async def show(settings: Settings, job_id: str, *, as_json: bool) -> None:
    """Print a job, and in words its story too."""
    async with Desk.open(settings) as desk:
        job = await desk.jobs.get_job(job_id, owner=EVERYONE)
        await _show(desk, job, as_json=as_json)
        if as_json:
            return
        if job.error_message is not None:
            show_text(job.error_message)
        story = await desk.jobs.job_events(job_id, owner=EVERYONE)
        show_table([[each.at.isoformat(" ", "seconds"), each.detail] for each in story])


async def cancel(settings: Settings, job_id: str, *, as_json: bool) -> None:
    """Cancel a job and print it."""
    async with Desk.open(settings) as desk:
        await _show(desk, await desk.jobs.cancel(job_id, owner=EVERYONE), as_json=as_json)


async def retry(settings: Settings, job_id: str, *, engine: str | None, as_json: bool) -> None:
    """Retry a job and print it."""
    async with Desk.open(settings) as desk:
        await _show(desk, await desk.retry(job_id, engine=engine, owner=EVERYONE), as_json=as_json)


async def split(settings: Settings, job_id: str, *, as_json: bool) -> None:
    """Part a file into its documents and print their jobs."""
    async with Desk.open(settings) as desk:
        for job in await splitting.split(desk, job_id, owner=EVERYONE):
            await _show(desk, job, as_json=as_json)


async def export(
    settings: Settings,
    wanted: Sequence[str] | Mapping[str, Any],
    kind: ExportFormat,
    output: Path,
    *,
    options: ExportOptions,
    tally: Tally,
) -> tuple[int, int]:
    """Write jobs to a file, which appears when it is complete, and not at all without documents.

    Confirmed documents are marked as exported then.

    Args:
        settings: The desk.
        wanted: Ids of jobs, or filters for all that have been read and match them.
        kind: What to write.
        output: Where to.
        options: How.
        tally: Is told what went wrong.

    Returns:
        How many documents were written, and how many were asked for.

    Raises:
        StorageError: The file cannot be written.
    """
    unfinished = output.with_name(f"{output.name}.part")
    async with Desk.open(settings) as desk:
        job_ids = await matching_ids(desk.jobs, owner=EVERYONE, **wanted) if isinstance(wanted, Mapping) else wanted
        try:
            with unfinished.open("wb") as stream:
                written = await _export(desk, job_ids, kind, stream, options=options, tally=tally)
            if written:
                unfinished.replace(output)
        except OSError as error:
            raise StorageError(path=str(output), reason=error.strerror) from error
        finally:
            unfinished.unlink(missing_ok=True)
        await mark_exported(desk.reviews, written, owner=EVERYONE)
    return len(written), len(job_ids)


async def _export(
    desk: Desk, job_ids: Sequence[str], kind: ExportFormat, stream: BinaryIO, *, options: ExportOptions, tally: Tally
) -> dict[str, Review]:
    """Return the documents that were written, with their reviews."""
    written: dict[str, Review] = {}
    with exporting(kind, stream, desk.storage, options) as exporter:
        for job_id in job_ids:
            with tally.going_on(about=job_id):
                job = await desk.jobs.get_job(job_id, owner=EVERYONE)
                review = await desk.reviews.review(job_id, owner=EVERYONE)
                exporter.add(document_of(job, review))
                written[job_id] = review
    return written


def read_file(file: Path, max_bytes: int) -> bytes:
    """Return the content of a file that is to be read.

    Raises:
        InputError: There is no such file, or it cannot be opened.
        FileTooLarge: It is larger than allowed; it is not read then.
    """
    try:
        if file.stat().st_size > max_bytes:
            raise FileTooLarge
        return file.read_bytes()
    except OSError as error:
        raise InputError(reason=error.strerror) from error


async def _show(desk: Desk, job: Job, *, as_json: bool) -> None:
    tree: dict[str, Any] = await describe_one(desk, job, owner=EVERYONE)
    if as_json:
        show_json(tree)
    else:
        show_text("  ".join(job_row(tree)))
