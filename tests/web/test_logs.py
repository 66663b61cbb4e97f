"""What the server and its worker log of a document: every step, with its id, and nothing of the document."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import httpx
import pytest

from ocrcore.logs import facts, fingerprint, set_up
from tests.conftest import draw_document
from tests.web.conftest import serving
from tests.web.test_server import final

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.engine
def test_every_step_of_a_document_is_a_line_of_json_without_its_name(tmp_path: Path) -> None:
    settings = {"OCR_WORKER_AUTOSTART": "1", "OCR_WORKER_PROCESSES": "1", "OCR_DEFAULT_ENGINE": "tesseract"}
    with (
        serving(tmp_path, OCR_LOG_FORMAT="json", **settings) as address,
        httpx.Client(base_url=f"{address}/api/v1", timeout=30) as api,
    ):
        data = draw_document(["TOTAL LEI 59,37"])
        job = api.post("/jobs", files={"file": ("secret name.tiff", data)}).json()
        final(api, job["id"])
    log = (tmp_path / "server.log").read_text("utf-8")
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    story = {line["message"]: line for line in lines if line.get("job") == job["id"]}
    assert list(story) == ["A document was accepted.", "A document was claimed.", "A document was read."]
    assert story["A document was read."]["took_s"] > 0
    assert story["A document was claimed."]["waited_s"] >= 0
    assert "secret name" not in log
    assert "59,37" not in log


def test_words_have_the_facts_behind_them(capsys: pytest.CaptureFixture[str]) -> None:
    root, ours = logging.getLogger(), logging.getLogger("ocrcore")
    before = root.handlers[:], root.level, ours.level
    try:
        set_up("text")
        logging.getLogger("ocrcore.test").info("Done.", extra=facts(job="17", owner=fingerprint("ana"), engine=None))
        said = capsys.readouterr().err
    finally:
        root.handlers[:], ours.level = before[0], before[2]
        root.setLevel(before[1])
    assert said.rstrip().endswith(f"INFO Done. job=17 owner={fingerprint('ana')}")
    assert "ana" not in said
