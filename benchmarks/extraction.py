"""`python -m benchmarks.extraction DIR`: how well fields are found in a folder of documents with truth.

Prints per field the share that is exactly right, precision, recall and F1, the share of documents that are fully
right, the time a page, and every miss. Texts are compared without blanks, punctuation and case.
"""

from __future__ import annotations

import argparse
import itertools
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

from benchmarks import extraction_calibration as calibration
from benchmarks.extraction_truth import Judged, Truth, judge, read_truths
from ocrcore.config import get_settings
from ocrcore.extraction import PageText, extract
from ocrcore.extraction.checks.calibration import CURVES
from ocrcore.pipeline.result import Result

if TYPE_CHECKING:
    from ocrcore.engines.base import Engine

Readings = Sequence[Sequence[PageText] | None]
"""What one or several engines read of a document, page by page: the first is shown, the others vote."""
Reader = Callable[[Truth], Readings]


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse the command line, measure, and print."""
    given = _parser().parse_args(arguments)
    if given.fit:
        CURVES.clear()  # curves are drawn through raw scores
    engines = [EngineReader(name, given.readings, only_kept=given.kept) for name in given.engine or ()]
    readers: Sequence[Reader] = (
        [Together(engines)] if given.vote else [Together([each]) for each in engines] or [_printed]
    )
    documents: list[list[Judged]] = []
    seconds: list[float] = []
    for reader, folder in itertools.product(readers, given.folder):
        for truth in read_truths(folder, given.limit):
            readings = [pages for pages in reader(truth) if pages is not None]
            if not readings:
                continue
            start = time.process_time()
            extraction = extract(readings[0], others=readings[1:])
            seconds.append(time.process_time() - start)
            documents.append(judge(truth, extraction.fields))
    if not documents:
        raise SystemExit("there are no documents")
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
    parser.add_argument("folder", type=Path, nargs="+", help="documents with an index.jsonl")
    parser.add_argument(
        "--engine", action="append", help="an engine that reads the pictures; without one, the truth's own text is used"
    )
    parser.add_argument(
        "--vote", action="store_true", help="let the engines vote on each document, as `consensus` does"
    )
    parser.add_argument("--readings", type=Path, help="keep the engine's readings here, and take those that are there")
    parser.add_argument("--kept", action="store_true", help="only documents whose readings are there")
    parser.add_argument("--limit", type=int, help="so many documents at most")
    parser.add_argument("--calibration", action="store_true", help="print confidence against right values")
    parser.add_argument("--fit", action="store_true", help="fit the confidences to these documents")
    parser.add_argument("--quiet", action="store_true", help="do not list the misses")
    return parser


def _printed(truth: Truth) -> Readings:
    return ((truth.page,),)


class Together:
    """What several engines read of one document."""

    def __init__(self, engines: Sequence[EngineReader]) -> None:
        self.engines = engines

    def __call__(self, truth: Truth) -> Readings:
        """Return the readings in the order of the engines."""
        return [engine(truth) for engine in self.engines]


class EngineReader:
    """Reads pictures with an engine; readings that are kept in a folder are taken from there.

    Reading costs a hundred times what extraction costs, so whoever changes the extraction reads once.
    """

    def __init__(self, name: str, kept: Path | None, *, only_kept: bool = False) -> None:
        self.name, self.kept, self.only_kept = name, kept, only_kept
        self._engine: Engine | None = None

    def __call__(self, truth: Truth) -> Sequence[PageText] | None:
        """Return the pages of a document's picture, or None when only readings that are there are wanted."""
        file = None if self.kept is None else self.kept / f"{truth.image.stem}.{self.name}.json"
        if file is not None and file.exists():
            return Result.from_json(file.read_text(encoding="utf-8")).pages
        if self.only_kept:
            return None
        result = self._read(truth.image)
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(result.to_json(), encoding="utf-8")
        return result.pages

    def _read(self, image: Path) -> Result:
        from ocrcore.pipeline.run import load_engine, read_document  # noqa: PLC0415 - only when something is to be read

        settings = get_settings()
        if self._engine is None:
            self._engine = load_engine(self.name, settings)
        return read_document(image, engine=self._engine, settings=settings)


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
    f1 = 2 * right / (sum(bool(each.expected) for each in members) + found) if found else 0.0
    return f"| {name} | {len(members)} | {exact:.3f} | {precision:.3f} | {f1:.3f} |"


def _print_documents(documents: Sequence[Sequence[Judged]], seconds: Sequence[float]) -> None:
    full = sum(all(each.right for each in document) for document in documents)
    print(f"\nfully right: {full} of {len(documents)} documents ({full / len(documents):.3f})")
    print(
        f"extraction: {1000 * mean(seconds):.1f} ms of processor time a document, {1000 * max(seconds):.0f} ms at most"
    )


def _print_misses(judged: Iterable[Judged]) -> None:
    print("\nmisses")
    for each in judged:
        if not each.right:
            sure = "" if each.confidence is None else f" ({each.confidence:.2f})"
            print(f"  {each.image}  {each.name}\n    right: {each.expected}\n    found: {each.found}{sure}")


if __name__ == "__main__":
    main()
