"""Puts words together that the detector has cut: dates, amounts and wide print, where a narrow gap is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ocrcore.engines.doctr.crops import SURE, TORN_NUMBER, unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ocrcore.engines.doctr.crops import CropReader, CropReading

    Floats = NDArray[np.float64]

TOUCHING = 0.2
"""Boxes with less than this between them, in heights of the lower one, may be pieces of one word ..."""
OVERLAPPING = 0.5
"""... and lie over each other by less than this."""
LEVEL = 0.3
"""Their middles differ by at most this share of the lower one's height ..."""
TALLER = 1.5
"""... and the taller one is at most so many times as high."""
AS_SURE = 0.9
"""Two pieces make one word when that is read with at least this share of the less sure piece's confidence."""


def join_pieces(
    gray: NDArray[np.uint8], quads: Floats, readings: list[CropReading], reader: CropReader
) -> tuple[Floats, list[CropReading]]:
    """Take two boxes for one word where the network reads both together without a blank, and about as surely (`_least`).

    A word may be cut more than once: what was joined is tried with its next neighbours.

    Args:
        gray: The page.
        quads: Its boxes, shape (n, 4, 2).
        readings: What was read in each.
        reader: Reads what is tried.

    Returns:
        The boxes that remain, and what they hold.
    """
    quads, readings = quads.copy(), list(readings)
    grown = set(range(len(quads)))
    while grown:
        pairs = [(left, right) for left, right in touching(quads) if left in grown or right in grown]
        lefts, rights = np.reshape(pairs, (-1, 2)).astype(int).T
        boxes = joined(quads[lefts], quads[rights])
        together = reader.read_boxes(gray, boxes)
        grown, gone = set[int](), set[int]()
        surest = sorted(zip(pairs, boxes, together, strict=True), key=lambda found: -found[2].confidence)
        for (left, right), box, whole in surest:
            least = _least(readings[left], readings[right], whole.text)
            if {left, right} & (grown | gone) or len(whole.text.split()) != 1 or whole.confidence < least:
                continue
            quads[left], readings[left] = box, whole
            grown.add(left)
            gone.add(right)
        kept = [word for word in range(len(quads)) if word not in gone]
        quads, readings = quads[kept], [readings[word] for word in kept]
        grown = {place for place, word in enumerate(kept) if word in grown}
    return quads, readings


def _least(left: CropReading, right: CropReading, together: str) -> float:
    """Return the confidence from which two pieces are one word; a number that both readings give alike needs less."""
    is_number = together == left.text + right.text and TORN_NUMBER.search(f"{left.text[-2:]} {right.text[:2]}")
    return min(AS_SURE * min(left.confidence, right.confidence), SURE if is_number else 1.0)


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
