"""How good a reading is, from 0 to 1, and whether a second one can be spared.

Four things speak for a reading: how sure its letters are, how few of them are doubtful, how much of the print it
covers, and whether the document's own arithmetic and checksums hold. Their weights, and the score from which a
reading stands alone, are fitted on generated documents by `python -m benchmarks.judgement --fit`.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

import numpy as np

from ocrcore.layout.coverage import covered_share
from ocrcore.pipeline import judgement_table as table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from ocrcore.layout.page import Detection

DOUBTFUL = 0.6
"""A piece less sure than this is more often wrong than right."""
ACCEPTED = table.ACCEPTED
"""Readings judged at least this good are not read again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What speaks for a page's reading; each from 0 to 1."""

    sure: float
    """Mean confidence of the letters."""
    certain: float
    """Share of the letters that are not doubtful."""
    covered: float
    """Share of the page's print that was read."""
    verdict: float
    """How strongly arithmetic and checksums support the reading."""


def signs(image: NDArray[np.uint8], detections: Sequence[Detection], verdict: float) -> Signs:
    """Return the signs of a reading of an RGB page; a page on which nothing was read is sure."""
    letters = np.array([len(piece.text) for piece in detections] or [1], np.float64)
    confidence = np.array([piece.confidence for piece in detections] or [1.0], np.float64)
    return Signs(
        sure=float(np.average(confidence, weights=letters)),
        certain=float(np.average(confidence >= DOUBTFUL, weights=letters)),
        covered=covered_share(image, detections),
        verdict=verdict,
    )


def judge(found: Signs, *, weights: ArrayLike = table.WEIGHTS, bias: float = table.BIAS) -> float:
    """Return the chance that this is a good reading, with hardly a character wrong.

    Args:
        found: What speaks for it.
        weights: Of each sign, in their order.
        bias: The evidence (logit) without any sign.
    """
    return float(chance_of(bias + np.dot(weights, astuple(found))))


def chance_of(evidence: ArrayLike) -> NDArray[np.float64]:
    """Return the chance (0 to 1) for each weight of evidence (a logit)."""
    return np.asarray(1 / (1 + np.exp(-np.clip(evidence, -30, 30))), np.float64)
