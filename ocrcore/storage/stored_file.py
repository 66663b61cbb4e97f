"""What a store tells of a file that it has taken in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file as stored: its key, the SHA-256 of its content in hex, its size in bytes."""

    key: str
    sha256: str
    size_bytes: int
