"""Where the pieces of a page would stand if the page were flat and level.

A photographed receipt is tilted, and its rows are not parallel: perspective makes the tilt change from top to bottom,
a curled sheet from left to right. Each detected piece tells the slope at its place. From those a smooth surface is fitted,
`slope(x, y)`, and every piece is carried along that slope to the middle of the page; its height there tells its row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ocrcore.layout.median import weighted_median
from ocrcore.layout.tilt import LONG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ocrcore.layout.page import Detection

    Floats = NDArray[np.float64]

FOREIGN_DEGREES = 20.0
"""A piece tilted this much against the page (a stamp, a margin note) belongs to no row of it."""
MAX_RESIDUAL_DEGREES = 12.0
"""Slopes that differ more than this from the page's median are not taken into the fit."""
MIN_FOR_SURFACE = 8
"""Fewer slopes than this give one common tilt."""
RESTRAINT = (1e-9, 0.01, 0.01, 0.03, 0.03)
"""How much evidence each term of the slope's surface needs (ridge, in pieces of mean length)."""
SMALL_TILTS = np.radians(np.arange(-1.0, 1.001, 0.05))
"""Pages that are tilted more are found with tilted boxes."""
BINS, SOFT = 4, (1, 2, 1)
"""How the profile across the rows is counted: bins in a piece's height, and what is seen of the neighbouring ones."""
RELUCTANCE = 0.1
"""What a tilt of one degree must bring more than none."""
PASSES = 4
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
    tilt = _common_tilt(angle, length, tall) if np.any(angle) else _rows_tilt(quads.mean(axis=1), length, tall)
    centre = np.array([width / 2, height / 2])
    turned = (quads - centre) @ _turn(tilt)
    residual = _wrap(angle - tilt) if np.any(angle) else np.zeros_like(angle)
    foreign = (np.abs(residual) > np.radians(FOREIGN_DEGREES)) & (length > 1.5 * tall)

    spots = turned.mean(axis=1)
    scale = max(width, height) / 2
    telling = (length > LONG * tall) & (np.abs(residual) < np.radians(MAX_RESIDUAL_DEGREES))
    surface = _fit_slopes(spots[telling] / scale, np.tan(residual[telling]), length[telling])
    return Straightened(
        left=turned[:, :, 0].min(axis=1),
        right=turned[:, :, 0].max(axis=1),
        middle=_carry_to_middle(spots, surface, scale),
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
    telling = length > LONG * tall
    if not telling.any():
        telling = np.ones_like(telling)
    return weighted_median(angle[telling], length[telling])


def _rows_tilt(spots: Floats, length: Floats, tall: Floats) -> float:
    """Return the small tilt at which upright boxes, whose sides tell none, line up best.

    The measure is Postl's: the sum of squares of the profile across the rows (W. Postl, ICPR 1986). On a page of many
    close rows a tilt that takes the end of each row to the next one fits nearly as well: the smaller one is likelier.
    """
    if len(spots) < MIN_FOR_SURFACE:
        return 0.0
    bin_px = max(float(np.median(tall)) / BINS, 1e-6)
    down = np.outer(np.cos(SMALL_TILTS), spots[:, 1]) - np.outer(np.sin(SMALL_TILTS), spots[:, 0])
    places = ((down - down.min()) / bin_px).astype(np.int64)
    profiles = [np.bincount(row, weights=length) for row in places]
    contrast = np.array([float((np.convolve(profile, SOFT) ** 2).sum()) for profile in profiles])
    return float(SMALL_TILTS[int(np.argmax(contrast * (1 - RELUCTANCE * np.abs(np.degrees(SMALL_TILTS)))))])


def _turn(tilt: float) -> Floats:
    """Return the matrix that turns row vectors back by `tilt`."""
    cos, sin = np.cos(tilt), np.sin(tilt)
    return np.array([[cos, -sin], [sin, cos]])


def _wrap(angle: Floats) -> Floats:
    return (angle + np.pi) % (2 * np.pi) - np.pi


def _fit_slopes(spots: Floats, slope: Floats, length: Floats) -> Floats:
    """Fit the slope's surface by weighted least squares, its bends held back when little speaks for them.

    Each further pass leaves out pieces far from the last fit, so that a few badly boxed ones do not bend the page.
    """
    surface = np.zeros(len(RESTRAINT))
    if len(slope) == 0:
        return surface
    if len(slope) < MIN_FOR_SURFACE:
        surface[0] = np.average(slope, weights=length)
        return surface
    terms = _terms(spots[:, 0], spots[:, 1])
    precision = (length / length.mean()) ** 2
    weight = precision
    for _ in range(PASSES):
        weighted = terms * weight[:, None]
        surface = np.linalg.solve(weighted.T @ terms + np.diag(RESTRAINT), weighted.T @ slope)
        off = np.abs(slope - terms @ surface)
        weight = precision * (off <= max(3 * float(np.median(off)), 1e-3))
    return surface


def _terms(x: Floats, y: Floats) -> Floats:
    """Tilt; curl and perspective to first order; their meeting, and curl to second order."""
    return np.column_stack([np.ones_like(x), x, y, x * y, x * x])


def _carry_to_middle(spots: Floats, surface: Floats, scale: float) -> Floats:
    """Follow the slope from each spot to x = 0 in a few steps and return the height reached."""
    x, y = spots[:, 0] / scale, spots[:, 1] / scale
    step = -x / STEPS
    for _ in range(STEPS):
        trial = y + step / 2 * (_terms(x, y) @ surface)
        x = x + step / 2
        y = y + step * (_terms(x, trial) @ surface)
        x = x + step / 2
    return y * scale
