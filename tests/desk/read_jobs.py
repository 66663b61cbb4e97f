"""Jobs that are read already, with the Result that a test gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocrcore.layout.page import OcrPage
from ocrcore.pipeline.result import Part, Result
from ocrcore.queue.job import Completed

if TYPE_CHECKING:
    from ocrcore.desk.desk import Desk
    from ocrcore.queue.job import Job
    from ocrcore.queue.owner import Owner


def result_of(*documents: Part, pages: int = 1) -> Result:
    """Return a Result of a file with these documents."""
    read = tuple(OcrPage(number=number, width=100, height=100, lines=()) for number in range(1, pages + 1))
    return Result(engine="tesseract", engine_version="1", pages=read, documents=documents)


def part(
    *pages: int, total: str = "1.00", box: tuple[float, float, float, float] | None = None, turned: int = 0
) -> Part:
    """Return one document of a file."""
    fields = {"total": {"value": total, "confidence": 0.9, "page": pages[0], "box": [0, 0, 1, 1], "source": total}}
    return Part(pages=pages, fields=fields, box=box, turned_degrees=turned)


async def read_job(desk: Desk, name: str, data: bytes, result: Result, *, owner: Owner) -> Job:
    """Hand a document in and complete it, as a worker would."""
    job = await desk.submit(name, data, owner=owner, engine="tesseract")
    claimed = await desk.worker_queue.get_next_pending("worker")
    assert claimed is not None
    assert claimed.id == job.id
    assert await desk.worker_queue.update_status(claimed, Completed(result_json=result.to_json(), ocr_time_ms=1))
    return await desk.jobs.get_job(job.id, owner=owner)
