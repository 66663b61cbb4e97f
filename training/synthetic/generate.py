"""The generator's entry points: one seed, one document, one page."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from training.synthetic.chitanta import make_chitanta
from training.synthetic.invoice import make_invoice
from training.synthetic.invoice_words import INVOICES
from training.synthetic.letter import make_letter
from training.synthetic.page import render
from training.synthetic.receipt_ro import make_receipt_ro
from training.synthetic.receipt_world import make_receipt_abroad
from training.synthetic.slip import make_slip
from training.synthetic.table import make_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from training.synthetic.model import Document, Page, Wear

TRAINING_SEEDS = range(1_000_000)
"""Seeds that training may use."""
CALIBRATION_SEEDS = range(1_000_000, 2_000_000)
"""Seeds for choosing thresholds and validating; never trained on."""
TEST_SEEDS = range(2_000_000, 3_000_000)
"""Seeds for figures that are reported; neither trained nor tuned on."""

Kind = Literal["receipt", "receipt_ro", "slip", "invoice", "letter", "table"]
"""`receipt_ro` are Romanian till receipts only; `receipt` mixes in hand receipts (chitanță) and receipts from abroad."""
KINDS: tuple[Kind, ...] = get_args(Kind)
_MIX: dict[Kind, int] = {"receipt": 60, "slip": 8, "invoice": 17, "letter": 8, "table": 7}
_ABROAD = ("GB", "MY", "MY", "DE", "FR", "HU")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One generated page, its document, and what made it."""

    document: Document
    page: Page
    wear: Wear
    seed: int


def _receipt(rng: Random) -> Document:
    """Romanian till receipts for the most part, some chitanțe, some from abroad."""
    roll = rng.random()
    if roll < 0.68:
        return make_receipt_ro(rng)
    return make_chitanta(rng) if roll < 0.73 else make_receipt_abroad(rng, rng.choice(_ABROAD))


def _invoice(rng: Random) -> Document:
    return make_invoice(rng, rng.choices(tuple(INVOICES), (52, 16, 14, 10, 8))[0])


_MAKERS: dict[str, Callable[[Random], Document]] = {"receipt": _receipt, "receipt_ro": make_receipt_ro, "slip": make_slip, "invoice": _invoice,
    "letter": make_letter, "table": make_table}  # fmt: skip


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
    if kind not in _MAKERS:
        raise ValueError(f"unknown kind of document: {kind!r}; known are {', '.join(KINDS)} and mixed")
    return _MAKERS[kind](rng)


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
