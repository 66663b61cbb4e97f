"""What the command line prints: JSON or plain text to standard output, everything else to standard error."""

from __future__ import annotations

import json
import unicodedata
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from ocrcore.database.job_status import JobStatus
from ocrcore.errors import OcrDeskError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


class Tally:
    """Goes on after an error, and remembers the first for the exit code."""

    def __init__(self) -> None:
        self._first: OcrDeskError | None = None

    @contextmanager
    def going_on(self, about: str = "") -> Iterator[None]:
        """Tell an error in the block, with what it is about, and go on behind the block."""
        try:
            yield
        except OcrDeskError as error:
            complain(error, about)
            self._first = self._first or error

    def finish(self) -> None:
        """Exit with the first error's code, if there was one."""
        if self._first is not None:
            raise typer.Exit(self._first.exit_code)


def say(message: str) -> None:
    """Tell a person something; never on standard output."""
    typer.echo(plain(message), err=True)


def complain(error: OcrDeskError, about: str = "") -> None:
    """Tell a person what went wrong, and with what."""
    say(f"{about}: {error.message}" if about else error.message)


def show_json(tree: object) -> None:
    """Print one JSON value on one line."""
    typer.echo(json.dumps(tree, ensure_ascii=False))


def show_text(text: str) -> None:
    """Print text; a document cannot steer the terminal with it."""
    typer.echo(plain(text))


def plain(text: str) -> str:
    """Return text without control characters other than line ends and tabs."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})


def show_table(rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns as wide as their longest cell."""
    if not rows:
        return
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    for row in rows:
        show_text("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def job_row(job: Mapping[str, Any]) -> list[str]:
    """Return a job (as the REST API shows it) as a row of a table."""
    return [job["id"], state_of(job), job["engine"], job["original_filename"]]


def state_of(job: Mapping[str, Any]) -> str:
    """Return in a few words how a job (as the REST API shows it) stands."""
    status, progress = job["status"], job["progress"]
    if status == JobStatus.PENDING and job["position"] is not None:
        eta = "" if job["eta_seconds"] is None else f", done in about {job['eta_seconds']:.0f} s"
        return f"{status}, place {job['position']}{eta}"
    if status == JobStatus.PROCESSING and progress["pages"]:
        return f"{status}, page {progress['page']} of {progress['pages']}"
    if status == JobStatus.FAILED:
        return f"{status}: {job['error']['code']}"
    return str(status)
