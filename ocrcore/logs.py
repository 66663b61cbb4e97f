"""What the server and the worker log: a line a step, in words or as JSON, with facts to search by.

No line holds a file's name, a word of a document or who somebody is.
"""

from __future__ import annotations

import hashlib
import json
import logging
from datetime import UTC, datetime
from typing import Any, Literal

LogFormat = Literal["text", "json"]


def set_up(kind: LogFormat) -> None:
    """Log this package's steps to standard error, and the warnings of everything else."""
    handler = logging.StreamHandler()
    handler.setFormatter(_JsonLines() if kind == "json" else _Words("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(handlers=[handler], force=True)
    logging.getLogger("ocrcore").setLevel(logging.INFO)


def facts(**known: object) -> dict[str, Any]:
    """Return facts for a line's `extra`; those that are None are left out."""
    return {"facts": {name: value for name, value in known.items() if value is not None}}


def fingerprint(owner: str | None) -> str | None:
    """Return what stands for a person in the log: the same for the same person, and not their name."""
    return None if owner is None else hashlib.sha256(owner.encode(errors="replace")).hexdigest()[:12]


class _Words(logging.Formatter):
    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        known = getattr(record, "facts", {})
        return " ".join([super().formatMessage(record), *(f"{name}={value}" for name, value in known.items())])


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)
