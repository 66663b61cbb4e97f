"""Which boxes may be pieces of one word: the detector cuts dates, amounts and wide print where a narrow gap is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ocrcore.engines.doctr_crops import unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

TOUCHING = 0.2
"""Boxes with less than this between them, in heights of the lower one, may be pieces of one word ..."""
OVERLAPPING = 0.5
"""... and lie over each other by less than this."""
LEVEL = 0.3
"""Their middles differ by at most this share of the lower one's height ..."""
TALLER = 1.5
"""... and the taller one is at most so many times as high."""


def touching(quads: Floats) -> list[tuple[int, int]]:
    """Return which box follows closely on which, as pairs of a left and a right one.

    Args:
        quads: Boxes of one page, shape (n, 4, 2), all turned by the same angle, corners clockwise from the top left.
    """
    if len(quads) < 2:
        return []
    along = _direction(quads)
    down = np.array([-along[1], along[0]])
    left, right = quads[:, 0] @ along, quads[:, 1] @ along
    top, bottom = quads[:, 0] @ down, quads[:, 3] @ down
    middle, height = (top + bottom) / 2, bottom - top
    order = np.argsort(left, kind="stable")
    pairs = []
    for one in order.tolist():
        reach = right[one] - OVERLAPPING * height[one], right[one] + TOUCHING * height[one]
        near = order[slice(*np.searchsorted(left, reach, sorter=order))]
        lower, taller = np.minimum(height[near], height[one]), np.maximum(height[near], height[one])
        gap = left[near] - right[one]
        fits = (
            (left[near] > left[one])
            & (gap > -OVERLAPPING * lower)
            & (gap < TOUCHING * lower)
            & (np.abs(middle[near] - middle[one]) <= LEVEL * lower)
            & (taller <= TALLER * lower)
        )
        if fits.any():
            pairs.append((one, int(near[fits][0])))
    return pairs


def joined(left: Floats, right: Floats) -> Floats:
    """Return the boxes of shape (…, 4, 2) from the left ends of some to the right ends of others."""
    return np.stack([left[..., 0, :], right[..., 1, :], right[..., 2, :], left[..., 3, :]], axis=-2)


def _direction(quads: Floats) -> Floats:
    """Return the unit vector in which the boxes are read."""
    return unit(np.median(unit(quads[:, 1] - quads[:, 0]), axis=0))
