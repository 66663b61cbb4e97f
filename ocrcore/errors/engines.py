"""What goes wrong in an OCR engine or its process: mostly tried again."""

from __future__ import annotations

from typing import ClassVar

from ocrcore.errors.base import Cases, OcrDeskError


class EngineError(OcrDeskError):
    """The OCR engine failed. The document will be tried again."""

    code = "engine_error"
    retryable = True
    exit_code = 3
    http_status = 503
    cases: ClassVar[Cases] = {
        "failed": "{engine} failed: {reason}",
        "failed_with_status": "{engine} failed (status {status}): {reason}",
        "in_reading": "The OCR engine failed: {kind}: {reason}",
        "in_process": "The engine failed: {kind}: {reason}. Try another engine.",
        "no_tier": "The engine {engine} names a tier that it does not have: {tier}. Choose another engine.",
        "not_utf8": "{engine} printed text that is not UTF-8.",
    }


class EngineUnavailable(EngineError):
    """This OCR engine is not available here. Choose another engine, or install it (see `doctor`)."""

    code = "engine_unavailable"
    exit_code = 30
    cases: ClassVar[Cases] = {
        "here": "The engine “{engine}” is not available here. {why} Install it with: {install}",
        "here_without_advice": "The engine “{engine}” is not available here. {why} Choose another engine.",
        "install": "{why} Install it with: {install}",
        "consensus": "{why} {install}",
        "in_settings": "OCR_DEFAULT_ENGINE: {why} {install}",
        "in_settings_alone": "OCR_DEFAULT_ENGINE: {why}",
        "import_failed": "{reason}. Install it with: {install}",
        "plugin": "Its package cannot be imported: {kind}: {reason}.",
        "not_loaded": "The engine {engine} is not loaded.",
        "consensus_not_loaded": "The engines of the consensus are not loaded.",
        "no_program": "The program {program} is not installed.",
        "program_gone": "Tesseract is not installed. Install it with: {install}",
        "program_broken": "{program} does not run: {reason}",
        "no_languages": "{engine} {version} has no language data.",
        "missing_package": "The package {package} is missing. Install it with: {install}",
        "missing_packages": "Missing Python packages: {packages}.",
        "missing_weights": "Missing weights: {files}.",
        "manifest": "The weights' manifest cannot be read ({reason}). Install the package anew.",
        "weights_unreadable": "The weights {file} cannot be read. Install the package anew.",
        "weights_damaged": "The weights {file} are damaged (wrong hash). Install the package anew.",
        "no_doctr": "OCR_DOCTR_WEIGHTS=pretrained needs python-doctr, which is not installed.",
        "other_doctr": "Another package is called doctr.",
        "no_download": "docTR's published weights cannot be downloaded ({reason}) and do not lie in {folder}. Set OCR_DOCTR_WEIGHTS=bundled.",
        "no_second": "A consensus takes two engines, and only {engine} is available.",
        "no_engines": "A consensus takes two engines, and none is available.",
    }


class EngineTimeout(EngineError):
    """Reading a page took too long and was stopped. Try again, or try another engine."""

    code = "engine_timeout"
    exit_code = 31
    cases: ClassVar[Cases] = {
        "page": "A page took longer than {seconds} seconds and was stopped. Try again, or try another engine.",
        "engine_page": "{engine} needed more than {seconds} s for a page.",
    }


class EngineCrashed(EngineError):
    """The OCR process ended unexpectedly. Try again, or try another engine."""

    code = "engine_crashed"
    exit_code = 32


class OutOfMemory(EngineError):
    """Reading this document needs more memory than is allowed. Upload it at a lower resolution."""

    code = "out_of_memory"
    exit_code = 33


class WorkerLost(EngineError):
    """The worker that was reading this document stopped. Start a worker and retry."""

    code = "worker_lost"
    exit_code = 34


class NoWorker(OcrDeskError):
    """No worker runs, so nothing is read. Start the desk, or a worker by hand."""

    code = "no_worker"
    exit_code = 35
    http_status = 503
    cases: ClassVar[Cases] = {
        "why": "The server's worker does not run: {why}",
        "reason": "The server cannot start a worker: {reason}",
        "ended": "The server's worker ended with code {code}, and another is started. Look into the server's log if it goes on.",
        "frozen": "The server's worker was not heard for its lease and was killed; another is started.",
        "waiting": "{waiting} documents wait, and no worker runs. Start the desk, or a worker with: python -m ocrcore worker",
    }


class UnknownEngine(OcrDeskError):
    """There is no OCR engine of this name. Choose one of those that `doctor` lists."""

    code = "unknown_engine"
    exit_code = 40
    http_status = 422
    cases: ClassVar[Cases] = {
        "named": "There is no OCR engine “{engine}”. Choose one of: {engines}.",
        "in_settings": "OCR_DEFAULT_ENGINE: there is no engine “{engine}”.",
    }
