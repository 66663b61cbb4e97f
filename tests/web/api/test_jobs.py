"""The REST API on a real server: documents in, looked at, cancelled, sent round again, deleted."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from uuid import uuid4

import httpx
import pytest

from ocrcore.config import load_settings
from ocrcore.desk.desk import Desk
from ocrcore.queue.job import Completed
from ocrcore.queue.owner import EVERYONE
from ocrcore.web.api.asked import attachment
from tests.browser.receipts import pdf_document, receipt_rows
from tests.desk.read_jobs import part, read_job, result_of
from tests.documents.made_e_invoices import Sale, ubl
from tests.web.conftest import picture, serving, submit

if TYPE_CHECKING:
    from pathlib import Path

JOB_KEYS = [
    "id",
    "status",
    "engine",
    "original_filename",
    "mime_type",
    "position",
    "eta_seconds",
    "eta_range_seconds",
    "progress",
    "attempt",
    "created_at",
    "started_at",
    "completed_at",
    "queue_wait_ms",
    "processing_time_ms",
    "ocr_time_ms",
    "review_state",
    "same_document_as",
    "error",
]


def error_code(answer: httpx.Response) -> str:
    error = answer.json()["error"]
    assert set(answer.json()) == {"error"}
    assert set(error) == {"code", "message"}
    assert error["message"]
    return str(error["code"])


def test_a_document_becomes_a_job_with_a_place(api: httpx.Client) -> None:
    answer = submit(api, "Bonul meu.png", engine="tesseract")
    assert answer.status_code == 202
    job = answer.json()
    assert list(job) == JOB_KEYS
    assert (job["status"], job["engine"], job["original_filename"]) == ("pending", "tesseract", "Bonul meu.png")
    assert (job["mime_type"], job["position"], job["progress"]) == ("image/png", 1, {"page": 0, "pages": 1})
    assert (job["eta_seconds"], job["error"], job["attempt"]) == (None, None, 0)
    assert answer.headers["location"] == f"/api/v1/jobs/{job['id']}"
    assert api.get(f"/jobs/{job['id']}").json() == job
    assert submit(api).json()["position"] == 2


def test_a_list_is_paged_newest_first(api: httpx.Client) -> None:
    ids = [submit(api, f"{n}.png").json()["id"] for n in range(5)]
    seen, cursor = [], None
    while True:
        page = api.get("/jobs", params={"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        seen += [job["id"] for job in page["jobs"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == ids[::-1]


def test_a_list_is_filtered_by_status(api: httpx.Client) -> None:
    waiting, cancelled = submit(api).json()["id"], submit(api).json()["id"]
    api.delete(f"/jobs/{cancelled}")

    def listed(status: str) -> set[str]:
        return {job["id"] for job in api.get("/jobs", params={"status": status}).json()["jobs"]}

    assert listed("pending") == {waiting}
    assert listed("pending,cancelled") == {waiting, cancelled}
    assert listed("completed") == set()


async def confirm_one_of_two(data_dir: Path) -> tuple[str, str]:
    """Hand in and read two documents beside the server, as its worker would, and confirm the first."""
    async with Desk.open(load_settings(data_dir=data_dir, database_url="")) as desk:
        jobs = [await desk.submit("bon.png", picture(), owner=EVERYONE, engine="tesseract") for _ in range(2)]
        for _ in jobs:
            claimed = await desk.worker_queue.get_next_pending("worker")
            assert claimed is not None
            assert await desk.worker_queue.update_status(claimed, Completed(result_json="{}", ocr_time_ms=1))
        await desk.reviews.confirm(jobs[0].id, {}, owner=EVERYONE)
        return jobs[0].id, jobs[1].id


def test_a_list_is_filtered_by_state_of_review(tmp_path: Path) -> None:
    confirmed, other = asyncio.run(confirm_one_of_two(tmp_path / "data"))
    with serving(tmp_path) as address, httpx.Client(base_url=f"{address}/api/v1", timeout=30) as api:
        waiting = submit(api).json()
        assert waiting["review_state"] is None

        def listed(states: str) -> dict[str, str]:
            found = api.get("/jobs", params={"review_state": states}).json()["jobs"]
            return {job["id"]: job["review_state"] for job in found}

        assert listed("to_review") == {other: "to_review"}
        assert listed("confirmed") == {confirmed: "confirmed"}
        assert listed("exported") == {}
        assert listed("exported,confirmed,to_review") == {confirmed: "confirmed", other: "to_review"}
        assert api.get(f"/jobs/{confirmed}").json()["review_state"] == "confirmed"


async def read_three(data_dir: Path) -> str:
    """Hand in and read a PDF with three receipts beside the server, as its worker would."""
    async with Desk.open(load_settings(data_dir=data_dir, database_url="")) as desk:
        data = pdf_document([receipt_rows(number) for number in (1, 2, 3)])
        result = result_of(part(1), part(2), part(3), pages=3)
        return (await read_job(desk, "bonuri.pdf", data, result, owner=EVERYONE)).id


def test_a_file_with_several_documents_is_parted_into_jobs(tmp_path: Path) -> None:
    job_id = asyncio.run(read_three(tmp_path / "data"))
    with serving(tmp_path) as address, httpx.Client(base_url=f"{address}/api/v1", timeout=30) as api:
        answer = api.post(f"/jobs/{job_id}/split")
        assert answer.status_code == 202
        jobs = answer.json()["jobs"]
        assert [list(job) for job in jobs] == [JOB_KEYS] * 3
        assert [job["original_filename"] for job in jobs] == [f"bonuri-{number}.pdf" for number in (1, 2, 3)]
        assert [job["position"] for job in jobs] == [1, 2, 3]
        assert [job["id"] for job in api.post(f"/jobs/{job_id}/split").json()["jobs"]] == [job["id"] for job in jobs]
        assert api.get(f"/jobs/{job_id}").json()["status"] == "completed"
        assert error_code(api.post(f"/jobs/{jobs[0]['id']}/split")) == "result_not_ready"


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=many",
        "status=lost",
        "review_state=lost",
        "month=march",
        "cursor=x",
        "limit=-5",
        "cursor=%00",
        # 0001-01-01T00:00:00+14:00 and a job: a time that has no UTC
        "cursor=MDAwMS0wMS0wMVQwMDowMDowMCsxNDowMCBh",
    ],
)
def test_a_list_refuses_what_it_does_not_know(api: httpx.Client, query: str) -> None:
    answer = api.get(f"/jobs?{query}")
    assert (answer.status_code, error_code(answer)) == (400, "invalid_request")


def test_the_file_comes_back_as_it_was(api: httpx.Client) -> None:
    data, name = picture(), "Chitanță nouă; x=1.png"
    job = api.post("/jobs", files={"file": (name, data)}).json()
    answer = api.get(f"/jobs/{job['id']}/file")
    assert answer.content == data
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"] == attachment(name)


def test_an_e_invoice_is_taken_and_its_file_is_never_shown_as_a_page(api: httpx.Client) -> None:
    data = ubl(Sale())
    job = api.post("/jobs", files={"file": ("4213456789.xml", data, "text/xml")}).json()
    assert job["mime_type"] == "application/xml"
    answer = api.get(f"/jobs/{job['id']}/file")
    assert (answer.content, answer.headers["content-disposition"].partition(";")[0]) == (data, "attachment")
    refused = api.post("/jobs", files={"file": ("feed.xml", b"<?xml version='1.0'?><feed/>", "text/xml")})
    assert (refused.status_code, error_code(refused)) == (422, "no_e_invoice")


def test_no_name_breaks_out_of_its_header() -> None:
    header = attachment('ă"; filename=evil.html\r\nX-Evil: 1\\')
    assert header == (
        'attachment; filename="___ filename_evil.html__X-Evil_ 1_"; '
        "filename*=UTF-8''%C4%83%22%3B%20filename%3Devil.html%0D%0AX-Evil%3A%201%5C"
    )


def test_a_waiting_document_has_no_result(api: httpx.Client) -> None:
    job = submit(api).json()
    answer = api.get(f"/jobs/{job['id']}/result")
    assert (answer.status_code, error_code(answer)) == (409, "result_not_ready")


def test_delete_cancels_first_and_deletes_then(api: httpx.Client) -> None:
    where = f"/jobs/{submit(api).json()['id']}"
    assert api.post(f"{where}/retry").status_code == 409
    cancelled = api.delete(where)
    assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")
    again = api.post(f"{where}/retry", params={"engine": "tesseract"})
    assert (again.status_code, again.json()["status"], again.json()["engine"]) == (202, "pending", "tesseract")
    assert [api.delete(where).status_code for _ in range(3)] == [200, 204, 404]


@pytest.mark.parametrize(
    ("method", "rest"),
    [("GET", ""), ("GET", "/result"), ("GET", "/file"), ("DELETE", ""), ("POST", "/retry"), ("POST", "/split")],
)
@pytest.mark.parametrize("job_id", ["0b4d5c1e-8a52-4f0e-9f5e-3d1c7a6b2e90", "x", "' OR 1=1 --", "a" * 3000])
def test_a_job_that_is_not_there(api: httpx.Client, method: str, rest: str, job_id: str) -> None:
    answer = api.request(method, f"/jobs/{job_id}{rest}")
    assert (answer.status_code, error_code(answer)) == (404, "job_not_found")


def test_the_same_content_twice_keeps_its_file_until_the_last_goes(api: httpx.Client) -> None:
    data = picture()
    first, second = (api.post("/jobs", files={"file": (name, data)}).json()["id"] for name in ("a.png", "b.png"))
    api.delete(f"/jobs/{first}")
    api.delete(f"/jobs/{first}")
    assert api.get(f"/jobs/{first}").status_code == 404
    assert api.get(f"/jobs/{second}/file").content == data


def test_a_document_has_a_small_picture(api: httpx.Client) -> None:
    job = submit(api).json()
    picture = api.get(f"/jobs/{job['id']}/thumbnail")
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/jpeg")
    assert picture.content.startswith(b"\xff\xd8")
    assert "private" in picture.headers["cache-control"]
    assert error_code(api.get(f"/jobs/{uuid4()}/thumbnail")) == "job_not_found"
