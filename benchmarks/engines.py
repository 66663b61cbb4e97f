"""`python -m benchmarks.engines`: how well, how fast and in how much memory each engine reads.

Documents come from `--generated N` (the project's own, of seeds that are neither trained nor tuned on) and from
`--folder DIR` (pictures with an `index.jsonl`). Every engine runs in a process of its own, pinned to `--threads`.

Character error rate: both texts in lower case, white space collapsed, Levenshtein distance over the reference's
length, all documents together. Words: share of the reference's words that were read exactly, case and diacritics
included. `--stock-python PATH` also times python-doctr's own `ocr_predictor` with the same weights on the same pages.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import platform
import subprocess
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from rapidfuzz.distance import Levenshtein

from ocrcore.config import load_settings, usable_cores
from ocrcore.engines.base import engine_classes, threads_environment
from ocrcore.engines.doctr.engine import DoctrEngine
from ocrcore.pipeline.run import load_engine, read_document
from training.synthetic import TEST_SEEDS
from training.synthetic.__main__ import write as write_documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ocrcore.engines.base import Engine

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One document to read, and what stands on it."""

    image: Path
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What an engine made of one document."""

    text: str
    seconds: float
    fast_path: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One engine's readings of one set, and what its process needed."""

    readings: tuple[Reading, ...]
    ready_s: float
    memory_mb: float


def sheets(folder: Path, limit: int | None = None) -> list[Sheet]:
    """Return the documents of a folder with their reference texts."""
    with (folder / "index.jsonl").open(encoding="utf-8") as index:
        records = [json.loads(line) for line in index][:limit]
    return [
        Sheet(
            image=folder / record["image"],
            text=record.get("text") or "\n".join(line["text"] for line in record["lines"]),
        )
        for record in records
    ]


def measure(engine: str, paths: Sequence[Path], threads: int) -> Measured:
    """Read pictures with one engine, warm, in this process."""
    settings = load_settings(worker_processes=max(1, usable_cores() // threads))
    started = time.perf_counter()
    reader = load_engine(engine, settings)
    return read_all(reader, paths, ready_s=time.perf_counter() - started)


def read_all(reader: Engine, paths: Sequence[Path], *, ready_s: float) -> Measured:
    """Read the first picture to warm up, then all."""
    settings = load_settings(page_timeout_seconds=600)
    read_document(paths[0], engine=reader, settings=settings)
    readings = []
    for path in paths:
        started = time.perf_counter()
        result = read_document(path, engine=reader, settings=settings)
        readings.append(
            Reading(text=result.text, seconds=time.perf_counter() - started, fast_path=result.fast_path),
        )
    return Measured(readings=tuple(readings), ready_s=ready_s, memory_mb=_peak_mb())


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
    """Return one engine's line of the table."""
    readings = measured.readings
    pairs = [(sheet.text, reading.text) for sheet, reading in zip(documents, readings, strict=True)]
    fast = [reading.fast_path for reading in readings if reading.fast_path is not None]
    share = f"{sum(fast) / len(fast):.0%}" if fast else "–"
    seconds = sorted(reading.seconds for reading in readings)
    return (
        f"| {name} | {character_error_rate(pairs):.3f} | {words_right(pairs):.1%} | {seconds[len(seconds) // 2]:.2f} |"
        f" {sum(seconds) / len(seconds):.2f} | {share} | {measured.memory_mb:.0f} | {measured.ready_s:.1f} |"
    )


HEAD = (
    "| engine | character error rate | words right | median s | mean s | fast path | peak MiB | ready s |\n"
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
)


def compare(title: str, documents: Sequence[Sheet], engines: Sequence[str], threads: int) -> None:
    """Print the table of one set of documents."""
    print(f"\n### {title} ({len(documents)} documents)\n\n{HEAD}", flush=True)
    os.environ.update(threads_environment(threads))
    for engine in engines:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            measured = pool.apply(measure, (engine, [sheet.image for sheet in documents], threads))
        print(row(engine, documents, measured), flush=True)


class LightTier(DoctrEngine):
    """The bundled networks over the light tier alone."""

    tiers: tuple[str, ...] = ("light",)


def light_tier(paths: Sequence[Path], threads: int) -> Measured:
    """Read pictures with the light tier alone, in this process."""
    engine = LightTier()
    engine.load(threads=threads)
    return read_all(engine, paths, ready_s=0.0)


def against_stock(documents: Sequence[Sheet], python: Path, threads: int) -> None:
    """Print python-doctr's own pipeline beside ours, light tier only: same weights, pages and threads."""
    paths = [sheet.image for sheet in documents]
    print(f"\n### Light tier against python-doctr's `ocr_predictor` ({len(paths)} documents)\n")
    print("| pipeline | character error rate | words right | mean s a page |\n| --- | ---: | ---: | ---: |")
    command = [str(python), "-W", "ignore", "-m", "benchmarks.stock_doctr", str(threads), *map(str, paths)]
    answer = subprocess.run(command, env={**os.environ, **threads_environment(threads)}, stdout=-1, check=True)
    stock = json.loads(answer.stdout.splitlines()[-1])
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        ours = pool.apply(light_tier, (paths, threads))
    for name, texts, seconds in (
        ("python-doctr", stock["texts"], stock["seconds"]),
        ("light tier", [each.text for each in ours.readings], [each.seconds for each in ours.readings]),
    ):
        pairs = [(sheet.text, text) for sheet, text in zip(documents, texts, strict=True)]
        mean_s = sum(seconds) / len(seconds)
        print(f"| {name} | {character_error_rate(pairs):.3f} | {words_right(pairs):.1%} | {mean_s:.2f} |", flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse the command line, measure, and print tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engines", description=__doc__)
    parser.add_argument("--engines", nargs="+", default=sorted(engine_classes()))
    parser.add_argument("--generated", type=int, default=0, help="so many documents of each generated set")
    parser.add_argument("--seed", type=int, default=TEST_SEEDS.start, help="the first generated document")
    parser.add_argument("--folder", type=Path, action="append", default=[], help="a folder with an index.jsonl")
    parser.add_argument("--limit", type=int, help="so many documents of a folder at most")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--stock-python", type=Path, help="a Python that has python-doctr")
    given = parser.parse_args(arguments)
    now = datetime.now(UTC)
    print(
        f"{now:%Y-%m-%d %H:%M} UTC, {platform.machine()}, {usable_cores()} cores, {given.threads} thread(s) an engine"
    )
    with tempfile.TemporaryDirectory() as scratch:
        sets = [(folder.name, sheets(folder, given.limit)) for folder in given.folder]
        for kind, wear in (
            (("receipt_ro", "clean"), ("receipt_ro", "worn"), ("mixed", "mixed")) if given.generated else ()
        ):
            folder = Path(scratch) / f"{kind}-{wear}"
            write_documents(folder, kind=kind, count=given.generated, seed=given.seed, wear=wear)
            sets.append((f"generated, {kind}, {wear}", sheets(folder)))
        for title, documents in sets:
            compare(title, documents, given.engines, given.threads)
            if given.stock_python:
                against_stock(documents, given.stock_python, given.threads)


if __name__ == "__main__":
    main()
