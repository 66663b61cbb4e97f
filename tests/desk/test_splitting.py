"""A file with several documents is parted into jobs of their own."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PIL import Image

from ocrcore.desk.desk import Desk
from ocrcore.desk.splitting import origin_of, parts_of, split
from ocrcore.errors import InvalidTransition, JobNotFound, ResultNotReady
from ocrcore.queue.owner import EVERYONE
from tests.browser.receipts import pdf_document, receipt_rows
from tests.desk.read_jobs import part, read_job, result_of
from tests.documents.made_files import encoded, tiff_pages

if TYPE_CHECKING:
    from ocrcore.config import Settings
    from ocrcore.queue.job import Job

THREE = result_of(part(1), part(2, 3), part(4), pages=4)


def receipts() -> bytes:
    return pdf_document([receipt_rows(number) for number in range(1, 5)])


def text_of(desk: Desk, job: Job) -> list[str]:
    """Return the text of each page of a job's upload."""
    pdf = pypdfium2.PdfDocument(desk.storage.read(job.file_path))
    return [pdf[at].get_textpage().get_text_bounded() for at in range(len(pdf))]


async def test_pages_become_uploads_of_their_own_and_the_original_stays(settings: Settings) -> None:
    async with Desk.open(settings) as desk:
        data = receipts()
        job = await read_job(desk, "bonuri martie.pdf", data, THREE, owner="ana")
        jobs = await split(desk, job.id, owner="ana")
        assert [each.original_filename for each in jobs] == [f"bonuri martie-{n}.pdf" for n in (1, 2, 3)]
        assert {(each.created_by, each.engine, each.status) for each in jobs} == {("ana", "tesseract", "pending")}
        numbers = [[page[page.index("BON NR: ") + 8 :][:4] for page in text_of(desk, each)] for each in jobs]
        assert numbers == [["0001"], ["0002", "0003"], ["0004"]]
        assert desk.storage.read(job.file_path) == data
        assert (await desk.jobs.get_job(job.id, owner="ana")).result_json == job.result_json


async def test_origin_and_parts_are_noted_in_their_stories(settings: Settings) -> None:
    async with Desk.open(settings) as desk:
        job = await read_job(desk, "a.pdf", receipts(), THREE, owner=EVERYONE)
        jobs = await split(desk, job.id, owner=EVERYONE)
        told = (await desk.jobs.job_events(job.id, owner=EVERYONE))[-1]
        assert told.detail == f"Parted into 3 documents: {', '.join(each.id for each in jobs)}."
        assert (await desk.jobs.job_events(jobs[1].id, owner=EVERYONE))[-1].detail == (
            f"Taken from the file of job {job.id}, page 2, 3."
        )
        assert [each.id for each in await parts_of(desk, job.id, owner=EVERYONE) if each] == [each.id for each in jobs]
        origin = await origin_of(desk, jobs[0].id, owner=EVERYONE)
        assert origin is not None
        assert origin.id == job.id
        assert await origin_of(desk, job.id, owner=EVERYONE) is None


async def test_asked_again_it_makes_only_what_is_gone(settings: Settings) -> None:
    async with Desk.open(settings) as desk:
        job = await read_job(desk, "a.pdf", receipts(), THREE, owner=EVERYONE)
        first = [each.id for each in await split(desk, job.id, owner=EVERYONE)]
        assert [each.id for each in await split(desk, job.id, owner=EVERYONE)] == first
        await desk.delete(first[1], owner=EVERYONE)
        await desk.jobs.cancel(first[2], owner=EVERYONE)
        again = [each.id for each in await split(desk, job.id, owner=EVERYONE)]
        assert again[0] == first[0]
        assert set(again[1:]).isdisjoint(first)
        assert [each.id for each in await split(desk, job.id, owner=EVERYONE)] == again


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
async def test_a_part_of_a_photo_is_cut_out_upright(settings: Settings, turned: int) -> None:
    upright = Image.new("RGB", (400, 200), "red")
    upright.paste("blue", (200, 0, 400, 200))
    photo = encoded(upright.rotate(-turned, expand=True), "JPEG", quality=95)
    result = result_of(part(1, box=(0, 0, 0.5, 1), turned=turned), part(1, box=(0.5, 0, 1, 0.5), turned=turned))
    async with Desk.open(settings) as desk:
        job = await read_job(desk, "masa.jpg", photo, result, owner=EVERYONE)
        jobs = await split(desk, job.id, owner=EVERYONE)
        cut = [Image.open(BytesIO(desk.storage.read(each.file_path))) for each in jobs]
    assert [each.mime_type for each in jobs] == ["image/jpeg"] * 2
    assert [each.size for each in cut] == [(200, 200), (200, 100)]
    red, blue = (each.getpixel((each.width // 2, each.height // 2)) for each in cut)
    assert isinstance(red, tuple)
    assert isinstance(blue, tuple)
    assert (red[0] > 200, red[2] < 60) == (True, True)
    assert (blue[2] > 200, blue[0] < 60) == (True, True)


async def test_pages_of_a_tiff_become_a_picture_or_a_tiff(settings: Settings) -> None:
    async with Desk.open(settings) as desk:
        job = await read_job(desk, "scan.tif", tiff_pages(3), result_of(part(1), part(2, 3), pages=3), owner=EVERYONE)
        jobs = await split(desk, job.id, owner=EVERYONE)
        assert [(each.original_filename, each.pages) for each in jobs] == [("scan-1.jpg", 1), ("scan-2.tif", 2)]
        pages = Image.open(BytesIO(desk.storage.read(jobs[1].file_path)))
        assert pages.size == (101, 80)


async def test_a_part_of_a_pdf_page_is_a_picture_of_it(settings: Settings) -> None:
    result = result_of(part(1, box=(0, 0, 1, 0.5)), part(1, box=(0, 0.5, 1, 1)))
    async with Desk.open(settings) as desk:
        job = await read_job(desk, "a.pdf", pdf_document([receipt_rows(1)]), result, owner=EVERYONE)
        assert [each.mime_type for each in await split(desk, job.id, owner=EVERYONE)] == ["image/jpeg"] * 2


async def test_what_cannot_be_parted_is_said(settings: Settings) -> None:
    async with Desk.open(settings) as desk:
        one = await read_job(desk, "one.pdf", receipts(), result_of(), owner="ana")
        with pytest.raises(InvalidTransition, match="one document"):
            await split(desk, one.id, owner="ana")
        waiting = await desk.submit("b.pdf", pdf_document([receipt_rows(9)]), owner="ana", engine="tesseract")
        with pytest.raises(ResultNotReady, match="pending"):
            await split(desk, waiting.id, owner="ana")
        with pytest.raises(JobNotFound):
            await split(desk, one.id, owner="dan")
        assert len((await desk.jobs.list_jobs(owner=EVERYONE)).jobs) == 2
