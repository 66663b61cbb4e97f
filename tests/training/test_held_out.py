"""A recogniser in training is measured on each kind of print by itself."""

from __future__ import annotations

import numpy as np
import pytest

from training import held_out, texts, words


def crop(text: str) -> words.Crop:
    return words.Crop(pixels=np.zeros((words.HEIGHT_PX, 8), np.uint8), text=text, kind="any")


def test_sets_are_counted_apart_and_real_words_with_and_without_case() -> None:
    sets = {"real": [crop("Total"), crop("LEI")], "random": [crop("a"), crop("b"), crop("c"), crop("d")]}
    read = {"Total": "TOTAL", "LEI": "LEI", "a": "a", "b": "b", "c": "c", "d": "D"}
    found = held_out.measure(sets, lambda crops: [read[each.text] for each in crops])
    assert found == {"real": 0.5, "real, case left out": 1.0, "random": 0.75, "mean": 0.75}


def test_drawn_sets_have_their_size_and_marks_their_case() -> None:
    sets = held_out.drawn(12)
    assert {name: len(crops) for name, crops in sets.items()} == {
        "documents": 12, "random": 12, "marks": 12, "capitals with marks": 12,
    }  # fmt: skip
    for name, is_case in (("marks", str.islower), ("capitals with marks", str.isupper)):
        for each in sets[name]:
            assert any(letter in texts.ROMANIAN_MARKS for letter in each.text)
            assert is_case(each.text)


def test_without_real_pages_there_is_no_real_set() -> None:
    pages, sets = held_out.gathered([], 2)
    assert pages == []
    assert "real" not in sets


def test_the_sets_are_the_same_each_time() -> None:
    first, second = (held_out.drawn(5)["documents"] for _ in range(2))
    assert [each.text for each in first] == [each.text for each in second]
    assert all(map(np.array_equal, (e.pixels for e in first), (e.pixels for e in second)))


@pytest.mark.parametrize("name", ["Ț", "ă"])
def test_a_crop_of_a_wanted_text_holds_it(name: str) -> None:
    assert words.crop(np.random.default_rng(3), f"{name}ara").text == f"{name}ara"
