"""The generator's entry points: one seed, one document, one page."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from training.synthetic.page import render
from training.synthetic.receipt_ro import make_receipt_ro

if TYPE_CHECKING:
    from training.synthetic.model import Document, Page, Wear

TRAINING_SEEDS = range(1_000_000)
"""Seeds that training may use."""
CALIBRATION_SEEDS = range(1_000_000, 2_000_000)
"""Seeds for choosing thresholds and validating; never trained on."""
TEST_SEEDS = range(2_000_000, 3_000_000)
"""Seeds for figures that are reported; neither trained nor tuned on."""

Kind = Literal["receipt", "slip", "invoice", "letter", "table"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_MIX = {"receipt": 100}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One generated page, its document, and what made it."""

    document: Document
    page: Page
    wear: Wear
    seed: int


def make_document(rng: Random, kind: str = "mixed") -> Document:
    """Invent a document.

    Args:
        rng: The source of chance.
        kind: One of `KINDS`, or `mixed`.

    Raises:
        ValueError: There is no such kind.
    """
    if kind == "mixed":
        kind = rng.choices(list(_MIX), list(_MIX.values()))[0]
    makers = {"receipt": make_receipt_ro}
    if kind not in makers:
        raise ValueError(f"unknown kind of document: {kind!r}; known are {', '.join(KINDS)} and mixed")
    return makers[kind](rng)


def make_sample(seed: int, kind: str = "mixed", wear: str = "mixed") -> Sample:
    """Invent and render the document of a seed; the same arguments give the same page.

    Args:
        seed: See `TRAINING_SEEDS`, `CALIBRATION_SEEDS` and `TEST_SEEDS`.
        kind: One of `KINDS`, or `mixed`.
        wear: `clean`, `worn`, or `mixed` for half of each.
    """
    rng = Random(f"{kind}/{seed}")
    document = make_document(rng, kind)
    chosen: Wear = "worn" if wear == "worn" or (wear == "mixed" and rng.random() < 0.5) else "clean"
    page = render(document, np.random.default_rng([seed, rng.getrandbits(32)]), chosen)
    return Sample(document=document, page=page, wear=chosen, seed=seed)
