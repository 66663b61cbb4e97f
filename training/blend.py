"""Blend two states of the recogniser: what was learnt on one kind of print is kept with less loss on the others.

A network and one trained on from it lie in one valley; a point between them often reads both kinds better than either
(Wortsman et al., 2022, arXiv 2109.01903). Example, three fifths of the second:
`python -m training.blend training/checkpoints/recognition.pt training/runs/recognition/best.pt OUT.pt --share 0.6`.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from training import recognition

if TYPE_CHECKING:
    from torch import Tensor


def blended(first: dict[str, Tensor], second: dict[str, Tensor], share: float) -> dict[str, Tensor]:
    """Return `share` of the second state and the rest of the first; counters are the second's."""
    return {
        name: first[name].lerp(value, share) if value.is_floating_point() else value for name, value in second.items()
    }


def main() -> None:
    """Write the blend as a checkpoint with the second's step."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--share", type=float, default=0.5, help="of the second")
    options = parser.parse_args()
    models = [recognition.network(), recognition.network()]
    for model, path in zip(models, (options.first, options.second), strict=True):
        recognition.load_start(model, path)
    first, second = (model.state_dict() for model in models)
    blend, step = blended(first, second, options.share), torch.load(options.second, map_location="cpu").get("step", 0)
    torch.save({"model": blend, "average": blend, "step": step}, options.out)


if __name__ == "__main__":
    main()
