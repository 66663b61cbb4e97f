"""Keep freed memory for the next page, and give it back to the system when that is too much.

To take a large block anew costs a page fault for every 4 KiB: without this, a fifth to a quarter of the time of a page
(docs/decisions/0008). glibc's own limits move with the blocks that it sees, and a process then grows to a multiple of what it uses:
fixed ones keep that small. The numbers are glibc's (`mallopt(3)`); other systems are left as they are.
"""

from __future__ import annotations

import ctypes
import platform

import psutil

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
LARGE_BYTES = 16 << 20
"""Blocks from this size on go back at once: kept ones would lie in each other's way."""
NEVER = (1 << 31) - 1
ARENAS = 2
KEPT_BYTES = 320 << 20
"""A process that holds more than this after a page gives back what it does not use."""


def keep_freed_memory() -> None:
    """Let this process keep freed blocks below `LARGE_BYTES`; does nothing without glibc."""
    if _is_glibc():
        for option, value in ((M_MMAP_THRESHOLD, LARGE_BYTES), (M_TRIM_THRESHOLD, NEVER), (M_ARENA_MAX, ARENAS)):
            ctypes.CDLL(None).mallopt(option, value)


def return_freed_memory(*, above: int = KEPT_BYTES) -> None:
    """Give kept blocks back if the process holds more than `above` bytes; does nothing without glibc."""
    if _is_glibc() and psutil.Process().memory_info().rss > above:
        ctypes.CDLL(None).malloc_trim(0)


def _is_glibc() -> bool:
    return platform.libc_ver()[0] == "glibc"
