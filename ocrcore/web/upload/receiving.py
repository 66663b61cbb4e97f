"""Files from the browser become jobs; what did not become one is told as a notice."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ocrcore.desk.intake import display_name
from ocrcore.errors import OcrDeskError
from ocrcore.web.session import current_owner, services
from ocrcore.web.shared.snapshot import forget_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ocrcore.queue.job import Job


class ReceivedFile(Protocol):
    """What the browser sent: a name that nobody has checked, and bytes."""

    @property
    def name(self) -> str:
        """The name that the browser gave."""
        ...

    def getvalue(self) -> bytes:
        """Return the content."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A file that was not accepted, and why."""

    name: str
    error: OcrDeskError


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """A file whose content is in the queue already, for the same engine."""

    name: str
    job: Job
    """The newest job with this content, as it was then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What became of some files, in their order."""

    accepted: tuple[Job, ...]
    notices: tuple[Refusal | Duplicate, ...]


def receive(files: Sequence[ReceivedFile], engine: str, on_file: Callable[[int, str], None]) -> Received:
    """Check and store files and put them into the queue.

    Args:
        files: What the browser sent.
        engine: The engine that is to read them.
        on_file: Told the number (from 0) and the name of each file before it is taken up.
    """
    accepted: list[Job] = []
    notices: list[Refusal | Duplicate] = []
    for number, file in enumerate(files):
        name = display_name(file.name)
        on_file(number, name)
        outcome = _receive_one(file, name, engine)
        if isinstance(outcome, (Refusal, Duplicate)):
            notices.append(outcome)
        else:
            accepted.append(outcome)
    forget_snapshot()
    return Received(accepted=tuple(accepted), notices=tuple(notices))


def _receive_one(file: ReceivedFile, name: str, engine: str) -> Job | Refusal | Duplicate:
    shared, owner = services(), current_owner()
    data = file.getvalue()
    try:
        same = shared.call(
            shared.desk.jobs.find_duplicate, hashlib.sha256(data).hexdigest(), engine=engine, owner=owner
        )
        if same is not None:
            return Duplicate(name=name, job=same)
        return shared.call(shared.desk.submit, file.name, data, engine=engine, owner=owner)
    except OcrDeskError as error:
        return Refusal(name=name, error=error)
