"""A blend lies between two states of the network, whatever their alphabets."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from training.alphabet import SPACE, VOCABULARY

if TYPE_CHECKING:
    from pathlib import Path

torch = pytest.importorskip("torch")
blend, recognition = pytest.importorskip("training.blend"), pytest.importorskip("training.recognition")


def test_a_blend_is_between_its_two_states(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(1)
    first, second = (recognition.network().state_dict() for _ in range(2))
    kept = [*range(VOCABULARY.index(SPACE) + 1), -1]
    narrow = {**first, "linear.weight": first["linear.weight"][kept], "linear.bias": first["linear.bias"][kept]}
    torch.save(narrow, tmp_path / "first.pt")
    torch.save({"model": first, "average": second, "step": 7}, tmp_path / "second.pt")
    paths = [str(tmp_path / name) for name in ("first.pt", "second.pt", "out.pt")]
    monkeypatch.setattr(sys, "argv", ["blend", *paths, "--share", "0.25"])
    blend.main()
    saved = torch.load(tmp_path / "out.pt")
    assert saved["step"] == 7
    out = saved["average"]
    assert out.keys() == second.keys()
    shared = "feat_extractor.0.0.weight" if "feat_extractor.0.0.weight" in out else next(iter(out))
    assert torch.allclose(out[shared], 0.75 * first[shared] + 0.25 * second[shared], atol=1e-6)
    assert out["linear.weight"].shape == second["linear.weight"].shape
    assert torch.allclose(
        out["linear.bias"][:-1][: len(kept) - 1],
        0.75 * first["linear.bias"][kept[:-1]] + 0.25 * second["linear.bias"][kept[:-1]],
        atol=1e-6,
    )
