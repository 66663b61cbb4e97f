"""A file with several documents is parted: each becomes an upload and a job of its own, the original stays."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from anyio import to_thread

from ocrcore.database.clock import utc_now
from ocrcore.documents.pieces import Piece
from ocrcore.documents.sniff import SNIFF_BYTES, SUFFIXES, sniff
from ocrcore.errors import InvalidTransition, JobNotFound, ResultNotReady
from ocrcore.pipeline.result import Result
from ocrcore.queue import events
from ocrcore.queue.owner import EVERYONE
from ocrcore.queue.steps import Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncConnection

    from ocrcore.desk.desk import Desk
    from ocrcore.errors import Facts
    from ocrcore.pipeline.result import Part
    from ocrcore.queue.job import Job
    from ocrcore.queue.owner import Owner


async def split(desk: Desk, job_id: str, *, owner: Owner) -> list[Job]:
    """Part a file into its documents, in their order, to be read with the same engine.

    Asked again, it gives the jobs that are there already, and makes anew what was deleted, failed or cancelled since.

    Raises:
        JobNotFound: There is no such document for this owner.
        ResultNotReady: It has not been read.
        InvalidTransition: It holds one document.
        InputError: A part cannot be made.
        StorageError: The disk failed.
    """
    job = await desk.jobs.get_job(job_id, owner=owner)
    if job.result_json is None:
        raise ResultNotReady(name=job.original_filename, status=job.status)
    parts = Result.from_json(job.result_json).documents
    if not parts:
        raise InvalidTransition(case="split")
    there = dict(enumerate(await parts_of(desk, job_id, owner=owner)))
    jobs: list[Job] = []
    made: list[tuple[Job, Part]] = []
    for number, part in enumerate(parts):
        known = there.get(number)
        if known is None or known.can_retry:
            known = await _submit(desk, job, part, number + 1)
            made.append((known, part))
        jobs.append(known)
    if made:
        await desk.database.write(lambda connection: _tell(connection, job, jobs, made))
    return jobs


async def parts_of(desk: Desk, job_id: str, *, owner: Owner) -> list[Job | None]:
    """Return the jobs into which a file was parted; None for what was deleted since, nothing where it was not parted."""
    facts = await _latest(desk, job_id, Step.SPLIT, owner=owner)
    return [await _known(desk, each, owner=owner) for each in str(facts.get("jobs", "")).split(", ") if each]


async def origin_of(desk: Desk, job_id: str, *, owner: Owner) -> Job | None:
    """Return the file that a document was taken from; None where it was none, or is there no longer."""
    facts = await _latest(desk, job_id, Step.TAKEN_FROM, owner=owner)
    return await _known(desk, str(facts["job"]), owner=owner) if facts else None


async def _latest(desk: Desk, job_id: str, step: Step, *, owner: Owner) -> Facts:
    """Return the facts of the latest such step of a job's story; none where there is none."""
    steps = await desk.jobs.job_events(job_id, owner=owner)
    return next((each.facts for each in reversed(steps) if each.step == step), {})


async def _known(desk: Desk, job_id: str, *, owner: Owner) -> Job | None:
    try:
        return await desk.jobs.get_job(job_id, owner=owner)
    except JobNotFound:
        return None


async def _submit(desk: Desk, job: Job, part: Part, number: int) -> Job:
    """Hand in one part as a document of the same person."""
    piece = Piece(pages=part.pages, box=part.box, turned_degrees=part.turned_degrees)
    data = await to_thread.run_sync(desk.intake.cut, job.file_path, job.mime_type, piece)
    owner = EVERYONE if job.created_by is None else job.created_by
    name = f"{PurePosixPath(job.original_filename).stem}-{number}{SUFFIXES[sniff(data[:SNIFF_BYTES])]}"
    return await desk.submit(name, data, owner=owner, engine=job.engine)


async def _tell(connection: AsyncConnection, job: Job, jobs: Sequence[Job], made: Sequence[tuple[Job, Part]]) -> None:
    """Note in the story of the file what it was parted into, and in that of each part where it comes from."""
    now = utc_now()
    ids = ", ".join(each.id for each in jobs)
    await events.record(connection, job.id, now, Step.SPLIT, count=len(jobs), jobs=ids)
    for each, part in made:
        pages = ", ".join(map(str, part.pages))
        await events.record(connection, each.id, now, Step.TAKEN_FROM, job=job.id, pages=pages)
