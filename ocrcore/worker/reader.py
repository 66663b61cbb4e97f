"""What runs inside an OCR process: load an engine once, then read one document at a time."""

from __future__ import annotations

import logging
import multiprocessing
import os
import resource
import shutil
import signal
import tempfile
import threading
from dataclasses import asdict, dataclass
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Self

from ocrcore.engines.base import threads_environment
from ocrcore.errors import OcrDeskError, OutOfMemory
from ocrcore.extraction.derived import without_derived
from ocrcore.ledger.entry import LedgerEntry, entry_of
from ocrcore.metrics.measurement import TierFigures
from ocrcore.pipeline.known_supplier import known_by
from ocrcore.pipeline.run import load_engine, read_document
from ocrcore.reviews.same_document import fingerprint
from ocrcore.storage.keys import preview_key
from ocrcore.storage.store import open_storage

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path

    from ocrcore.config import Settings
    from ocrcore.engines.base import Engine
    from ocrcore.pipeline.result import Result

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTask:
    """One document to read: where it lies and with what."""

    job_id: str
    file_key: str
    mime_type: str
    engine: str
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Page `page` of `pages` of a job has been read; page 0: the engine is loaded, and reading begins."""

    job_id: str
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReading:
    """What came of a task: the Result as JSON, and what is measured of it."""

    result_json: str
    ocr_time_ms: int
    pages: int
    mean_confidence: float | None
    fast_path: bool | None
    fields_found: int
    checks_passed: int
    checks_failed: int
    tiers: tuple[TierFigures, ...]
    keywords: str
    entry: LedgerEntry
    fingerprint: str
    known_by: str
    """The tax id by which its supplier may be known; empty for none."""

    @classmethod
    def of(cls, result: Result) -> Self:
        """Return a Result with what is measured of it.

        Raises:
            UnstorableResult: Its text cannot be stored.
        """
        return cls(
            result_json=result.to_json(),
            ocr_time_ms=result.timings_ms.ocr,
            pages=len(result.pages),
            mean_confidence=result.mean_confidence,
            fast_path=result.fast_path,
            fields_found=len(without_derived(result.fields)),
            checks_passed=sum(check["passed"] is True for check in result.checks),
            checks_failed=sum(check["passed"] is False for check in result.checks),
            tiers=tuple(TierFigures(**asdict(tier)) for tier in result.tiers),
            keywords=result.vendor,
            entry=entry_of(result.fields),
            fingerprint=fingerprint(result.fields, several=bool(result.documents)),
            # A file with several documents is no supplier's: they are known once they are parted.
            known_by="" if result.documents else known_by(result),
        )


_settings: Settings
_progress: Connection
_engines: dict[str, Engine] = {}


def initialize(settings: Settings, progress: Connection, scratch: Path) -> None:
    """Prepare this process: limits, threads, and the default engine loaded before the first document waits for it.

    It leads a process group of its own, so that the programs that an engine runs (Tesseract) can be ended with it, and
    its temporary files lie in `scratch`, where what a killed forerunner left is deleted.
    """
    global _settings, _progress
    _settings, _progress = settings, progress
    os.setpgid(0, 0)
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(mode=0o700)
    tempfile.tempdir = str(scratch)
    threading.Thread(target=_exit_with_parent, args=(scratch,), daemon=True, name="parent-watch").start()
    limit_bytes = settings.memory_limit_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (limit_bytes, limit_bytes))
    os.environ.update(threads_environment(settings.threads_per_process))
    try:
        _engine(settings.default_engine)
    except OcrDeskError as error:
        log.warning("The default engine cannot be loaded: %s", error.message)


def read(task: ReadTask) -> DocumentReading:
    """Read one stored document and keep its page previews.

    Raises:
        OcrDeskError: It could not be read; the class says whether trying again can help.
    """
    storage = open_storage(_settings)
    try:
        engine = _engine(task.engine)
        _progress.send(Progress(job_id=task.job_id, page=0, pages=0))
        with storage.local_path(task.file_key) as path:
            result = read_document(
                path,
                engine=engine,
                settings=_settings,
                mime_type=task.mime_type,
                languages=task.languages,
                on_page=lambda page, pages: _progress.send(Progress(job_id=task.job_id, page=page, pages=pages)),
                on_preview=lambda number, jpeg: storage.write(preview_key(task.job_id, number), jpeg),
            )
    except MemoryError as error:
        raise OutOfMemory from error
    return DocumentReading.of(result)


def _engine(name: str) -> Engine:
    if name not in _engines:
        _engines[name] = load_engine(name, _settings)
    return _engines[name]


def _exit_with_parent(scratch: Path) -> None:
    """End at once when the worker is gone, with all children, so that a killed worker leaves no process behind."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        shutil.rmtree(scratch.parent, ignore_errors=True)
        os.killpg(0, signal.SIGKILL)
