"""What fits how words are spelt is taken where the network is not sure, and only there."""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import groupby, product
from typing import TYPE_CHECKING

import numpy as np
import pytest

from ocrcore.engines.doctr import spelling as spelling_module
from ocrcore.engines.doctr.manifest import WEIGHTS, read_manifest
from ocrcore.engines.doctr.spelling import EDGE, HISTORY, Spelling, packed
from ocrcore.errors import EngineUnavailable

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

VOCABULARY = read_manifest().recognition["vocabulary"]
BLANK = len(VOCABULARY)


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    told = read_manifest().spelling
    return Spelling(WEIGHTS / told["file"], sha256=told["sha256"], vocabulary=VOCABULARY)


def codes(word: str) -> list[int]:
    return [EDGE, *(VOCABULARY.index(letter) + EDGE + 1 for letter in word), EDGE]


def log_probability(spelling: Spelling, word: str) -> float:
    letters = codes(word)
    return sum(
        spelling.log_probability(packed(letters[max(0, end - HISTORY) : end]), letters[end])
        for end in range(1, len(letters))
    )


def seen(*steps: dict[str, float]) -> NDArray[np.float32]:
    """Return logits of shape (steps, letters + 1) from the probabilities of some letters; "" is the blank."""
    logits = np.full((len(steps), BLANK + 1), -30.0, np.float32)
    for row, step in zip(logits, steps, strict=True):
        for letter, probability in step.items():
            row[VOCABULARY.index(letter) if letter else BLANK] = math.log(probability)
    return logits


@pytest.mark.parametrize(
    ("word", "wrong"), [("Total", "Totai"), ("FISCAL", "FISCHL"), ("și", "ți"), ("client", "c1ient")]
)
def test_a_word_is_likelier_than_its_misreading(spelling: Spelling, word: str, wrong: str) -> None:
    assert log_probability(spelling, word) > log_probability(spelling, wrong)


def test_what_follows_a_context_is_a_distribution(spelling: Spelling) -> None:
    for context in ("", "T", "tot", "șșșș"):
        history = packed(codes(context)[:-1][-HISTORY:])
        total = sum(math.exp(spelling.log_probability(history, code)) for code in range(EDGE, BLANK + EDGE + 1))
        assert 0.8 < total < 1.1  # rare runs are left out, and logarithms are rounded


def test_the_spelling_decides_where_the_network_is_of_two_minds(spelling: Spelling) -> None:
    sure = [{letter: 1.0} for letter in "Tota"]
    assert spelling.likeliest(seen(*sure, {"i": 0.52, "l": 0.48})) == "Total"
    assert spelling.likeliest(seen(*sure, {"i": 0.995, "l": 0.005})) == "Totai"


def test_nothing_is_read_where_there_is_nothing(spelling: Spelling) -> None:
    assert spelling.likeliest(seen({"": 1.0}, {"": 1.0})) == ""


def test_a_network_that_knows_nothing_is_no_failure(spelling: Spelling) -> None:
    assert len(spelling.likeliest(np.zeros((3, BLANK + 1), np.float32))) <= 3


def test_a_letter_stands_twice_only_with_a_blank_between(spelling: Spelling) -> None:
    assert spelling.likeliest(seen({"e": 1.0}, {"l": 1.0}, {"l": 1.0}, {"e": 1.0})) == "ele"
    assert spelling.likeliest(seen({"e": 1.0}, {"l": 1.0}, {"": 1.0}, {"l": 1.0}, {"e": 1.0})) == "elle"


@pytest.mark.parametrize("seed", range(20))
def test_the_search_finds_the_best_of_all_readings(
    spelling: Spelling, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spelling_module, "BEAMS", 10_000)
    letters, steps = "al t", 5
    places = [*(VOCABULARY.index(letter) for letter in letters), BLANK]
    logits = np.full((steps, BLANK + 1), -30.0, np.float32)
    logits[:, places] = np.random.default_rng(seed).normal(0.0, 1.5, (steps, len(places)))
    log = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    readings: dict[str, float] = defaultdict(float)
    for path in product(places, repeat=steps):
        if all(log[step, place] > spelling_module.LIKELY for step, place in enumerate(path)):
            text = "".join(VOCABULARY[place] for place, _ in groupby(path) if place != BLANK)
            readings[text] += math.exp(sum(log[step, place] for step, place in enumerate(path)))

    def score(text: str) -> float:
        spelt = sum(
            spelling_module.WEIGHT * log_probability(spelling, word) + spelling_module.PER_LETTER * len(word)
            for word in text.split(" ")
            if word
        )
        return math.log(readings[text]) + spelt

    assert score(spelling.likeliest(logits)) == pytest.approx(max(map(score, readings)), abs=1e-4)


def test_a_file_that_is_not_the_one_named_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable, match=r"spelling\.npz cannot be read"):
        Spelling(tmp_path / "spelling.npz", sha256="", vocabulary=VOCABULARY)
    (tmp_path / "spelling.npz").write_bytes(b"other")
    with pytest.raises(EngineUnavailable, match=r"spelling\.npz are damaged"):
        Spelling(tmp_path / "spelling.npz", sha256="", vocabulary=VOCABULARY)
