"""Takes one uploaded file out of a multipart request, without holding more of it, or longer, than is allowed."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from ocrcore.errors import FileTooLarge, InvalidRequest, UploadTooSlow

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.datastructures import FormData
    from starlette.types import Message, Receive

ENVELOPE_BYTES = 16 * 1024
"""What a multipart body may hold beside the file."""
MAX_FIELD_BYTES = 1024
MAX_NAME_BYTES = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """The file as it was sent, and the engine that was asked for."""

    name: str
    file: BinaryIO
    engine: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How slowly a body may come in."""

    limit_s: float
    """Longest time for all of it."""
    grace_s: float = 10.0
    bytes_per_s: float = 4096.0
    """What must have come in on average, once the grace is over."""

    def allowed_s(self, received: int) -> float:
        """Return how long after its beginning a body may take, of which so many bytes are here."""
        return min(self.limit_s, self.grace_s + received / self.bytes_per_s)


@asynccontextmanager
async def receive_upload(request: Request, *, max_bytes: int, pace: Pace) -> AsyncIterator[Upload]:
    """Receive the one part `file`, and `engine` if it is there; the file lies on the disk, and is gone after the block.

    Raises:
        FileTooLarge: The body is larger than a file of `max_bytes` needs; the rest of it is not read.
        UploadTooSlow: It came more slowly than `pace` allows.
        InvalidRequest: It is not a multipart body with exactly one file.
    """
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise InvalidRequest(case="not_multipart")
    limited = Request(request.scope, _limited(request, max_bytes + ENVELOPE_BYTES, pace))
    form = await _form(limited)
    try:
        file, engine = _parts(form)
        # The parser rewinds a file when its part ends: one that is not rewound was cut off.
        if file.file.tell():
            raise InvalidRequest(case="cut_off")
        yield Upload(name=file.filename or "", file=file.file, engine=engine)
    finally:
        await form.close()


async def _form(request: Request) -> FormData:
    try:
        return await request.form(max_files=1, max_fields=4, max_part_size=MAX_FIELD_BYTES)
    except HTTPException as error:
        if _is_long_name(error):
            raise InvalidRequest(case="long_name", most=MAX_NAME_BYTES) from error
        raise


def _is_long_name(error: BaseException | None) -> bool:
    # The parser takes lines of 4,224 bytes within a part, of which the file's name is one; it says so far behind.
    while error is not None and "header size" not in str(error):
        error = error.__cause__ or error.__context__
    return error is not None


def _parts(form: FormData) -> tuple[UploadFile, str | None]:
    file, engine = form.get("file"), form.get("engine")
    if not isinstance(file, UploadFile):
        raise InvalidRequest(case="no_file")
    if isinstance(engine, UploadFile):
        raise InvalidRequest(case="engine_part")
    if unknown := set(form) - {"file", "engine"}:
        raise InvalidRequest(part=min(unknown))
    return file, engine or None


def _limited(request: Request, max_body_bytes: int, pace: Pace) -> Receive:
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > max_body_bytes:
        raise FileTooLarge
    received = 0
    started = asyncio.get_running_loop().time()

    async def receive() -> Message:
        nonlocal received
        try:
            async with asyncio.timeout_at(started + pace.allowed_s(received)):
                message = await request.receive()
        except TimeoutError as error:
            raise UploadTooSlow from error
        received += len(message.get("body", b""))
        if received > max_body_bytes:
            raise FileTooLarge
        return message

    return receive
