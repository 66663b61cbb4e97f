"""The keys under which files derived from a job lie."""

from __future__ import annotations


def previews_of(job_id: str) -> str:
    """Return the prefix of all page pictures of a job."""
    return f"previews/{job_id}"


def preview_key(job_id: str, number: int) -> str:
    """Return the key of a page's picture; number 0 is the thumbnail of page one."""
    return f"{previews_of(job_id)}/{number}.jpg"
