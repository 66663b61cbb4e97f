"""Takes one uploaded file out of a multipart request, without holding more of it than is allowed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.datastructures import UploadFile
from starlette.requests import Request

from ocrcore.errors import FileTooLarge, InvalidRequest

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.types import Message, Receive

ENVELOPE_BYTES = 16 * 1024
"""What a multipart body may hold beside the file."""
MAX_FIELD_BYTES = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """The file as it was sent, and the engine that was asked for."""

    name: str
    data: bytes
    engine: str | None


async def read_upload(request: Request, *, max_bytes: int) -> Upload:
    """Read the one part `file`, and `engine` if it is there; the file waits on the disk, not in memory.

    Raises:
        FileTooLarge: The body is larger than a file of `max_bytes` needs; the rest of it is not read.
        InvalidRequest: It is not a multipart body with exactly one file.
    """
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise InvalidRequest(case="not_multipart")
    limited = Request(request.scope, _limited(request, max_bytes + ENVELOPE_BYTES))
    async with limited.form(max_files=1, max_fields=4, max_part_size=MAX_FIELD_BYTES) as form:
        file, engine = _parts(form)
        # The parser rewinds a file when its part ends: one that is not rewound was cut off.
        if file.file.tell():
            raise InvalidRequest(case="cut_off")
        data = await to_thread.run_sync(file.file.read)
    return Upload(name=file.filename or "", data=data, engine=engine)


def _parts(form: FormData) -> tuple[UploadFile, str | None]:
    file, engine = form.get("file"), form.get("engine")
    if not isinstance(file, UploadFile):
        raise InvalidRequest(case="no_file")
    if isinstance(engine, UploadFile):
        raise InvalidRequest(case="engine_part")
    if unknown := set(form) - {"file", "engine"}:
        raise InvalidRequest(part=min(unknown))
    return file, engine or None


def _limited(request: Request, max_body_bytes: int) -> Receive:
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > max_body_bytes:
        raise FileTooLarge
    received = 0

    async def receive() -> Message:
        nonlocal received
        message = await request.receive()
        received += len(message.get("body", b""))
        if received > max_body_bytes:
            raise FileTooLarge
        return message

    return receive
