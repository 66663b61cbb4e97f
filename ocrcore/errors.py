"""The whole error tree: every failure a user can meet has a code, advice, and an exit code.

The docstring of a class is its default message, so it is written for the person at the desk and says what to do.
"""

from __future__ import annotations

import inspect
from typing import Any, ClassVar


class OcrDeskError(Exception):
    """Something went wrong. Try again; if it happens again, report it with the job's number."""

    code: ClassVar[str] = "internal_error"
    retryable: ClassVar[bool] = False
    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500

    def __init__(self, message: str | None = None) -> None:
        self.message = message or " ".join((inspect.getdoc(type(self)) or "").split())
        super().__init__(self.message)

    def __reduce__(self) -> tuple[Any, ...]:
        """Errors cross process boundaries with their message."""
        return type(self), (self.message,)


class InputError(OcrDeskError):
    """The document cannot be read. Upload another file."""

    code = "input_error"
    exit_code = 2
    http_status = 422


class UnsupportedType(InputError):
    """This kind of file is not supported. Upload a JPEG, PNG, WEBP, TIFF, BMP, GIF, HEIC, AVIF or PDF."""

    code = "unsupported_type"
    exit_code = 20
    http_status = 415


class EmptyFile(InputError):
    """The file is empty. Check that it was saved completely and upload it again."""

    code = "empty_file"
    exit_code = 21


class FileTooLarge(InputError):
    """The file is too large. Make it smaller (a lower resolution or fewer pages) and upload it again."""

    code = "file_too_large"
    exit_code = 22
    http_status = 413


class TooManyPages(InputError):
    """The document has too many pages. Split it and upload the parts."""

    code = "too_many_pages"
    exit_code = 23


class TooManyPixels(InputError):
    """The picture has too many pixels. Save it at a lower resolution and upload it again."""

    code = "too_many_pixels"
    exit_code = 24


class EncryptedDocument(InputError):
    """The PDF is password-protected. Remove the password and upload it again."""

    code = "encrypted"
    exit_code = 25


class UnreadableDocument(InputError):
    """The file is damaged and cannot be opened. Export or scan it again and upload the new file."""

    code = "unreadable"
    exit_code = 26


class EngineError(OcrDeskError):
    """The OCR engine failed. The document will be tried again."""

    code = "engine_error"
    retryable = True
    exit_code = 3
    http_status = 503


class EngineUnavailable(EngineError):
    """This OCR engine is not available here. Choose another engine, or install it (see `doctor`)."""

    code = "engine_unavailable"
    exit_code = 30


class EngineTimeout(EngineError):
    """Reading a page took too long and was stopped. Try again, or try another engine."""

    code = "engine_timeout"
    exit_code = 31


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


class UnknownEngine(OcrDeskError):
    """There is no OCR engine of this name. Choose one of those that `doctor` lists."""

    code = "unknown_engine"
    exit_code = 40
    http_status = 422


class JobNotFound(OcrDeskError):
    """There is no such document here. It may have expired; upload it again."""

    code = "job_not_found"
    exit_code = 41
    http_status = 404


class InvalidTransition(OcrDeskError):
    """This is not possible in the document's present state. Reload and look at its status."""

    code = "invalid_transition"
    exit_code = 42
    http_status = 409


class InvalidRequest(OcrDeskError):
    """The request is not complete or not valid. See /api/v1/openapi.json."""

    code = "invalid_request"
    exit_code = 43
    http_status = 400


class ResultNotReady(OcrDeskError):
    """This document has no result yet. Wait until its status is completed."""

    code = "result_not_ready"
    exit_code = 44
    http_status = 409


class StorageError(OcrDeskError):
    """The file could not be stored or is gone. Check the disk's free space; upload the file again."""

    code = "storage_error"
    retryable = True
    exit_code = 50


class DatabaseError(OcrDeskError):
    """The database did not answer. Check the disk and OCR_DATABASE_URL, then try again."""

    code = "database_error"
    retryable = True
    exit_code = 51
    http_status = 503


class ConfigurationError(OcrDeskError):
    """A setting is not valid. Correct it (see `doctor`) and start again."""

    code = "configuration_error"
    exit_code = 52


def walk(root: type[OcrDeskError] = OcrDeskError) -> list[type[OcrDeskError]]:
    """Return `root` and every class below it, parents first."""
    return [root, *(found for child in root.__subclasses__() for found in walk(child))]


def by_code(code: str) -> type[OcrDeskError]:
    """Return the error class with this code, or the root for a code of a newer or older version."""
    return next((each for each in walk() if each.code == code), OcrDeskError)
