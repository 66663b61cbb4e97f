"""`python -m benchmarks.extraction DIR`: how well fields are found in a folder of documents with truth.

Prints per field the share that is exactly right, precision, recall and F1, the share of documents that are fully
right, the time a page, and every miss. Texts are compared without blanks, punctuation and case.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import mean

from benchmarks import extraction_calibration as calibration
from benchmarks.extraction_truth import Judged, Truth, judge, read_truths
from ocrcore.extraction import PageText, extract

Reader = Callable[[Truth], Sequence[PageText]]


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse the command line, measure, and print."""
    given = _parser().parse_args(arguments)
    reader: Reader = (lambda truth: (truth.page,)) if given.engine is None else _engine_reader(given.engine)
    documents: list[list[Judged]] = []
    seconds: list[float] = []
    for truth in read_truths(given.folder, given.limit):
        pages = reader(truth)
        start = time.perf_counter()
        extraction = extract(pages)
        seconds.append(time.perf_counter() - start)
        documents.append(judge(truth, extraction.fields))
    if not documents:
        raise SystemExit(f"{given.folder} has no documents")
    judged = [each for document in documents for each in document]
    _print_fields(judged)
    _print_documents(documents, seconds)
    if given.calibration:
        print(f"\n{calibration.reliability(judged)}")
    if given.fit:
        calibration.write_table(calibration.fit(judged))
        print(f"\nwrote {calibration.TABLE}")
    if not given.quiet:
        _print_misses(judged)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction", description=__doc__)
    parser.add_argument("folder", type=Path, help="documents with an index.jsonl")
    parser.add_argument(
        "--engine", help="the engine that reads the pictures; without one, the truth's own text is used"
    )
    parser.add_argument("--limit", type=int, help="so many documents at most")
    parser.add_argument("--calibration", action="store_true", help="print confidence against right values")
    parser.add_argument("--fit", action="store_true", help="fit the confidences to these documents")
    parser.add_argument("--quiet", action="store_true", help="do not list the misses")
    return parser


def _engine_reader(name: str) -> Reader:
    from ocrcore.config import get_settings  # noqa: PLC0415 - only with an engine
    from ocrcore.pipeline.run import load_engine, read_document  # noqa: PLC0415

    settings = get_settings()
    engine = load_engine(name, settings)
    return lambda truth: read_document(truth.image, engine=engine, settings=settings).pages


def _print_fields(judged: Iterable[Judged]) -> None:
    by_name: dict[str, list[Judged]] = {}
    for each in judged:
        by_name.setdefault(each.name, []).append(each)
    print("| field | documents | exact | precision | F1 |\n| --- | ---: | ---: | ---: | ---: |")
    for name, members in sorted(by_name.items()):
        print(_row(name, members))
    print(_row("all", [each for members in by_name.values() for each in members]))


def _row(name: str, members: Sequence[Judged]) -> str:
    right = sum(each.right for each in members)
    found = sum(bool(each.found) for each in members)
    exact, precision = right / len(members), right / found if found else 0.0
    f1 = 2 * right / (len(members) + found) if found else 0.0
    return f"| {name} | {len(members)} | {exact:.3f} | {precision:.3f} | {f1:.3f} |"


def _print_documents(documents: Sequence[Sequence[Judged]], seconds: Sequence[float]) -> None:
    full = sum(all(each.right for each in document) for document in documents)
    print(f"\nfully right: {full} of {len(documents)} documents ({full / len(documents):.3f})")
    print(f"extraction: {1000 * mean(seconds):.1f} ms a document, {1000 * max(seconds):.0f} ms at most")


def _print_misses(judged: Iterable[Judged]) -> None:
    print("\nmisses")
    for each in judged:
        if not each.right:
            sure = "" if each.confidence is None else f" ({each.confidence:.2f})"
            print(f"  {each.image}  {each.name}\n    right: {each.expected}\n    found: {each.found}{sure}")


if __name__ == "__main__":
    main()
