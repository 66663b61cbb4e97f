"""A process keeps what it freed for the next page, and gives it back when it holds too much."""

from __future__ import annotations

import json
import platform
import subprocess
import sys

import pytest

PROGRAM = """
import json, resource, sys
import numpy, psutil
from ocrcore.engines.onnx.freed_memory import keep_freed_memory, return_freed_memory

def page():
    tensors = [numpy.ones(10 << 17) for _ in range(8)]
    return len(tensors)

def held_mib():
    return psutil.Process().memory_info().rss >> 20

if sys.argv[1] == "keep":
    keep_freed_memory()
page()
page()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
page()
faults = resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
held = held_mib()
return_freed_memory(above=(held + 8) << 20)
kept = held_mib()
return_freed_memory(above=(held - 8) << 20)
print(json.dumps({"faults": faults, "held": held, "kept": kept, "returned": held - held_mib()}))
"""

pytestmark = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps what was freed")


def pages(how: str) -> dict[str, int]:
    answer = subprocess.run([sys.executable, "-c", PROGRAM, how], capture_output=True, check=True, text=True)
    measured: dict[str, int] = json.loads(answer.stdout)
    return measured


def test_a_page_uses_the_memory_of_the_one_before() -> None:
    assert pages("keep")["faults"] < 500 < pages("as it is")["faults"]


def test_memory_goes_back_when_a_process_holds_more_than_it_may_keep() -> None:
    measured = pages("keep")
    assert measured["kept"] > measured["held"] - 8
    assert measured["returned"] > 60
