"""The keys under which files derived from a job lie."""

from __future__ import annotations

UPLOADS = "uploads"
PREVIEWS = "previews"
ORPHAN_AFTER_S = 3600.0
"""A file is stored before its job is there; this long after it, nobody is on the way any more."""


def previews_of(job_id: str) -> str:
    """Return the prefix of all page pictures of a job."""
    return f"{PREVIEWS}/{job_id}"


def job_of_preview(key: str) -> str:
    """Return the id of the job whose page a picture shows."""
    return key.split("/")[1]


def preview_key(job_id: str, number: int) -> str:
    """Return the key of a page's picture; number 0 is the thumbnail of page one."""
    return f"{previews_of(job_id)}/{number}.jpg"
