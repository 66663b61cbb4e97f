"""A file of the weights, read only if it is the one that the manifest names."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from ocrcore.errors import EngineUnavailable

if TYPE_CHECKING:
    from pathlib import Path


def read_checked(path: Path, sha256: str) -> bytes:
    """Return a file's content after comparing its SHA-256.

    Raises:
        EngineUnavailable: The file is missing or is not the one that the hash names.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise EngineUnavailable(case="weights_unreadable", file=path.name) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise EngineUnavailable(case="weights_damaged", file=path.name)
    return content
