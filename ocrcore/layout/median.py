"""The middle of many measures of which some count more than others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def weighted_median(values: ArrayLike, weights: ArrayLike) -> float:
    """Return the value at which half of the weight is reached; neither may be empty."""
    ordered = np.asarray(values, np.float64)
    order = np.argsort(ordered)
    reached = np.cumsum(np.asarray(weights, np.float64)[order])
    return float(ordered[order][np.searchsorted(reached, reached[-1] / 2)])
