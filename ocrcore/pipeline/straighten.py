"""Where the pieces of a page would stand if the page were flat and level.

A photographed receipt is tilted, and its rows are not parallel: perspective makes the tilt change from top to bottom,
a curled sheet from left to right. Each detected piece tells the slope at its place. From those a plane is fitted,
`slope(x, y)`, and every piece is carried along that slope to the middle of the page; its height there tells its row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ocrcore.engines.base import Detection

    Floats = NDArray[np.float64]

LONG = 3.0
"""A piece this many times longer than high tells its slope reliably."""
FOREIGN_DEGREES = 20.0
"""A piece tilted this much against the page (a stamp, a margin note) belongs to no row of it."""
MAX_RESIDUAL_DEGREES = 4.0
"""Slopes that differ more than this from the page's median are not taken into the fit."""
MIN_FOR_PLANE = 8
"""Fewer slopes than this give one common tilt, no plane."""
STEPS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Straightened:
    """Pieces in level coordinates, one entry each, in pixels: `left` to `right`, `middle` height, `height`."""

    left: NDArray[np.float64]
    right: NDArray[np.float64]
    middle: NDArray[np.float64]
    height: NDArray[np.float64]
    foreign: NDArray[np.bool_]
    tilt: float
    """The page's tilt in radians, clockwise."""


def straighten(detections: Sequence[Detection], width: int, height: int) -> Straightened:
    """Return where each piece stands once the page's tilt, perspective and curl are taken out."""
    quads = np.asarray([piece.quad for piece in detections], dtype=np.float64).reshape(-1, 4, 2)
    along, length, tall = _axes(quads)
    angle = np.arctan2(along[:, 1], along[:, 0])
    tilt = _common_tilt(angle, length, tall)
    centre = np.array([width / 2, height / 2])
    turned = (quads - centre) @ _turn(tilt)
    residual = _wrap(angle - tilt)
    foreign = (np.abs(residual) > np.radians(FOREIGN_DEGREES)) & (length > 1.5 * tall)

    spots = turned.mean(axis=1)
    scale = max(width, height) / 2
    told = (length > LONG * tall) & (np.abs(residual) < np.radians(MAX_RESIDUAL_DEGREES))
    plane = _slope_plane(spots[told] / scale, np.tan(residual[told]), length[told])
    return Straightened(
        left=turned[:, :, 0].min(axis=1),
        right=turned[:, :, 0].max(axis=1),
        middle=_carry_to_middle(spots, plane, scale),
        height=tall,
        foreign=foreign,
        tilt=tilt,
    )


def _axes(quads: Floats) -> tuple[Floats, Floats, Floats]:
    """Return each quad's direction of reading, its length along it and its height across it."""
    top, bottom = quads[:, 1] - quads[:, 0], quads[:, 2] - quads[:, 3]
    along = (top + bottom) / 2
    left, right = quads[:, 3] - quads[:, 0], quads[:, 2] - quads[:, 1]
    across = (left + right) / 2
    return along, np.maximum(np.linalg.norm(along, axis=1), 1e-6), np.maximum(np.linalg.norm(across, axis=1), 1e-6)


def _common_tilt(angle: Floats, length: Floats, tall: Floats) -> float:
    """Return the median slope of the long pieces, each weighed by its length; of all pieces when none is long."""
    if not len(angle):
        return 0.0
    told = length > LONG * tall
    if not told.any():
        told = np.ones_like(told)
    order = np.argsort(angle[told])
    weight = np.cumsum(length[told][order])
    return float(angle[told][order][np.searchsorted(weight, weight[-1] / 2)])


def _turn(tilt: float) -> Floats:
    """Return the matrix that turns row vectors back by `tilt`."""
    cos, sin = np.cos(tilt), np.sin(tilt)
    return np.array([[cos, -sin], [sin, cos]])


def _wrap(angle: Floats) -> Floats:
    return (angle + np.pi) % (2 * np.pi) - np.pi


def _slope_plane(spots: Floats, slope: Floats, length: Floats) -> Floats:
    """Fit `slope = a + b x + c y` (x, y from -1 to 1) by weighted least squares, b and c held back when little speaks.

    A second pass leaves out pieces far from the first fit, so that a few badly boxed ones do not bend the page.
    """
    if len(slope) == 0:
        return np.zeros(3)
    if len(slope) < MIN_FOR_PLANE:
        return np.array([float(np.average(slope, weights=length)), 0.0, 0.0])
    terms = np.column_stack([np.ones(len(spots)), spots])
    weight = length / length.mean()
    restraint = np.diag([0.0, 1.0, 1.0])
    plane = np.zeros(3)
    for _ in range(3):
        weighted = terms * weight[:, None]
        plane = np.linalg.solve(weighted.T @ terms + restraint + 1e-9 * np.eye(3), weighted.T @ slope)
        off = np.abs(slope - terms @ plane)
        limit = max(3 * float(np.median(off)), 1e-4)
        weight = length / length.mean() * (off <= limit)
    return plane


def _carry_to_middle(spots: Floats, plane: Floats, scale: float) -> Floats:
    """Follow the slope from each spot to x = 0 in a few steps and return the height reached."""
    x, y = spots[:, 0].copy(), spots[:, 1].copy()
    step = -x / STEPS
    for _ in range(STEPS):
        halfway = x + step / 2
        y += step * (plane[0] + plane[1] * halfway / scale + plane[2] * y / scale)
        x += step
    return y
