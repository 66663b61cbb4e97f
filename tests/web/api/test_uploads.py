"""What `POST /jobs` refuses, each with its own status and code, and without holding a large body."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.web.api.test_jobs import error_code
from tests.web.conftest import picture, submit

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

KIB = 1024


def multipart(*parts: tuple[str, bytes], end: bytes = b"--cut--\r\n") -> bytes:
    body = b"".join(
        b"--cut\r\nContent-Disposition: form-data; " + head.encode() + b"\r\n\r\n" + data + b"\r\n"
        for head, data in parts
    )
    return body + end


def post(
    api: httpx.Client, body: bytes | Iterator[bytes], kind: str = "multipart/form-data; boundary=cut"
) -> httpx.Response:
    return api.post("/jobs", content=body, headers={"content-type": kind})


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{}", "application/json"),
        (b"file=x", "application/x-www-form-urlencoded"),
        (b"", "multipart/form-data; boundary=cut"),
        (b"no multipart at all", "multipart/form-data; boundary=cut"),
        (multipart(('name="file"; filename="a.png"', b"x")), "multipart/form-data"),
        (multipart(('name="other"; filename="a.png"', b"x")), "multipart/form-data; boundary=cut"),
        (multipart(('name="file"', b"a plain value")), "multipart/form-data; boundary=cut"),
        (multipart(('filename="a.png"', b"no name")), "multipart/form-data; boundary=cut"),
        (multipart(('name="file"; filename="a.png"', b"x"), end=b""), "multipart/form-data; boundary=cut"),
        (multipart(*[('name="file"; filename="a.png"', b"x")] * 2), "multipart/form-data; boundary=cut"),
        (
            multipart(('name="file"; filename="a.png"', b"x"), ('name="engin"', b"tesseract")),
            "multipart/form-data; boundary=cut",
        ),
    ],
)
def test_a_request_without_exactly_one_file_is_refused(api: httpx.Client, body: bytes, kind: str) -> None:
    answer = post(api, body, kind)
    assert (answer.status_code, error_code(answer)) == (400, "invalid_request")
    assert api.get("/jobs").json()["jobs"] == []


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 422, "empty_file"),
        (b"MZ\x90 a program", 415, "unsupported_type"),
        (b"%PDF-1.7 and then nothing", 422, "unreadable"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), 422, "unreadable"),
    ],
)
def test_a_document_that_cannot_be_read_is_refused(api: httpx.Client, data: bytes, status: int, code: str) -> None:
    answer = api.post("/jobs", files={"file": ("bon.png", data)})
    assert (answer.status_code, error_code(answer)) == (status, code)
    assert api.get("/jobs").json()["jobs"] == []


def test_an_unknown_engine_is_refused(api: httpx.Client) -> None:
    answer = submit(api, engine="abacus")
    assert (answer.status_code, error_code(answer)) == (422, "unknown_engine")


def test_a_name_is_data_and_never_a_path(api: httpx.Client) -> None:
    assert submit(api, "../../etc/passwd").json()["original_filename"] == "passwd"


def test_a_name_without_end_is_refused_with_the_reason(api: httpx.Client) -> None:
    answer = submit(api, "x" * 5000 + ".png")
    assert (answer.status_code, error_code(answer)) == (400, "invalid_request")
    assert "name of the file is longer than 4096 bytes" in answer.json()["error"]["message"]
    assert submit(api, "x" * 3000 + ".png").status_code == 202


def test_a_file_over_the_limit_is_refused(api: httpx.Client) -> None:
    answer = api.post("/jobs", files={"file": ("bon.png", picture() + bytes(KIB * KIB))})
    assert (answer.status_code, error_code(answer)) == (413, "file_too_large")


def answer_to_part_of(server: str, head: str, body: bytes) -> bytes:
    """Send the beginning of a request and return the answer to it."""
    address = urlsplit(server)
    with socket.create_connection((address.hostname, address.port), timeout=30) as connection:
        connection.sendall(f"POST /api/v1/jobs HTTP/1.1\r\nHost: {address.netloc}\r\n{head}\r\n\r\n".encode() + body)
        answer = b""
        while not answer.endswith(b"}}") and (received := connection.recv(64 * KIB)):
            answer += received
        return answer


def test_a_body_that_is_announced_too_large_is_refused_before_it_comes(server: str) -> None:
    head = f"Content-Type: multipart/form-data; boundary=cut\r\nContent-Length: {100 * KIB * KIB}"
    answer = answer_to_part_of(server, head, b"--cut\r\n")
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b'"file_too_large"' in answer


def test_a_body_without_an_end_is_refused_at_the_limit(server: str) -> None:
    head = "Content-Type: multipart/form-data; boundary=cut\r\nTransfer-Encoding: chunked"
    start = multipart(('name="file"; filename="a.png"', b""), end=b"")[:-2]
    chunk = start + bytes(KIB * KIB + 32 * KIB)
    answer = answer_to_part_of(server, head, f"{len(chunk):x}\r\n".encode() + chunk)
    assert answer.startswith(b"HTTP/1.1 413 ")
