"""The process that opens uploads for `inspection`: one JSON question a line in, one JSON answer a line out.

It limits itself: memory, time for each document (by the alarm signal, which also ends code in C), no core files.
It ends when its standard input does, so it cannot outlive the server.
"""

from __future__ import annotations

import base64
import json
import math
import os
import resource
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ocrcore.documents.cutting import write_piece
from ocrcore.documents.e_invoice.embedded import embedded_invoice
from ocrcore.documents.formats import open_file
from ocrcore.documents.limits import Limits
from ocrcore.documents.pdf import PdfFile
from ocrcore.documents.pieces import Piece
from ocrcore.documents.previews import THUMBNAIL_PX, jpeg_copy
from ocrcore.errors import InputError, TooManyPixels

if TYPE_CHECKING:
    from typing import BinaryIO

    from ocrcore.documents.formats import PagedFile

_GRACE_S = 2
_NICENESS = 5
"""Of a process without a limit of processor time: what takes long gives way."""


def main() -> None:
    """Answer questions until there are no more."""
    orders = json.loads(sys.argv[1])
    limits = Limits(max_bytes=orders["max_bytes"], max_pages=orders["max_pages"], max_pixels=orders["max_pixels"])
    answers = _keep_outputs()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # Ctrl-C and systemd reach the whole group; the server ends this process
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (orders["memory_bytes"], orders["memory_bytes"]))
    cpu_s = orders["cpu_s"] or 0.0
    os.nice(0 if cpu_s else _NICENESS)
    _send(answers, {"ready": True})
    for line in sys.stdin.buffer:
        question = json.loads(line)
        signal.alarm(math.ceil(orders["timeout_s"]) + _GRACE_S)
        signal.setitimer(signal.ITIMER_PROF, cpu_s)  # its signal ends the process, as the alarm does
        answer = _answer(question, limits)
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)
        _send(answers, answer)


def _answer(question: dict[str, Any], limits: Limits) -> dict[str, Any]:
    try:
        with open_file(Path(question["path"]), question["mime_type"], limits) as file:
            if "piece" in question:
                return _cut(file, question["piece"], Path(question["into"]))
            return _inspect(file)
    except InputError as error:
        return error.record()
    except MemoryError:
        return TooManyPixels(case="memory").record()


def _inspect(file: PagedFile) -> dict[str, Any]:
    if isinstance(file, PdfFile):
        embedded_invoice(file)  # one that never unpacks shows here, and not to the OCR process
    thumbnail = jpeg_copy(file.picture(0, at_least_px=2 * THUMBNAIL_PX), THUMBNAIL_PX)
    return {"pages": len(file), "thumbnail": base64.b64encode(thumbnail).decode()}


def _cut(file: PagedFile, piece: dict[str, Any], into: Path) -> dict[str, Any]:
    box = piece["box"]
    asked = Piece(
        pages=tuple(piece["pages"]), box=None if box is None else tuple(box), turned_degrees=piece["turned_degrees"]
    )
    write_piece(file, asked, into)
    return {"written": True}


def _keep_outputs() -> BinaryIO:
    """Return standard output for the answers alone, and silence libraries.

    What a library prints about a bad file, line for line, would fill the server's log. Tracebacks still reach it.
    """
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    sys.stderr = os.fdopen(os.dup(2), "w")
    silence = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        os.dup2(silence, descriptor)
    os.close(silence)
    return answers


def _send(answers: BinaryIO, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer).encode() + b"\n")


if __name__ == "__main__":
    main()
