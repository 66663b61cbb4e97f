"""Slow clients and many of them: nobody is held up, and what is too much is sent away before anything is full."""

from __future__ import annotations

import asyncio
import socket
from contextlib import ExitStack
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.requests import Request

from ocrcore.config import load_settings
from ocrcore.desk.desk import Desk
from ocrcore.errors import FileTooLarge, TooManyRequests, UploadTooSlow
from ocrcore.queue.owner import EVERYONE
from ocrcore.web.api.rate_limit import RateLimit
from ocrcore.web.api.upload import Pace, receive_upload
from ocrcore.web.api.uploads_at_once import UploadsAtOnce
from tests.queues import submit as submit_to
from tests.web.api.test_jobs import error_code
from tests.web.conftest import picture, serving, submit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.types import Message

TRICKLES = 12
HEAD = "POST /api/v1/jobs HTTP/1.1\r\nHost: {}\r\nContent-Type: multipart/form-data; boundary=cut\r\nContent-Length: 900000\r\n\r\n"
PART = b'--cut\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'


def begin_upload(server: str) -> socket.socket:
    """Send the beginning of an upload, and nothing more."""
    address = urlsplit(server)
    connection = socket.create_connection((address.hostname, address.port), timeout=30)
    connection.sendall(HEAD.format(address.netloc).encode() + PART + b"some bytes")
    return connection


def test_uploads_that_trickle_in_hold_nobody_up(server: str, api: httpx.Client) -> None:
    with ExitStack() as stack:
        for _ in range(TRICKLES):
            stack.enter_context(begin_upload(server))
        assert submit(api).status_code == 202


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("narrow")
    with serving(folder, OCR_MAX_WAITING="2", OCR_REQUESTS_PER_MINUTE="5", OCR_UPLOAD_TIMEOUT_SECONDS="1") as address:
        yield address, folder / "data"


def test_a_queue_that_is_long_enough_says_so_before_the_body_has_come(narrow: tuple[str, Path]) -> None:
    address, _ = narrow
    with httpx.Client(base_url=f"{address}/api/v1", timeout=30) as api:
        ids = [submit(api).json()["id"] for _ in range(2)]
        answer = submit(api)
        assert (answer.status_code, error_code(answer)) == (429, "too_many_requests")
        assert int(answer.headers["Retry-After"]) > 0
        with begin_upload(address) as connection:
            assert connection.recv(4096).startswith(b"HTTP/1.1 429 ")
        assert [api.delete(f"/jobs/{job_id}").status_code for job_id in ids] == [200, 200]
        assert submit(api).status_code == 202, "who cancels makes room"


def test_an_upload_that_does_not_end_is_ended(narrow: tuple[str, Path]) -> None:
    with httpx.Client(base_url=f"{narrow[0]}/api/v1", timeout=30) as api:
        for job in api.get("/jobs").json()["jobs"]:
            api.delete(f"/jobs/{job['id']}")
    answer = b""
    with begin_upload(narrow[0]) as connection:
        while received := connection.recv(4096):  # until the server closes it, for the rest would still come
            answer += received
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"upload_too_slow" in answer


def test_a_token_may_not_come_too_often(narrow: tuple[str, Path]) -> None:
    async def tokens() -> list[str]:
        async with Desk.open(load_settings(data_dir=narrow[1])) as desk:
            return [await desk.tokens.create(None, name) for name in ("one", "two")]

    first, second = asyncio.run(tokens())
    with httpx.Client(base_url=f"{narrow[0]}/api/v1", timeout=30) as api:
        answers = [api.get("/queue", headers={"Authorization": f"Bearer {first}"}) for _ in range(6)]
        assert [each.status_code for each in answers] == [200] * 5 + [429]
        assert 0 < int(answers[-1].headers["Retry-After"]) <= 12
        assert api.get("/queue", headers={"Authorization": f"Bearer {second}"}).status_code == 200
        assert api.get("/queue").status_code == 200


def test_what_is_left_of_the_disk_is_kept_free(tmp_path: Path) -> None:
    with serving(tmp_path, OCR_MIN_FREE_MB=str(2**30)) as address:
        answer = httpx.post(f"{address}/api/v1/jobs", files={"file": ("a.png", picture())}, timeout=30)
        assert (answer.status_code, error_code(answer)) == (507, "storage_error")
        assert "MB of the disk are left" in answer.json()["error"]["message"]


async def test_one_person_cannot_fill_the_queue(tmp_path: Path) -> None:
    async with Desk.open(load_settings(data_dir=tmp_path, database_url="", max_waiting_per_person=2)) as desk:
        for _ in range(2):
            await submit_to(desk, owner="ana")
        with pytest.raises(TooManyRequests, match="2 of your documents"):
            await desk.submit("a.png", picture(), owner="ana")
        assert (await desk.submit("a.png", picture(), owner="ion")).created_by == "ion"
        assert (await desk.submit("a.png", picture(), owner=EVERYONE)).created_by is None


def test_one_person_cannot_take_all_places_for_uploads() -> None:
    places = UploadsAtOnce(most=3, most_of_person=2)
    with places.place("ana"), places.place("ana"):
        with pytest.raises(TooManyRequests), places.place("ana"):
            pass
        with places.place("ion"), pytest.raises(TooManyRequests), places.place("dan"):
            pass
    with places.place(EVERYONE), places.place(EVERYONE), places.place(EVERYONE):
        pass


def is_refused(limit: RateLimit) -> bool:
    try:
        limit.pass_one("token")
    except TooManyRequests:
        return True
    return False


def test_a_bucket_runs_empty_and_fills_again() -> None:
    limit = RateLimit(60_000)  # one a millisecond
    while not is_refused(limit):
        pass
    while is_refused(limit):
        pass


def upload_of(*chunks: bytes, pause_s: float) -> Request:
    """Return a request whose body comes in these pieces, with a pause before each."""
    left = list(chunks)

    async def receive() -> Message:
        await asyncio.sleep(pause_s)
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

    headers = [(b"content-type", b"multipart/form-data; boundary=cut")]
    return Request({"type": "http", "method": "POST", "headers": headers}, receive)


PIECES = (PART, *[bytes(1000)] * 8, b"\r\n--cut--\r\n")


async def test_a_body_has_to_come_at_a_minimum_pace() -> None:
    slow, enough = Pace(limit_s=60, grace_s=0.3, bytes_per_s=1e6), Pace(limit_s=60, grace_s=30)
    with pytest.raises(UploadTooSlow):
        async with receive_upload(upload_of(*PIECES, pause_s=0.1), max_bytes=10_000, pace=slow):
            pass
    async with receive_upload(upload_of(*PIECES, pause_s=0.1), max_bytes=10_000, pace=enough) as upload:
        assert upload.file.read() == bytes(8000)
    with pytest.raises(FileTooLarge):
        async with receive_upload(upload_of(*[PART, bytes(30_000)], pause_s=0), max_bytes=10_000, pace=enough):
            pass
