"""The command line in processes of its own, on a data folder of its own."""

from __future__ import annotations

import asyncio
import csv
import json
import os
import signal
import sqlite3
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
import pytest

from ocrcore.config import Settings, load_settings
from ocrcore.desk.desk import Desk as OpenDesk
from ocrcore.queue.job import Completed
from ocrcore.queue.owner import EVERYONE
from tests.browser.receipts import pdf_document, receipt_rows
from tests.conftest import draw_document
from tests.desk.read_jobs import part, read_job, result_of
from tests.documents.made_e_invoices import Sale, cii, picture_of, spv_zip, ubl, with_embedded, zipped
from tests.export.conftest import document, field
from tests.web.api.test_jobs import JOB_KEYS
from tests.web.api.test_shape import check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TIMEOUT_S = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def trees(self) -> list[dict[str, Any]]:
        """Its output, one JSON value a line; fails when anything else is there."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Runs commands in a folder."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        ours = {"OCR_DATA_DIR": "data", "OCR_DEFAULT_ENGINE": "tesseract", "OCR_MAX_UPLOAD_MB": "1"}
        return {name: value for name, value in os.environ.items() if not name.startswith("OCR_")} | ours

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "ocrcore", *arguments]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, cwd=self.folder, env=self.environment, stdout=pipe, stderr=pipe, text=True)

    def run(self, *arguments: str, **settings: str) -> Done:
        command = [sys.executable, "-m", "ocrcore", *arguments]
        environment = self.environment | settings
        done = subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=TIMEOUT_S, check=False
        )
        return Done(code=done.returncode, out=done.stdout, err=done.stderr)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "bon.tiff").write_bytes(draw_document(["TOTAL LEI 59,37"]))
    (tmp_path / "două pagini.tiff").write_bytes(draw_document(["SUBTOTAL 10,00"], pages=2))
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "program.png").write_bytes(b"MZ\x90")
    return Desk(folder=tmp_path)


@pytest.fixture
def worker(desk: Desk) -> Iterator[subprocess.Popen[str]]:
    process = desk.start("worker", "--processes", "1")
    yield process
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=TIMEOUT_S)
    assert process.returncode == 0


@pytest.mark.engine
def test_read_prints_one_result_a_line_and_goes_on_after_a_bad_file(desk: Desk) -> None:
    done = desk.run("read", "bon.tiff", "empty.png", "missing.png", "două pagini.tiff", "--json")
    assert [tree["text"] for tree in done.trees] == ["TOTAL LEI 59,37", "SUBTOTAL 10,00\nSUBTOTAL 10,00"]
    for tree in done.trees:
        check(tree, "Result")
    assert done.code == 21, "the first error's"
    assert [line.partition(":")[0] for line in done.err.splitlines()] == ["empty.png", "missing.png"]
    assert not (desk.folder / "data").exists(), "reading needs no queue"


@pytest.mark.engine
def test_an_e_invoice_is_read_from_its_xml_a_zip_and_a_pdf(desk: Desk) -> None:
    (desk.folder / "a.xml").write_bytes(ubl(Sale()))
    (desk.folder / "b.zip").write_bytes(spv_zip(Sale()))
    (desk.folder / "c.pdf").write_bytes(with_embedded(picture_of(["Total 412,71"]), {"factur-x.xml": cii(Sale())}))
    (desk.folder / "two.zip").write_bytes(zipped({"1.xml": ubl(Sale()), "2.xml": cii(Sale())}))
    (desk.folder / "feed.xml").write_bytes(b"<?xml version='1.0'?><feed/>")
    done = desk.run("read", "a.xml", "b.zip", "c.pdf", "two.zip", "feed.xml", "--json")
    assert [tree["fields"]["total"]["value"] for tree in done.trees] == ["412.71"] * 3
    for tree in done.trees:
        check(tree, "Result")
    assert done.code == 28, "the first error's"
    assert [line.partition(":")[0] for line in done.err.splitlines()] == ["two.zip", "feed.xml"]
    submitted = desk.run("submit", "a.xml", "b.zip", "feed.xml", "--json")
    assert [tree["mime_type"] for tree in submitted.trees] == ["application/xml", "application/zip"]
    assert submitted.code == 27


@pytest.mark.engine
def test_read_prints_text(desk: Desk) -> None:
    one = desk.run("read", "bon.tiff")
    assert (one.code, one.out, one.err) == (0, "TOTAL LEI 59,37\n", "")
    two = desk.run("read", "bon.tiff", "bon.tiff", "--engine", "tesseract")
    assert two.out == "==> bon.tiff <==\nTOTAL LEI 59,37\n" * 2


def test_an_unknown_engine_ends_with_its_code(desk: Desk) -> None:
    for command in ("read", "submit"):
        done = desk.run(command, "bon.tiff", "--engine", "abacus", "--json")
        assert (done.code, done.out) == (40, "")
        assert "abacus" in done.err


def test_submitted_documents_wait_and_are_listed_newest_first(desk: Desk) -> None:
    done = desk.run("submit", "bon.tiff", "program.png", "missing.png", "două pagini.tiff", "--json")
    assert [(tree["original_filename"], tree["position"]) for tree in done.trees] == [
        ("bon.tiff", 1),
        ("două pagini.tiff", 2),
    ]
    assert done.code == 20
    assert "No worker is running" in done.err
    first, second = done.trees
    assert list(first) == JOB_KEYS
    assert [tree["id"] for tree in desk.run("jobs", "--json").trees] == [second["id"], first["id"]]
    assert desk.run("jobs", "--limit", "1").out.split()[0] == second["id"]
    assert desk.run("jobs", "--status", "completed", "--json").trees == []
    assert desk.run("job", first["id"], "--json").trees == [first]
    assert "bon.tiff" in desk.run("job", first["id"]).out


def test_a_job_is_cancelled_and_sent_round_again(desk: Desk) -> None:
    job_id = desk.run("submit", "bon.tiff", "--json").trees[0]["id"]
    assert desk.run("retry", job_id).code == 42
    assert desk.run("cancel", job_id, "--json").trees[0]["status"] == "cancelled"
    again = desk.run("cancel", job_id, "--json")
    assert (again.code, again.out) == (42, "")
    assert desk.run("retry", job_id, "--json").trees[0]["status"] == "pending"


@pytest.mark.parametrize("command", ["job", "cancel", "retry"])
def test_a_job_that_is_not_there_ends_with_its_code(desk: Desk, command: str) -> None:
    done = desk.run(command, "nobody", "--json")
    assert (done.code, done.out) == (41, "")
    assert done.err.startswith("There is no such document here.")


def test_a_file_over_the_limit_is_refused(desk: Desk) -> None:
    (desk.folder / "large.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(1024 * 1024))
    assert desk.run("submit", "large.png").code == 22


@pytest.mark.engine
@pytest.mark.usefixtures("worker")
def test_waiting_shows_what_came_of_each_and_export_writes_it(desk: Desk) -> None:
    done = desk.run("submit", "bon.tiff", "empty.png", "două pagini.tiff", "--wait", "--json")
    assert [(tree["status"], tree["progress"]) for tree in done.trees] == [
        ("completed", {"page": 1, "pages": 1}),
        ("completed", {"page": 2, "pages": 2}),
    ]
    assert done.code == 21
    ids = [tree["id"] for tree in done.trees]
    for kind in ("csv", "csv-items", "xlsx", "json", "pdf"):
        wrote = desk.run("export", *ids, "--format", kind, "-o", f"out.{kind}")
        assert (wrote.code, wrote.out) == (0, "")
    csv_lines = (desk.folder / "out.csv").read_text("utf-8-sig").splitlines()
    assert [line.split(",")[1] for line in csv_lines] == ["file", "bon.tiff", "două pagini.tiff"]
    assert zipfile.is_zipfile(desk.folder / "out.xlsx")
    exported = json.loads((desk.folder / "out.json").read_text("utf-8"))
    assert [each["result"]["text"].split("\n")[0] for each in exported] == ["TOTAL LEI 59,37", "SUBTOTAL 10,00"]
    assert desk.run("export", "--all", "--search", "pagini", "-f", "json", "-o", "found.json").code == 0
    found = json.loads((desk.folder / "found.json").read_text("utf-8"))
    assert [each["id"] for each in found] == ids[1:]
    with pdfium.PdfDocument(desk.folder / "out.pdf") as pdf:
        assert len(pdf) == 3
        page = pdf[0]
        words = page.get_textpage()
        assert words.get_text_range().split() == ["TOTAL", "LEI", "59,37"]
        words.close()
        page.close()


async def read_dated(folder: Path) -> str:
    """Hand in a document and read it (as a worker would): a purchase of March 2026."""
    fields: dict[str, Any] = {
        "vendor_name": field("Țara SRL"), "vendor_tax_id": field("RO12345674"), "document_number": field("42"),
        "date": field("2026-03-14"), "total": field("121.00"), "taxes": [{"rate": "21", "amount": "21.00"}],
    }  # fmt: skip
    async with OpenDesk.open(load_settings(data_dir=folder / "data")) as opened:
        job = await opened.submit("bon.tiff", (folder / "bon.tiff").read_bytes(), owner=EVERYONE, engine="tesseract")
        claimed = await opened.worker_queue.get_next_pending("worker")
        assert claimed is not None
        result = document("TOTAL LEI 121,00", fields=fields).result.to_json()
        assert await opened.worker_queue.update_status(claimed, Completed(result_json=result, ocr_time_ms=1))
    return job.id


def test_documents_of_a_month_are_listed_and_written_for_the_ledger(desk: Desk) -> None:
    undated, _ = asyncio.run(confirm_first_of(desk.folder))
    dated = asyncio.run(read_dated(desk.folder))

    def listed(*filters: str) -> list[str]:
        return [tree["id"] for tree in desk.run("jobs", *filters, "--json").trees]

    assert listed("--month", "2026-03") == listed("--vendor", "tara srl") == listed("--search", "121,00") == [dated]
    assert undated in listed("--month", "none")
    assert desk.run("jobs", "--month", "13").code == 43
    done = desk.run(
        "export",
        "--all",
        "--month",
        "2026-03",
        "-f",
        "csv",
        "-o",
        "out.csv",
        "--decimal",
        "comma",
        "--separator",
        "semicolon",
    )
    assert done.code == 0
    (row,) = csv.DictReader((desk.folder / "out.csv").read_text("utf-8-sig").splitlines(), delimiter=";")
    assert (row["total"], row["base_21"]) == ("121,00", "100,00")
    saga = desk.run("export", dated, undated, "-f", "xml-saga", "-o", "saga.xml", "--company", "RO99")
    assert saga.code == 48
    assert "lacks: vendor name" in saga.err
    assert (desk.folder / "saga.xml").read_text("utf-8").count("<Factura>") == 1
    assert desk.run("export", dated, "-f", "xlsx-journal", "-o", "jurnal.xlsx").code == 0


async def confirm_first_of(folder: Path) -> list[str]:
    """Hand in two documents, read them (as a worker would) and confirm the first."""
    ids = []
    async with OpenDesk.open(load_settings(data_dir=folder / "data")) as opened:
        for name in ("bon.tiff", "două pagini.tiff"):
            job = await opened.submit(name, (folder / name).read_bytes(), owner=EVERYONE, engine="tesseract")
            result = document("TOTAL LEI 59,37").result.to_json()
            claimed = await opened.worker_queue.get_next_pending("worker")
            assert claimed is not None
            assert await opened.worker_queue.update_status(claimed, Completed(result_json=result, ocr_time_ms=1))
            ids.append(job.id)
        await opened.reviews.confirm(ids[0], {}, owner=EVERYONE)
    return ids


def test_what_is_confirmed_is_listed_and_exported_alone_and_counts_as_exported_then(desk: Desk) -> None:
    confirmed, other = asyncio.run(confirm_first_of(desk.folder))

    def states() -> dict[str, str]:
        return {tree["id"]: tree["review_state"] for tree in desk.run("jobs", "--json").trees}

    assert states() == {confirmed: "confirmed", other: "to_review"}
    assert [tree["id"] for tree in desk.run("jobs", "--review-state", "to_review", "--json").trees] == [other]
    assert desk.run("export", "--all", "--only-confirmed", "-f", "json", "-o", "no/folder.json").code == 50
    assert states()[confirmed] == "confirmed", "no file, no export"
    for _ in range(2):
        done = desk.run("export", "--all", "--only-confirmed", "-f", "json", "-o", "out.json")
        assert (done.code, done.out) == (0, "")
        assert [each["id"] for each in json.loads((desk.folder / "out.json").read_text("utf-8"))] == [confirmed]
        assert states() == {confirmed: "exported", other: "to_review"}
    assert desk.run("export", "--all", "-f", "json", "-o", "out.json").code == 0
    assert states() == {confirmed: "exported", other: "to_review"}


async def read_two_in_one(folder: Path) -> str:
    async with OpenDesk.open(load_settings(data_dir=folder / "data")) as opened:
        data = pdf_document([receipt_rows(1), receipt_rows(2)])
        job = await read_job(opened, "bonuri.pdf", data, result_of(part(1), part(2), pages=2), owner=EVERYONE)
        return job.id


def test_split_parts_a_file_with_several_documents(desk: Desk) -> None:
    job_id = asyncio.run(read_two_in_one(desk.folder))
    done = desk.run("split", job_id, "--json")
    assert done.code == 0
    for tree in done.trees:
        check(tree, "Job")
    assert [tree["original_filename"] for tree in done.trees] == ["bonuri-1.pdf", "bonuri-2.pdf"]
    assert [line.split("  ")[0] for line in desk.run("split", job_id).out.splitlines()] == [
        tree["id"] for tree in done.trees
    ]
    waiting = desk.run("split", done.trees[0]["id"], "--json")
    assert (waiting.code, waiting.out) == (44, "")
    assert desk.run("split", "nobody").code == 41


def test_export_of_nothing_leaves_no_file(desk: Desk) -> None:
    waiting = desk.run("submit", "bon.tiff", "--json").trees[0]["id"]
    done = desk.run("export", waiting, "nobody", "--format", "csv", "-o", "out.csv")
    assert done.code == 44
    assert sorted(path.name for path in desk.folder.glob("out*")) == []
    assert desk.run("export", waiting, "-f", "csv", "-o", "no/such/folder.csv").code == 50


def test_doctor_shows_settings_engines_database_and_disk(desk: Desk) -> None:
    report = desk.run("doctor", "--json").trees[0]
    assert set(report["settings"]) == {f"OCR_{name.upper()}" for name in Settings.model_fields}
    assert report["settings"]["OCR_DEFAULT_ENGINE"] == "tesseract"
    assert {"tesseract", "paddleocr"} <= set(report["engines"])
    assert report["database"]["version"].startswith("SQLite 3.")
    assert report["database"]["revision"] is None
    assert report["storage"] == {"writable": True}
    assert report["disk"]["free_bytes"] > 0
    desk.run("jobs")
    report = desk.run("doctor", "--json").trees[0]
    assert report["database"]["revision"] == report["database"]["newest_revision"]
    assert report["database"]["journal_mode"] == "wal"
    assert "schema" in desk.run("doctor").out


@pytest.mark.parametrize(
    ("settings", "code", "named"),
    [
        ({"OCR_WORKER_PROCESSES": "none"}, 52, "OCR_WORKER_PROCESSES"),
        ({"OCR_DEFAULT_ENGINE": "abacus"}, 40, "OCR_DEFAULT_ENGINE"),
        ({"OCR_DATABASE_URL": "rubbish"}, 52, "OCR_DATABASE_URL"),
        ({"OCR_STORAGE_URL": "ftp://example.ro/x"}, 52, "OCR_STORAGE_URL"),
        ({"OCR_DATA_DIR": "bon.tiff"}, 50, "folder"),
        ({"OCR_MAX_UPLOADS_MB": "3"}, 52, "OCR_MAX_UPLOAD_MB"),
    ],
)
def test_doctor_names_what_is_wrong(desk: Desk, settings: dict[str, str], code: int, named: str) -> None:
    done = desk.run("doctor", **settings)
    assert done.code == code
    assert named in done.err


def test_doctor_compares_documents_files_and_workers(desk: Desk) -> None:
    job = desk.run("submit", "bon.tiff", "--json").trees[0]
    waiting = desk.run("doctor")
    assert (waiting.code, "1 documents wait" in waiting.err) == (35, True)
    desk.run("cancel", job["id"])
    assert desk.run("doctor").code == 0
    data = desk.folder / "data"
    (data / "uploads" / "ab").mkdir()
    orphan = data / "uploads" / "ab" / "ab00.png"
    orphan.write_bytes(b"x")
    os.utime(orphan, (0, 0))
    found = desk.run("doctor", "--json")
    assert (found.code, found.trees[0]["queue"]["orphans"]) == (50, 1)
    orphan.unlink()
    next(path for path in (data / "uploads").rglob("*.tif*")).unlink()
    gone = desk.run("doctor")
    assert (gone.code, job["id"] in gone.err) == (50, True)
    with sqlite3.connect(data / "ocrdesk.sqlite3") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    newer = desk.run("doctor")
    assert (newer.code, "newer version" in newer.err) == (51, True)


def test_a_desk_is_backed_up_and_restored(desk: Desk) -> None:
    job = desk.run("submit", "bon.tiff", "--json").trees[0]
    assert desk.run("backup", "desk.tar").code == 0
    assert desk.run("restore", "desk.tar").code == 52
    assert desk.run("restore", "desk.tar", OCR_DATA_DIR="another").code == 0
    assert desk.run("job", job["id"], "--json", OCR_DATA_DIR="another").trees[0]["id"] == job["id"]


def test_a_password_in_a_setting_is_not_shown(desk: Desk) -> None:
    done = desk.run("doctor", OCR_DATABASE_URL="postgresql+asyncpg://ocr:sesame@127.0.0.1:1/desk")
    assert done.code == 51
    assert "sesame" not in done.out + done.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["read"],
        ["export", "x"],
        ["export", "-f", "csv", "-o", "x.csv"],
        ["export", "x", "--all", "-f", "csv", "-o", "x.csv"],
        ["jobs", "--status", "lost"],
        ["jobs", "--review-state", "lost"],
        ["export", "x", "--only-confirmed", "-f", "csv", "-o", "x.csv"],
        ["read", "--what"],
    ],
)
def test_wrong_use_has_its_own_code_and_no_output(desk: Desk, arguments: list[str]) -> None:
    done = desk.run(*arguments)
    assert (done.code, done.out) == (64, "")
    assert done.err
    assert "Traceback" not in done.err


def test_no_name_can_steer_the_terminal(desk: Desk) -> None:
    done = desk.run("read", "\x1b[2J.png", "--engine", "tesseract")
    assert done.code != 0
    assert "[2J.png" in done.err
    assert "\x1b" not in done.err
