"""The alphabet grows at its end, and what a network knows of its letters is carried over."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import numpy as np
import pytest

from training import texts
from training.alphabet import SPACE, VOCABULARY, known, look_alike

if TYPE_CHECKING:
    from pathlib import Path

EARLIER = VOCABULARY[: VOCABULARY.index(SPACE) + 1]
"""The alphabet as it ended with the blank."""

LETTERS = {
    "Romanian": "ăâîșț",
    "Latvian": "āčēģīķļņšūž",
    "Lithuanian": "ąčęėįšųūž",
    "Estonian": "äõöüšž",
    "Croatian and Slovene": "čćđšž",
    "Slovak": "áäčďéíĺľňóôŕšťúýž",
    "Czech": "áčďéěíňóřšťúůýž",
    "Polish": "ąćęłńóśźż",
    "Hungarian": "áéíóöőúüű",
    "Danish, Norwegian and Swedish": "åäöæø",
    "Icelandic": "áðéíóúýþæö",
    "Turkish": "çğıöü",
}


@pytest.mark.parametrize("language", LETTERS)
def test_a_language_s_letters_are_in_the_alphabet_small_and_capital(language: str) -> None:
    for letter in LETTERS[language]:
        assert letter in VOCABULARY
        assert known(letter.upper())


def test_every_character_stands_once_and_is_composed() -> None:
    assert len(set(VOCABULARY)) == len(VOCABULARY)
    assert unicodedata.normalize("NFC", VOCABULARY) == VOCABULARY


def test_letters_that_print_cannot_tell_apart_are_one() -> None:
    assert known("şţŞŢ") == "șțȘȚ"
    assert known("Ðað") == "Đað"


def test_a_wider_head_reads_as_the_narrow_one_did(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    recognition = pytest.importorskip("training.recognition")
    torch.manual_seed(3)
    whole = recognition.network().state_dict()
    kept = [*range(len(EARLIER)), -1]
    narrow = {**whole, "linear.weight": whole["linear.weight"][kept], "linear.bias": whole["linear.bias"][kept]}
    torch.save(narrow, tmp_path / "narrow.pt")
    wide = recognition.network()
    recognition.load_start(wide, tmp_path / "narrow.pt")
    head = wide.state_dict()
    assert torch.equal(head["linear.weight"][: len(EARLIER)], narrow["linear.weight"][:-1])
    assert torch.equal(head["linear.bias"][: len(EARLIER)], narrow["linear.bias"][:-1])
    assert torch.equal(head["linear.weight"][-1], narrow["linear.weight"][-1])
    for letter in VOCABULARY[len(EARLIER) :]:
        row, base = VOCABULARY.index(letter), VOCABULARY.index(look_alike(letter))
        assert torch.equal(head["linear.weight"][row], head["linear.weight"][base])
        assert head["linear.bias"][row] < head["linear.bias"][base]


def test_words_with_marks_hold_a_letter_beyond_ascii() -> None:
    rng = np.random.default_rng(5)
    drawn = [known(texts.marked_word(rng)) for _ in range(300)]
    assert sum(word.isascii() for word in drawn) < 10  # the Turkish dotless i has none in capitals
    romanian = sum(any(letter in texts.ROMANIAN_MARKS for letter in word) for word in drawn)
    capitals = sum(word.isupper() for word in drawn)
    assert romanian > 120
    assert capitals > 90


def test_a_word_in_capitals_keeps_its_length_and_its_letters_are_known() -> None:
    rng = np.random.default_rng(6)
    for _ in range(500):
        word = texts.marked_word(rng)
        assert known(word) == word


def test_a_turkish_i_keeps_its_dot_in_capitals() -> None:
    rng = np.random.default_rng(7)
    cased = {texts._cased(rng, "ağrıdiği") for _ in range(50)}
    assert cased == {"ağrıdiği", "Ağrıdiği", "AĞRIDİĞİ"}
