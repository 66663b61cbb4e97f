"""What is cut from generated documents holds what its label says."""

from __future__ import annotations

from itertools import islice

import numpy as np

from training import documents, words


def test_a_word_is_cut_at_the_network_s_height_with_its_ink_and_room_for_its_letters() -> None:
    crops = list(islice(documents.word_crops(np.random.default_rng(3)), 80))
    assert {crop.pixels.shape[0] for crop in crops} == {words.HEIGHT_PX}
    assert all(words.fits(crop.text, crop.pixels.shape[1]) for crop in crops)
    inked = [np.percentile(crop.pixels, 95) - np.percentile(crop.pixels, 5) > 25 for crop in crops]
    assert np.mean(inked) > 0.95


def test_a_joined_crop_holds_two_words_and_is_wider_than_either() -> None:
    crops = list(islice(documents.word_crops(np.random.default_rng(4)), 400))
    joined = [crop for crop in crops if crop.kind == "document glued"]
    assert joined
    assert all(crop.text.count(" ") == 1 for crop in joined)
    single = np.mean([crop.pixels.shape[1] / len(crop.text) for crop in crops if crop.kind == "document"])
    assert 0.5 < np.mean([crop.pixels.shape[1] / len(crop.text) for crop in joined]) / single < 2


def test_squares_keep_every_box_inside() -> None:
    found = list(islice(documents.squares(np.random.default_rng(5)), 12))
    assert sum(len(square.quads) for square in found) > 50
    for square in found:
        assert square.pixels.shape[:2] == (384, 384)
        assert square.quads.min(initial=0) >= 0
        assert square.quads.max(initial=0) <= 384


def test_a_crop_without_any_ink_ages_without_an_error() -> None:
    even = np.full((40, 90), 200, np.uint8)
    aged = [words._age(np.random.default_rng(seed), even) for seed in range(40)]
    assert {pixels.ndim for pixels in aged} == {2}
