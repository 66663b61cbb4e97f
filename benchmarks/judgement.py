"""`python -m benchmarks.judgement FOLDER…`: when may `doctr_plus` stop? Measures it, and fits the judgement.

Each folder is a kind of document, drawn (`python -m training.synthetic`) or real, with an `index.jsonl`. Every document
is read in all tiers; what is kept of each is its signs, whether total, date and tax id are right, and how many words
are. `--fit` chooses weights by logistic regression (is the reading a good one?) and the scores from which the reading is
accepted, and writes `ocrcore/pipeline/looks/judgement_table.py`. Readings are kept in `--readings` and not made again.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, astuple, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from benchmarks.extraction_truth import judge as judge_fields
from benchmarks.extraction_truth import read_truths
from benchmarks.word_f1 import word_f1
from ocrcore.config import load_settings
from ocrcore.engines.base import ReadOptions
from ocrcore.extraction import extract
from ocrcore.layout.page import OcrPage
from ocrcore.layout.rows import form_lines
from ocrcore.pipeline.looks import judgement_table
from ocrcore.pipeline.looks.judgement import Signs, booked, chance_of, judge, signs
from ocrcore.pipeline.looks.second_look import joined, look_again, proven
from ocrcore.pipeline.preprocess import light
from ocrcore.pipeline.run import load_engine

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from benchmarks.extraction_truth import Truth
    from ocrcore.engines.base import Engine
    from ocrcore.layout.page import Detection

WATCHED = ("total", "date", "vendor_tax_id")
"""The fields that an accepted reading must have right."""
GOOD = 0.9
"""F1 of words from which a reading with these fields right is a good one."""
MOST_WRONG = 0.01
FIRST_WORDS = 0.93
"""F1 of words that first readings have on average when they stand alone: a second look at words mends little more."""
LAST_LOOKS = 0.1
"""Share of the documents left after the first reading that go on to the page's look: it costs as much as both before, and
mended two documents' fields of 148, and spoiled one's, wherever the line was drawn (2026-11-28)."""
RIDGE = 0.1
HALF = 0.5
"""What the twin of a first reading covers, for the fit: a page of which half was not read is no good reading, however sure
the rest; no document that is measured is read so badly that the fit could learn it there."""
TABLE = Path(judgement_table.__file__)
HEAD = '''"""What the judgement of a reading is made of. Written by `benchmarks.judgement --fit`."""

from __future__ import annotations

'''


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One document after one of its tiers."""

    kind: str
    image: str
    tier: str
    signs: Signs
    right: bool
    """Whether those of `WATCHED` that are known are right."""
    words: float | None
    """F1 of its words, as multisets without case; None when nobody wrote down what stands on it."""

    @property
    def good(self) -> bool:
        """Whether the reading is a good one."""
        return self.right and (self.words is None or self.words >= GOOD)


def trials_of(truth: Truth, kind: str, engine: Engine) -> Iterator[Trial]:
    """Read one document tier by tier."""
    picture = cv2.imread(str(truth.image))
    if picture is None:
        raise FileNotFoundError(truth.image)
    image = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8)
    height, width = image.shape[:2]
    prepared = light(image)

    def page(pieces: list[Detection]) -> list[OcrPage]:
        return [OcrPage(number=1, width=width, height=height, lines=form_lines(pieces, width, height))]

    voices: list[list[Detection]] = [engine.detect(prepared, ReadOptions())]
    shown = voices[0]
    alone = extract(page(shown))
    printed = "\n".join(line.text for line in truth.page.lines)
    for tier in engine.tiers:
        if tier != engine.tiers[0]:
            voices = look_again(tier, prepared, voices, engine, ReadOptions(), proven=proven(alone))
            shown = joined(voices, width, height)
            alone = extract(page(shown))
        fields = (
            extract(page(shown), others=[page(each) for each in voices]).fields if len(voices) > 1 else alone.fields
        )
        judged = [each for each in judge_fields(truth, fields) if each.name in WATCHED]
        yield Trial(
            kind=kind, image=truth.image.name, tier=tier, right=all(each.right for each in judged),
            signs=signs(image, shown, alone.verdict, booked(alone)), words=word_f1([(printed, page(shown)[0].text)]) if printed else None,
        )  # fmt: skip


def trials(folders: Sequence[Path], limit: int, kept: Path) -> list[Trial]:
    """Return the trials of the folders' first documents; those that a file of earlier readings holds are not made again."""
    lines = kept.read_text(encoding="utf-8").splitlines() if kept.exists() else []
    records = [json.loads(line) for line in lines]
    found = [Trial(**{**record, "signs": Signs(**record["signs"])}) for record in records]
    known = {(each.kind, each.image) for each in found}
    engine: Engine | None = None
    with kept.open("a", encoding="utf-8") as file:
        for folder in folders:
            for truth in read_truths(folder, limit):
                if (folder.name, truth.image.name) in known:
                    continue
                engine = engine or load_engine("doctr_plus", load_settings())
                made = list(trials_of(truth, folder.name, engine))
                file.writelines(json.dumps(asdict(each)) + "\n" for each in made)
                file.flush()
                found += made
    return [each for each in found if each.kind in {folder.name for folder in folders}]


def fit(found: Sequence[Trial]) -> tuple[NDArray[np.float64], float]:
    """Return weights and bias of a logistic regression (Newton's method with a small ridge), no weight below nothing.

    It tells good readings from the others. A sign that would speak against a reading does so by chance, for every sign
    is made to speak for one; it is left out.
    """
    halves = [replace(each.signs, covered=HALF * each.signs.covered) for each in found if each.tier == found[0].tier]
    features = np.array([[*astuple(each), 1.0] for each in (*(each.signs for each in found), *halves)])
    good = np.array([*(each.good for each in found), *(False for _ in halves)], np.float64)
    signs_count = features.shape[1] - 1
    used = [True] * (signs_count + 1)
    while True:
        weights = np.zeros(signs_count + 1)
        weights[used] = _regression(features[:, used], good)
        against = [place for place in range(signs_count) if weights[place] < 0]
        if not against:
            return weights[:-1], float(weights[-1])
        used[min(against, key=lambda place: weights[place])] = False


def _regression(features: NDArray[np.float64], good: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weights of a logistic regression; the last feature is the constant, which the ridge spares."""
    count, width = features.shape
    ridge = np.diag([RIDGE / count] * (width - 1) + [0.0])
    weights = np.zeros(width)
    for _ in range(100):
        chance = chance_of(features @ weights)
        slope = features.T @ (chance - good) / count + ridge @ weights
        curve = (features * (chance * (1 - chance))[:, None]).T @ features / count + ridge + 1e-9 * np.eye(width)
        weights -= np.linalg.solve(curve, slope)
    return weights


def least_accepted(found: Sequence[Trial], tier: str, scores: Mapping[Trial, float], *, words: float) -> float:
    """Return the lowest score from which a tier's readings may stand alone; above all of them when none may.

    Of those that are accepted, at most `MOST_WRONG` have a field wrong that a later tier gets right, and their words have
    this F1 on average.
    """
    mended = {(each.kind, each.image) for each in found if each.tier == found[-1].tier and each.right}
    best, wrong = 1.0, 0
    known: list[float] = []
    order = sorted((each for each in found if each.tier == tier), key=lambda each: -scores[each])
    for count, each in enumerate(order, 1):
        wrong += not each.right and (each.kind, each.image) in mended
        known += [each.words] if each.words is not None else []
        if wrong <= MOST_WRONG * count and sum(known) >= words * len(known):
            best = scores[each]
    return best


def report(found: Sequence[Trial]) -> str:
    """Return what the table in force does: by kind, the share that stops at each tier, and how right it is there."""
    rows = [
        "| kind | documents | tier | stop here | of these wrong | words F1 of these |",
        "| --- | ---: | --- | ---: | ---: | ---: |",
    ]
    for kind in dict.fromkeys(each.kind for each in found):
        mine = [each for each in found if each.kind == kind]
        left = {each.image for each in mine}
        count = len(left)
        tiers = list(dict.fromkeys(each.tier for each in mine))
        for tier in tiers:
            here = [each for each in mine if each.tier == tier and each.image in left]
            least = judgement_table.ACCEPTED if tier == tiers[0] else judgement_table.ACCEPTED_AGAIN
            stop = [each for each in here if tier == tiers[-1] or judge(each.signs) >= least]
            left -= {each.image for each in stop}
            wrong, words = sum(not each.right for each in stop), [each.words for each in stop if each.words is not None]
            mean = f"{np.mean(words):.3f}" if words else "–"
            rows.append(f"| {kind} | {count} | {tier} | {len(stop) / count:.0%} | {wrong} | {mean} |")
    return "\n".join(rows)


def write_table(weights: NDArray[np.float64], bias: float, accepted: float, accepted_again: float) -> None:
    """Write the table that the judgement reads."""
    values = ", ".join(f"{value:.3f}" for value in weights)
    TABLE.write_text(
        f'{HEAD}WEIGHTS = ({values})\n"""Of `Signs`: sure, certain, covered, verdict, booked."""\n'
        f"BIAS = {bias:.3f}\n"
        f'ACCEPTED = {accepted:.4f}\n"""From this score on a first reading stands alone ..."""\n'
        f'ACCEPTED_AGAIN = {accepted_again:.4f}\n"""... and one whose doubtful words were read again."""\n',
        encoding="utf-8",
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse the command line, read, fit or measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.judgement", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--limit", type=int, default=40, help="documents of each folder")
    parser.add_argument("--readings", type=Path, default=Path("data/judgement.jsonl"))
    parser.add_argument("--fit", action="store_true", help="choose weights and threshold, and write them")
    given = parser.parse_args(arguments)
    given.readings.parent.mkdir(parents=True, exist_ok=True)
    found = trials(given.folders, given.limit, given.readings)
    if not given.fit:
        print(report(found))
        return
    weights, bias = fit(found)
    scores = {each: judge(each.signs, weights=weights, bias=bias) for each in found}
    accepted = least_accepted(found, found[0].tier, scores, words=FIRST_WORDS)
    alone = {(each.kind, each.image) for each in found if each.tier == found[0].tier and scores[each] >= accepted}
    left = [each for each in found if (each.kind, each.image) not in alone]
    accepted_again = float(np.quantile([scores[each] for each in left if each.tier == "words"], LAST_LOOKS))
    write_table(weights, bias, accepted, accepted_again)
    print(f"weights {np.round(weights, 3)}, bias {bias:.3f}, accepted from {accepted:.4f}, again {accepted_again:.4f}")


if __name__ == "__main__":
    main()
