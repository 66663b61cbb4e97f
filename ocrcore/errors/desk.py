"""What cannot be done at the desk as it is: requests, states, files, the database, settings."""

from __future__ import annotations

from typing import ClassVar

from ocrcore.errors.base import Cases, OcrDeskError, Statuses


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
    cases: ClassVar[Cases] = {
        "cancel": "The document is {status}. It cannot be cancelled any more.",
        "retry": "The document is {status}. Only failed and cancelled documents can be retried.",
        "split": "The file holds one document, as far as can be told. There is nothing to part.",
        "review": "The document is {status}. Only what has been read can be corrected or confirmed.",
    }


class InvalidRequest(OcrDeskError):
    """The request is not complete or not valid. See /api/v1/openapi.json."""

    code = "invalid_request"
    exit_code = 43
    http_status = 400
    cases: ClassVar[Cases] = {
        "unstorable": "The text holds characters that cannot be stored.",
        "token_name": "Give the token a name of 1 to {most} characters.",
        "field_name": "A field's name consists of small letters, digits and underscores.",
        "value_too_long": "The value is too long to be kept.",
        "draft": "A draft is an object with “base” and “draft”, as the Result page sends it.",
        "limit": "The limit must be between 1 and {most}.",
        "limit_number": "The limit must be a whole number.",
        "value": "The parameter “{parameter}” must be one of: {values}.",
        "month": "The month must be written like 2026-03; none stands for documents without a date.",
        "cursor": "The cursor is not valid. Start again from the first page.",
        "status": "The status must be one of: {statuses}.",
        "review_state": "The review state must be one of: {review_states}.",
        "not_multipart": "Send the document as multipart/form-data, in a part named “file”.",
        "no_file": "There is no file in the request. Send it in a part named “file”, with a file name.",
        "engine_part": "The part “engine” must be a plain value.",
        "unknown_part": "Unknown part “{part}”. The parts are “file” and “engine”.",
        "confirm_all": "This deletes all of your documents. Say so with confirm=all.",
        "long_name": "The name of the file is longer than {most} bytes. Give it a shorter one.",
        "cut_off": "The upload was cut off: the multipart body has no end.",
    }


class UploadTooSlow(OcrDeskError):
    """The upload came too slowly and was ended. Send it again over a better connection."""

    code = "upload_too_slow"
    exit_code = 46
    http_status = 408


class TooManyRequests(OcrDeskError):
    """There is too much to do at the moment. Try again in a while."""

    code = "too_many_requests"
    retryable = True
    exit_code = 47
    http_status = 429
    cases: ClassVar[Cases] = {
        "queue": "{waiting} documents wait to be read, and at most {most} may. Try again in {wait_s} s.",
        "person": "{waiting} of your documents wait to be read, and at most {most} may. Try again in {wait_s} s.",
        "uploads": "Too many uploads come in at this moment. Try again in {wait_s} s.",
        "slow_documents": "Too many documents that take long to open are being checked. Try again in {wait_s} s.",
        "token": "At most {most} requests a minute may be sent with a token. Try again in {wait_s} s.",
    }


class ResultNotReady(OcrDeskError):
    """This document has no result yet. Wait until its status is completed."""

    code = "result_not_ready"
    exit_code = 44
    http_status = 409
    cases: ClassVar[Cases] = {
        "named": "“{name}” has no result: it is {status}.",
        "wait": "This document has no result: it is {status}. Wait until its status is completed.",
        "failed": "This document has no result: it is {status}. {reason} Retry it.",
        "cancelled": "This document has no result: it is {status}. Retry it.",
    }


class UnstorableResult(OcrDeskError):
    """The text read in this document holds characters that cannot be stored. Print it to a new PDF and upload that."""

    code = "unstorable_result"
    exit_code = 45


class NotBookable(OcrDeskError):
    """This document lacks what the accounting program needs. Add it on the Result page and export it again."""

    code = "not_bookable"
    exit_code = 48
    cases: ClassVar[Cases] = {"lacks": "“{name}” lacks: {missing}. Add it on the Result page and export it again."}


class StorageError(OcrDeskError):
    """The file could not be stored or is gone. Check the disk's free space; upload the file again."""

    code = "storage_error"
    retryable = True
    exit_code = 50
    http_statuses: ClassVar[Statuses] = {"disk_full": 507, "no_room": 507, "not_checked": 507}
    cases: ClassVar[Cases] = {
        "gone": "The file is gone; it may have expired. Upload it again.",
        "not_a_key": "“{key}” is not a key of this store.",
        "disk_full": "{what} ({reason}). The disk is full: free some space and try again.",
        "no_access": "{what} ({reason}). Check the data folder and its permissions and try again.",
        "not_checked": "The file could not be checked ({reason}). Free some disk space.",
        "no_check": "Files cannot be checked: {reason}. Try again.",
        "no_check_start": "Files cannot be checked: the checking process does not start. Look into the server's log.",
        "not_written": "{path} cannot be written: {reason}.",
        "missing_uploads": "The files of {missing} documents are gone, such as that of {name}. Restore them from a backup, or delete these documents.",
        "orphans": "No document refers to {orphans} files in the store. A worker sweeps them within an hour; look into its log if it does not.",
        "no_room": "Only {left_mb} MB of the disk are left, and {least_mb} MB are kept free. Free some space (or shorten OCR_JOB_EXPIRY_HOURS), then try again.",
        "little_space": "Only {free_mb} MB are free for {folder}. Free some space.",
    }


class DatabaseError(OcrDeskError):
    """The database did not answer. Check the disk and OCR_DATABASE_URL, then try again."""

    code = "database_error"
    retryable = True
    exit_code = 51
    http_status = 503
    http_statuses: ClassVar[Statuses] = {"disk_full": 507}
    cases: ClassVar[Cases] = {
        "busy": "The database is busy: another program has held it for too long. Try again in a moment.",
        "disk_full": "The disk is full. Free some space (or shorten OCR_JOB_EXPIRY_HOURS), then try again.",
        "newer": "The database was written by a newer version of this program. Install that version again.",
        "opening": "Another program has been opening the database for two minutes. Stop it.",
    }


class ConfigurationError(OcrDeskError):
    """A setting is not valid. Correct it (see `doctor`) and start again."""

    code = "configuration_error"
    exit_code = 52
    cases: ClassVar[Cases] = {
        "settings": "A setting is not valid. {problems}.",
        "database_url": "OCR_DATABASE_URL is not valid. Use sqlite+aiosqlite:///FILE or postgresql+asyncpg://USER@HOST/NAME.",
        "open_at_address": "The desk would be open to everybody who can reach it at {address}, for sign-in is not set up. Set up sign-in (docs/sign-in.md), listen on 127.0.0.1, or set OCR_ALLOW_OPEN=1 if this network is only yours.",
        "open_everywhere": "The desk would be open to everybody who can reach it at every address of this machine, for sign-in is not set up. Set up sign-in (docs/sign-in.md), listen on 127.0.0.1, or set OCR_ALLOW_OPEN=1 if this network is only yours.",
        "unknown": "{name} is not a setting. Correct its name, or take it out.",
        "unknown_near": "{name} is not a setting. Perhaps {near} is meant.",
        "sqlite_alone": "Only SQLite is backed up and restored by these commands. For PostgreSQL use pg_dump and pg_restore, and copy the files.",
        "not_empty": "There are documents in {folder} already. Restore into an empty data folder, and set OCR_DATA_DIR to it.",
        "no_backup": "{path} is not a backup of this desk, or it is damaged. Choose another file.",
        "no_driver": "The package {package} is not installed. Install it with: {install}",
        "no_database_url": "OCR_DATABASE_URL is not a URL.",
        "storage_url": "OCR_STORAGE_URL: a store of kind “{scheme}:” is not known here. Use a folder, as a path or as file:///path/to/folder.",
    }
