"""A person who has signed in gets their own documents out of the desk."""

from __future__ import annotations

import asyncio
import json
import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from ocrcore.config import load_settings
from ocrcore.desk.desk import Desk
from ocrcore.queue.job import Completed
from tests.browser.visitor import WAIT_MS, Visitor
from tests.web.conftest import serving

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Download

ISSUER = "https://id.example.ro"
RESULT: dict[str, Any] = {
    "schema": "ocrcore.result/1", "engine": "tesseract", "engine_version": "5", "text": "", "pages": [], "tiers": [],
    "fast_path": None, "fields": {}, "checks": [], "timings_ms": {},
}  # fmt: skip


async def read_documents(data_dir: Path, *owners: str) -> None:
    """Put a document that has been read into the queue for each of these people."""
    async with Desk.open(load_settings(data_dir=data_dir, database_url="")) as desk:
        for owner in owners:
            await desk.jobs.create_job(
                file_path="uploads/none.png", mime_type="image/png", engine="tesseract", sha256="0" * 64, size_bytes=9,
                original_filename=f"of-{owner}.png", pages=1, owner=f"{ISSUER}#{owner}",
            )  # fmt: skip
            job = await desk.worker_queue.get_next_pending("worker-1")
            assert job is not None
            assert await desk.worker_queue.update_status(
                job, Completed(result_json=json.dumps(RESULT), ocr_time_ms=5, pages=1)
            )


def test_a_file_made_when_it_is_asked_for_knows_whose_it_is(tmp_path: Path, browser: Browser) -> None:
    secret, email = os.urandom(32).hex(), "ana@example.ro"
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(
        f'[auth]\nredirect_uri = "http://localhost/oauth2callback"\ncookie_secret = "{secret}"\n', "utf-8"
    )
    with ThreadPoolExecutor() as another_thread:
        another_thread.submit(asyncio.run, read_documents(tmp_path / "data", email, "dan@example.ro")).result()
    with serving(tmp_path, "--secrets.files", str(secrets)) as address, browser.new_context() as context:
        user = json.dumps({"is_logged_in": True, "iss": ISSUER, "sub": email, "email": email, "origin": address})
        signed = create_signed_value(secret, "_streamlit_user", user).decode()
        context.add_cookies([{"name": "_streamlit_user", "value": signed, "url": address}])
        visitor = Visitor(context.new_page(), address, tmp_path)
        visitor.go("/documents")
        visitor.tick()
        visitor.page.get_by_role("button", name="Export", exact=True).click()
        with visitor.page.expect_download(timeout=WAIT_MS) as saved:
            visitor.page.get_by_role("button", name="Save the file").click()
        assert names_in(saved.value) == {email}


def names_in(saved: Download) -> set[str]:
    with ZipFile(saved.path()) as workbook:
        written = b"".join(workbook.read(name) for name in workbook.namelist())
    return {email for email in ("ana@example.ro", "dan@example.ro") if f"of-{email}.png".encode() in written}
