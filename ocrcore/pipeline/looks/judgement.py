"""How good a reading is, from 0 to 1, and whether a second one can be spared.

Five things speak for a reading: how sure its letters are, how few of them are doubtful, how much of the print it
covers, whether the document's own arithmetic and checksums hold, and how sure the fields are that are booked. Their
weights, and the score from which a reading stands alone, are fitted on drawn and real documents together by
`python -m benchmarks.judgement --fit`.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

import numpy as np

from ocrcore.layout.coverage import covered_share
from ocrcore.pipeline.looks import judgement_table as table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from ocrcore.extraction.fields import Extraction
    from ocrcore.layout.page import Detection

DOUBTFUL = 0.6
"""A piece less sure than this is more often wrong than right."""
NEEDED = ("total", "date")
ACCEPTED = table.ACCEPTED
"""First readings judged at least this good are not read again."""
ACCEPTED_AGAIN = table.ACCEPTED_AGAIN
"""Readings whose doubtful words were read again need less: another look at the page mends fields, hardly any words."""


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
    booked: float
    """How sure the least sure of the fields is that are booked; see `booked`."""


def booked(fields: Extraction) -> float:
    """Return how sure the least sure of total, date and the vendor's tax id is.

    A receipt or invoice without total or date was not read; one without a tax id may have none. Of any other document
    nothing is booked, so nothing is in doubt.
    """
    if fields.document_type == "other":
        return 1.0
    if not all(name in fields.scalars for name in NEEDED):
        return 0.0
    return min(fields.scalars[name].confidence for name in (*NEEDED, "vendor_tax_id") if name in fields.scalars)


def signs(image: NDArray[np.uint8], detections: Sequence[Detection], verdict: float, booked: float = 0.0) -> Signs:
    """Return the signs of a reading of an RGB page; a page on which nothing was read is sure."""
    letters = np.array([len(piece.text) for piece in detections] or [1], np.float64)
    confidence = np.array([piece.confidence for piece in detections] or [1.0], np.float64)
    return Signs(
        sure=float(np.average(confidence, weights=letters)),
        certain=float(np.average(confidence >= DOUBTFUL, weights=letters)),
        covered=covered_share(image, detections),
        verdict=verdict,
        booked=booked if detections else 1.0,
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
