"""Give memory back to the system when a page is done.

glibc learns from the first large tensors that it frees to keep such blocks on its heap, where the next page's
blocks of another size do not fit: the process grows to a multiple of what it uses. Fixed thresholds turn that off.
The numbers are glibc's own (`mallopt(3)`); other systems are left as they are.
"""

from __future__ import annotations

import ctypes
import platform

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
LARGE_BYTES = 1 << 20
ARENAS = 2


def return_freed_memory() -> None:
    """Let this process hand large blocks back as soon as they are freed; does nothing without glibc."""
    if platform.libc_ver()[0] != "glibc":
        return
    mallopt = ctypes.CDLL(None).mallopt
    for option, value in ((M_MMAP_THRESHOLD, LARGE_BYTES), (M_TRIM_THRESHOLD, LARGE_BYTES), (M_ARENA_MAX, ARENAS)):
        mallopt(option, value)
