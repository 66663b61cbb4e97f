"""A process hands back what it has freed."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

PROGRAM = """
import sys, numpy, psutil
from ocrcore.engines.freed_memory import return_freed_memory
if sys.argv[1] == "yes":
    return_freed_memory()
before = psutil.Process().memory_info().rss
kept = []
for size in (30, 8, 20, 12, 28, 16):
    large = numpy.ones(size << 17)
    kept.append(numpy.ones(2000))
    del large
print((psutil.Process().memory_info().rss - before) >> 20)
"""


def grown_mib(returns: str) -> int:
    answer = subprocess.run([sys.executable, "-c", PROGRAM, returns], capture_output=True, check=True, text=True)
    return int(answer.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps what was freed")
def test_large_blocks_go_back_to_the_system() -> None:
    assert grown_mib("yes") <= 4 < grown_mib("no")
