"""Facts that are words and not data, so that another language has them too."""

from __future__ import annotations

from typing import Final

STATUSES: Final = ("pending", "processing", "completed", "failed", "cancelled")
KINDS_OF_FILES: Final = (
    "an Office document or a ZIP archive",
    "an old Office document",
    "a rich-text document",
    "a web page",
    "a PostScript file",
    "a JPEG 2000 picture",
    "an icon",
)
FAILED_ACTS: Final = (
    "The folder for files cannot be made",
    "The file could not be stored",
    "The file could not be read",
    "The file could not be deleted",
    "The files could not be deleted",
)
REASONS_OF_THE_SYSTEM: Final = (
    "Input/output error",
    "Is a directory",
    "No space left on device",
    "No such file or directory",
    "Not a directory",
    "Permission denied",
    "Read-only file system",
    "Too many open files",
)
"""What `OSError.strerror` says most often; anything else is shown as the system says it."""

WORDS: Final = (*STATUSES, *KINDS_OF_FILES, *FAILED_ACTS, *REASONS_OF_THE_SYSTEM)
