"""The whole error tree: every failure a user can meet has a code, facts, advice, and an exit code.

The docstring of a class is its default message, so it is written for the person at the desk and says what to do; `cases`
hold what is said when more is known. Whoever raises names the case and its facts, and writes no sentence.
"""

from __future__ import annotations

from ocrcore.errors.base import (
    Fact,
    Facts,
    OcrDeskError,
    blanks,
    by_code,
    by_exit_code,
    figure,
    in_english,
    restored,
    walk,
)
from ocrcore.errors.desk import (
    ConfigurationError,
    DatabaseError,
    InvalidRequest,
    InvalidTransition,
    JobNotFound,
    NotBookable,
    ResultNotReady,
    StorageError,
    TooManyRequests,
    UnstorableResult,
    UploadTooSlow,
)
from ocrcore.errors.documents import (
    EmptyFile,
    EncryptedDocument,
    FileTooLarge,
    InputError,
    NoEInvoice,
    SeveralDocuments,
    TooManyPages,
    TooManyPixels,
    UnreadableDocument,
    UnsafeXml,
    UnsupportedType,
)
from ocrcore.errors.engines import (
    EngineCrashed,
    EngineError,
    EngineTimeout,
    EngineUnavailable,
    NoWorker,
    OutOfMemory,
    UnknownEngine,
    WorkerLost,
)

__all__ = [
    "ConfigurationError",
    "DatabaseError",
    "EmptyFile",
    "EncryptedDocument",
    "EngineCrashed",
    "EngineError",
    "EngineTimeout",
    "EngineUnavailable",
    "Fact",
    "Facts",
    "FileTooLarge",
    "InputError",
    "InvalidRequest",
    "InvalidTransition",
    "JobNotFound",
    "NoEInvoice",
    "NoWorker",
    "NotBookable",
    "OcrDeskError",
    "OutOfMemory",
    "ResultNotReady",
    "SeveralDocuments",
    "StorageError",
    "TooManyPages",
    "TooManyPixels",
    "TooManyRequests",
    "UnknownEngine",
    "UnreadableDocument",
    "UnsafeXml",
    "UnstorableResult",
    "UnsupportedType",
    "UploadTooSlow",
    "WorkerLost",
    "blanks",
    "by_code",
    "by_exit_code",
    "figure",
    "in_english",
    "restored",
    "walk",
]
