"""`python -m benchmarks.engines`: how well, how fast and in how much memory each engine reads.

Documents come from `--generated N` (the project's own, of seeds that are neither trained nor tuned on), from
`--sroie DIR` (pictures with an `index.jsonl`) and from `--receipts DIR` (pictures with an `expected.json` of fields, some
with their text beside them). Every engine runs in a process of its own, with one thread; `--bare` adds what one could
install instead (see `bare_programs`).

Word F1: see `word_f1`. Character error rate: both texts in lower case, white space collapsed, Levenshtein distance over the
truth's length, all documents together; on receipts it measures the order of the words as much as their reading. Words: share
of the truth's words that were read exactly, case and diacritics included. Fields: share of the truth's that are right.
Times are processor time, user and system, with that of the programs that an engine runs.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import platform
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean, median
from typing import TYPE_CHECKING, Any

import psutil
from rapidfuzz.distance import Levenshtein

from benchmarks.bare_programs import bare_readers
from benchmarks.processor_time import processor_s
from benchmarks.sheets import receipt_sheets, sroie_sheets
from benchmarks.word_f1 import word_f1
from ocrcore.config import load_settings, usable_cores
from ocrcore.engines.base import engine_classes, threads_environment
from ocrcore.pipeline.run import load_engine, read_document
from training.synthetic import TEST_SEEDS
from training.synthetic.__main__ import write as write_documents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from benchmarks.sheets import Sheet

MIB = 1024 * 1024
GENERATED = (("receipt_ro", "clean"), ("receipt_ro", "worn"), ("mixed", "mixed"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader made of one document, in how many seconds of processor time."""

    text: str
    cpu_s: float
    fast_path: bool | None = None
    fields: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One reader's readings of one set, and what its process needed."""

    readings: tuple[Reading, ...]
    ready_s: float
    memory_mb: float


def measure(engine: str, paths: Sequence[Path]) -> Measured:
    """Read pictures with one engine, warm, in this process."""
    settings = load_settings(worker_processes=usable_cores(), page_timeout_seconds=600)
    started = processor_s()
    reader = load_engine(engine, settings)
    ready_s = processor_s() - started
    read_document(paths[0], engine=reader, settings=settings)
    readings = []
    for path in paths:
        started = processor_s()
        result = read_document(path, engine=reader, settings=settings)
        spent_s = processor_s() - started
        readings.append(
            Reading(text=result.text, cpu_s=spent_s, fast_path=result.fast_path, fields=result.fields),
        )
    return Measured(readings=tuple(readings), ready_s=ready_s, memory_mb=_peak_mb())


def measure_bare(name: str, paths: Sequence[Path], stock_python: Path | None) -> Measured:
    """Read pictures with a program that one could install instead, in this process or its children."""
    readings = tuple(Reading(text=text, cpu_s=cpu_s) for text, cpu_s in bare_readers(stock_python)[name](paths))
    return Measured(readings=readings, ready_s=0.0, memory_mb=_peak_mb())


def _peak_mb() -> float:
    """Return the most memory this process ever had resident (Linux), in MiB."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return float(psutil.Process().memory_info().rss) / MIB


def collapsed(text: str) -> str:
    """Return a text in lower case with single blanks."""
    return " ".join(text.lower().split())


def character_error_rate(pairs: Iterable[tuple[str, str]]) -> float:
    """Return edits over the references' characters, for pairs of reference and reading."""
    edits = length = 0
    for reference, reading in pairs:
        wanted = collapsed(reference)
        edits, length = edits + Levenshtein.distance(wanted, collapsed(reading)), length + len(wanted)
    return edits / max(1, length)


def words_right(pairs: Iterable[tuple[str, str]]) -> float:
    """Return the share of the references' words that the readings hold exactly."""
    right = count = 0
    for reference, reading in pairs:
        wanted, found = Counter(reference.split()), Counter(reading.split())
        right, count = right + (wanted & found).total(), count + wanted.total()
    return right / max(1, count)


def row(name: str, documents: Sequence[Sheet], measured: Measured) -> str:
    """Return one reader's line of the table."""
    readings = measured.readings
    pairs = [(sheet.text, reading.text) for sheet, reading in zip(documents, readings, strict=True) if sheet.text]
    fast = [reading.fast_path for reading in readings if reading.fast_path is not None]
    spent = [reading.cpu_s for reading in readings]
    cells = (
        name,
        f"{word_f1(pairs):.3f}" if pairs else "–",
        f"{character_error_rate(pairs):.3f}" if pairs else "–",
        f"{words_right(pairs):.1%}" if pairs else "–",
        _fields_right(documents, readings),
        f"{median(spent):.2f}",
        f"{fmean(spent):.2f}",
        f"{fmean(fast):.0%}" if fast else "–",
        f"{measured.memory_mb:.0f}",
        f"{measured.ready_s:.1f}",
    )
    return f"| {' | '.join(cells)} |"


def _fields_right(documents: Sequence[Sheet], readings: Sequence[Reading]) -> str:
    counts = [
        sheet.right_fields(reading.fields)
        for sheet, reading in zip(documents, readings, strict=True)
        if reading.fields is not None
    ]
    wanted = sum(count for _, count in counts)
    return f"{sum(right for right, _ in counts) / wanted:.1%}" if wanted else "–"


HEAD = (
    "| reader | word F1 | character error rate | words right | fields right | median CPU s | mean CPU s | fast path |"
    " peak MiB | ready CPU s |\n"
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
)


def compare(
    title: str, documents: Sequence[Sheet], engines: Sequence[str], bare: Sequence[str], stock_python: Path | None
) -> None:
    """Print the table of one set of documents."""
    print(f"\n### {title} ({len(documents)} documents)\n\n{HEAD}", flush=True)
    paths = [sheet.image for sheet in documents]
    jobs: list[tuple[str, Callable[..., Measured], tuple[Any, ...]]] = [
        *((name, measure, (name, paths)) for name in engines),
        *((name, measure_bare, (name, paths, stock_python)) for name in bare),
    ]
    for name, work, arguments in jobs:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            print(row(name, documents, pool.apply(work, arguments)), flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse the command line, measure, and print tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engines", description=__doc__)
    parser.add_argument("--engines", nargs="+", default=sorted(engine_classes()))
    parser.add_argument("--generated", type=int, default=0, help="so many documents of each generated set")
    parser.add_argument("--seed", type=int, default=TEST_SEEDS.start, help="the first generated document")
    parser.add_argument("--sroie", type=Path, action="append", default=[], help="a folder with an index.jsonl")
    parser.add_argument("--receipts", type=Path, action="append", default=[], help="a folder with an expected.json")
    parser.add_argument("--limit", type=int, help="so many documents of a folder at most")
    parser.add_argument("--bare", action="store_true", help="also what one could install instead")
    parser.add_argument("--stock-python", type=Path, help="a Python that has python-doctr, for --bare")
    given = parser.parse_args(arguments)
    os.environ.update(threads_environment(1))
    bare = list(bare_readers(given.stock_python)) if given.bare else []
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {platform.machine()}, {usable_cores()} cores, one thread a reader")
    sets = [(folder.name, sroie_sheets(folder, given.limit)) for folder in given.sroie]
    sets += [(folder.name, receipt_sheets(folder, given.limit)) for folder in given.receipts]
    with tempfile.TemporaryDirectory() as scratch:
        for kind, wear in GENERATED if given.generated else ():
            folder = Path(scratch) / f"{kind}-{wear}"
            write_documents(folder, kind=kind, count=given.generated, seed=given.seed, wear=wear)
            sets.append((f"generated, {kind}, {wear}", sroie_sheets(folder)))
        for title, documents in sets:
            compare(title, documents, given.engines, bare, given.stock_python)


if __name__ == "__main__":
    main()
