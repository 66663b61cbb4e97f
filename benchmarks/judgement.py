"""`python -m benchmarks.judgement`: may `doctr_plus` stop after its light tier? Measures it, and fits the judgement.

Generated documents of the calibration seeds are read in the light tier and in both; what is kept of each is the signs
of the light reading and both character error rates. `--fit` chooses weights by logistic regression (is the reading a
good one?) and, among the scores that at least `LEAST_FAST` of the readings reach, the one from which accepting gives
the fewest wrong characters, and writes `ocrcore/pipeline/judgement_table.py`. Readings are kept in `--readings` and
not made again; `--seed` and `--count` choose others, on which the table that is in force is then measured.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.engines import character_error_rate
from ocrcore.config import load_settings
from ocrcore.engines.base import ReadOptions
from ocrcore.extraction import extract
from ocrcore.layout.merge import merge
from ocrcore.layout.page import OcrPage
from ocrcore.layout.rows import form_lines
from ocrcore.pipeline import judgement_table
from ocrcore.pipeline.judgement import Signs, chance_of, judge, signs
from ocrcore.pipeline.preprocess import TIERS
from ocrcore.pipeline.run import load_engine
from training.synthetic import CALIBRATION_SEEDS, make_sample

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ocrcore.engines.base import Engine
    from ocrcore.layout.page import Detection

GOOD = 0.05
"""A reading with at most this character error rate is a good one."""
LEAST_FAST = 0.65
"""Share of documents that the light tier has to be enough for."""
RIDGE = 0.1
TABLE = Path(judgement_table.__file__)
HEAD = '''"""What the judgement of a reading is made of. Written by `benchmarks.judgement --fit`."""

from __future__ import annotations

'''


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One document: the signs of its light reading, and the character error rates of light, and of both tiers."""

    seed: int
    signs: Signs
    characters: int
    light: float
    both: float


def trial(seed: int, engine: Engine) -> Trial:
    """Read one generated document in both tiers."""
    page = make_sample(seed).page
    height, width = page.image.shape[:2]
    readings: list[list[Detection]] = []
    for name in ("light", "medium"):
        prepared = TIERS[name](page.image)
        readings.append(prepared.place(engine.detect(prepared.image, ReadOptions())))
    first, both = readings[0], merge(readings[0], readings[1], width, height)
    lines = form_lines(first, width, height)
    verdict = extract([OcrPage(number=1, width=width, height=height, lines=lines)]).verdict
    texts = ("\n".join(line.text for line in form_lines(found, width, height)) for found in (first, both))
    light_rate, both_rate = (character_error_rate([(page.text, text)]) for text in texts)
    return Trial(
        seed=seed,
        signs=signs(page.image, first, verdict),
        characters=len(page.text),
        light=light_rate,
        both=both_rate,
    )


def trials(seeds: range, kept: Path) -> list[Trial]:
    """Return the trials of these seeds; those that a file of earlier readings holds are not made again."""
    lines = kept.read_text(encoding="utf-8").splitlines() if kept.exists() else []
    records = {record["seed"]: record for record in map(json.loads, lines)}
    engine = load_engine("doctr", load_settings()) if any(seed not in records for seed in seeds) else None
    with kept.open("a", encoding="utf-8") as file:
        for seed in seeds:
            if seed not in records and engine is not None:
                records[seed] = asdict(trial(seed, engine))
                file.write(json.dumps(records[seed]) + "\n")
                file.flush()
    return [Trial(**{**records[seed], "signs": Signs(**records[seed]["signs"])}) for seed in seeds]


def fit(found: Sequence[Trial]) -> tuple[NDArray[np.float64], float]:
    """Return weights and bias of a logistic regression (Newton's method with a small ridge), no weight below nothing.

    It tells readings with at most `GOOD` wrong characters from the others. A sign that would speak against a reading
    does so by chance, for every sign is made to speak for one; it is left out.
    """
    features = np.array([[*astuple(each.signs), 1.0] for each in found])
    good = np.array([each.light <= GOOD for each in found], np.float64)
    used = [True] * 5
    while True:
        weights = np.zeros(5)
        weights[used] = _regression(features[:, used], good)
        against = [place for place in range(4) if weights[place] < 0]
        if not against:
            return weights[:4], float(weights[4])
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


def loss(found: Sequence[Trial], scores: NDArray[np.float64], accepted: float) -> float:
    """Return how much the character error rate of all rises when readings of at least `accepted` stand alone."""
    weight = np.array([each.characters for each in found], np.float64)
    gain = np.array([each.light - each.both for each in found])
    return float((gain * (scores >= accepted) * weight).sum() / weight.sum())


def best_accepted(found: Sequence[Trial], scores: NDArray[np.float64]) -> float:
    """Return the score from which accepting costs least, the lowest of equals, with `LEAST_FAST` of readings accepted."""
    candidates = [score for score in sorted(set(scores.tolist())) if np.mean(scores >= score) >= LEAST_FAST]
    best: float = min(candidates, key=lambda score: loss(found, scores, score))
    return best


def report(found: Sequence[Trial]) -> str:
    """Return what the table in force does on these documents."""
    scores = np.array([judge(each.signs) for each in found])
    fast = float(np.mean(scores >= judgement_table.ACCEPTED))
    weight = np.array([each.characters for each in found], np.float64)
    light, both = (
        float(np.average([getattr(each, name) for each in found], weights=weight)) for name in ("light", "both")
    )
    return (
        f"{len(found)} documents: light {light:.4f}, both tiers {both:.4f}, with the judgement "
        f"{both + loss(found, scores, judgement_table.ACCEPTED):.4f}; fast path {fast:.1%}"
    )


def write_table(weights: NDArray[np.float64], bias: float, accepted: float) -> None:
    """Write the table that the judgement reads."""
    values = ", ".join(f"{value:.3f}" for value in weights)
    TABLE.write_text(
        f'{HEAD}WEIGHTS = ({values})\n"""Of `Signs`: sure, certain, covered, verdict."""\n'
        f"BIAS = {bias:.3f}\nACCEPTED = {accepted:.4f}\n",
        encoding="utf-8",
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse the command line, read, fit or measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.judgement", description=__doc__)
    parser.add_argument("--seed", type=int, default=CALIBRATION_SEEDS.start)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--readings", type=Path, default=Path("data/judgement.jsonl"))
    parser.add_argument("--fit", action="store_true", help="choose weights and threshold, and write them")
    given = parser.parse_args(arguments)
    given.readings.parent.mkdir(parents=True, exist_ok=True)
    found = trials(range(given.seed, given.seed + given.count), given.readings)
    if not given.fit:
        print(report(found))
        return
    weights, bias = fit(found)
    scores = np.array([judge(each.signs, weights=weights, bias=bias) for each in found])
    accepted = best_accepted(found, scores)
    write_table(weights, bias, accepted)
    spared = float(np.mean(scores >= accepted))
    print(f"weights {np.round(weights, 3)}, bias {bias:.3f}, accepted from {accepted:.4f}: fast path {spared:.1%}")


if __name__ == "__main__":
    main()
