"""The whole way of a document through a real server with its own worker, and sign-in."""

from __future__ import annotations

import asyncio
import json
import os
import time
from typing import TYPE_CHECKING, Any

import httpx
import psutil
import pytest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from ocrcore.config import load_settings
from ocrcore.desk.desk import Desk
from tests.conftest import draw_document
from tests.web.api.test_jobs import error_code
from tests.web.api.test_shape import check
from tests.web.conftest import serving, submit

if TYPE_CHECKING:
    from pathlib import Path

READ_TIMEOUT_S = 120.0
ISSUER = "https://id.example.ro"


def final(api: httpx.Client, job_id: str) -> dict[str, Any]:
    deadline = time.monotonic() + READ_TIMEOUT_S
    while time.monotonic() < deadline:
        job: dict[str, Any] = api.get(f"/jobs/{job_id}").json()
        check(job, "Job")
        if job["status"] in {"completed", "failed", "cancelled"}:
            return job
        time.sleep(0.2)
    pytest.fail(f"job {job_id} is not done: {job}")


@pytest.mark.engine
def test_one_command_reads_a_document_and_leaves_no_process(tmp_path: Path) -> None:
    settings = {"OCR_WORKER_AUTOSTART": "1", "OCR_WORKER_PROCESSES": "1", "OCR_DEFAULT_ENGINE": "tesseract"}
    with serving(tmp_path, **settings) as address, httpx.Client(base_url=f"{address}/api/v1", timeout=30) as api:
        data = draw_document(["TOTAL LEI 59,37"], pages=2)
        accepted = api.post("/jobs", files={"file": ("bon.tiff", data)}).json()
        job = final(api, accepted["id"])
        assert (job["status"], job["engine"], job["error"]) == ("completed", "tesseract", None)
        assert job["progress"] == {"page": 2, "pages": 2}
        assert job["processing_time_ms"] >= job["ocr_time_ms"] > 0
        result = api.get(f"/jobs/{job['id']}/result").json()
        check(result, "Result")
        assert result["text"].split("\n") == ["TOTAL LEI 59,37"] * 2
        assert api.delete(f"/jobs/{job['id']}").status_code == 204
        metrics = api.get("/metrics").json()
        check(metrics, "Metrics")
        assert metrics["engines"]["tesseract"]["completed"] == 1
        state = api.get("/queue").json()
        check(state, "Queue")
        assert [worker["processes"] for worker in state["workers"]] == [1]
        ours = psutil.Process(state["workers"][0]["pid"])
    assert not ours.is_running()
    assert [path for path in (tmp_path / "data").rglob("*") if path.is_file() and "uploads" in path.parts] == []


async def make_token(data_dir: Path, owner: str) -> str:
    async with Desk.open(load_settings(data_dir=data_dir, database_url="")) as desk:
        return await desk.tokens.create(owner, "accounting")


def signed_in(secret: str, email: str, **more: object) -> dict[str, str]:
    known = {"is_logged_in": True, "iss": ISSUER, "sub": email, "email": email, "origin": "http://localhost"}
    user = json.dumps(known | more)
    return {"_streamlit_user": create_signed_value(secret, "_streamlit_user", user).decode()}


def test_with_sign_in_people_see_their_own_documents_only(tmp_path: Path) -> None:
    secret = os.urandom(32).hex()
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(
        f'[auth]\nredirect_uri = "http://localhost/oauth2callback"\ncookie_secret = "{secret}"\n', "utf-8"
    )
    token = asyncio.run(make_token(tmp_path / "data", f"{ISSUER}#ana@example.ro"))
    with serving(tmp_path, "--secrets.files", str(secrets)) as address:
        base = f"{address}/api/v1"

        def client(cookies: dict[str, str]) -> httpx.Client:
            return httpx.Client(base_url=base, cookies=cookies, timeout=30)

        with client(signed_in(secret, "ana@example.ro")) as ana, client(signed_in(secret, "dan@example.ro")) as dan:
            where = f"/jobs/{submit(ana).json()['id']}"
            assert ana.get(where).status_code == 200
            with client(signed_in(secret, "ana@example.ro", sub="another")) as same_address:
                assert same_address.get(where).status_code == 404, "an address may go to somebody else one day"
            picture = f"{address}/media/0123456789.png"
            assert httpx.get(picture).status_code == 401
            assert httpx.get(picture, cookies=signed_in(secret, "ana@example.ro")).status_code == 404
            assert [job["id"] for job in dan.get("/jobs").json()["jobs"]] == []
            attempts = [dan.get(where), dan.get(f"{where}/file"), dan.delete(where), dan.post(f"{where}/retry")]
            assert [error_code(answer) for answer in attempts] == ["job_not_found"] * 4
            with client({}) as program:
                program.headers["Authorization"] = f"Bearer {token}"
                assert program.get(where).json()["created_at"] == ana.get(where).json()["created_at"]
                program.headers["Authorization"] = f"Bearer {token}x"
                assert (program.get(where).status_code, error_code(program.get(where))) == (401, "unauthorized")
            assert ana.delete(where).json()["status"] == "cancelled"
        nobody = [
            signed_in(secret, "ana@example.ro", **each)
            for each in ({"email_verified": False}, {"sub": ""}, {"iss": ""})
        ]
        for cookies in (*nobody, {}, signed_in("forged", "ana@example.ro"), {"_streamlit_user": "rubbish"}):
            with client(cookies) as stranger:
                answers = [
                    submit(stranger),
                    *(stranger.get(p) for p in ("/jobs", where, "/queue", "/engines", "/metrics")),
                ]
                assert [(answer.status_code, error_code(answer)) for answer in answers] == [(401, "unauthorized")] * 6
