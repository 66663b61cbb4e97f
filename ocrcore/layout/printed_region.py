"""Where on a page its print is: a receipt may take a few percent of a big scan, or of a photo of a table.

What is looked for is contrast on a small copy: blank ground around the sheet has none. Where the ground is not blank,
the region is the whole page, and nothing is lost.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocrcore.layout.ink import STROKE_PX, probe_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ocrcore.layout.page import Detection, Quad

SMALL = 0.3
"""Print within less than this share of a page is read apart; else the page is read whole."""
LEAST_CONTRAST, GRAINS = 6, 3
"""Neighbouring pixels of the small copy differ by more than this, and than so many times what half of them differ by."""
SPECK_PX = 8
"""What is neither higher nor wider than this on the small copy is dirt."""
MARGIN = 0.02
"""What is left around the print, as a share of the page's longer side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """An upright part of a page, in pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def rows(self) -> slice:
        """Its rows of the page."""
        return slice(self.top, self.bottom)

    @property
    def columns(self) -> slice:
        """Its columns of the page."""
        return slice(self.left, self.right)

    def is_whole(self, image: NDArray[np.uint8]) -> bool:
        """Tell whether it is all of a page."""
        return (self.left, self.top, self.right, self.bottom) == (0, 0, image.shape[1], image.shape[0])

    def turned(self, quarters: int, image: NDArray[np.uint8]) -> Region:
        """Return where it lies once the page is turned counter-clockwise by `quarters`, as `numpy.rot90` does."""
        region, (height, width) = self, image.shape[:2]
        for _ in range(quarters % 4):
            region = Region(left=region.top, top=width - region.right, right=region.bottom, bottom=width - region.left)
            height, width = width, height
        return region

    def shifted(self, detections: Sequence[Detection]) -> list[Detection]:
        """Return what was found on it with places on the page."""
        return [replace(piece, quad=self._on_page(piece.quad)) for piece in detections]

    def _on_page(self, quad: Quad) -> Quad:
        first, second, third, fourth = ((x + self.left, y + self.top) for x, y in quad)
        return first, second, third, fourth


def printed_region(image: NDArray[np.uint8]) -> Region:
    """Return the part of an RGB page (height, width, 3) outside of which it is blank, with a margin; or the whole page."""
    height, width = image.shape[:2]
    whole = Region(left=0, top=0, right=width, bottom=height)
    gray = probe_of(np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8))
    contrast = cv2.morphologyEx(gray, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    marked = (contrast > max(LEAST_CONTRAST, GRAINS * float(np.median(contrast)))).astype(np.uint8)
    clumps = cv2.morphologyEx(marked, cv2.MORPH_CLOSE, np.ones((STROKE_PX, STROKE_PX), np.uint8))
    boxes = cv2.connectedComponentsWithStats(clumps)[2][1:]
    boxes = boxes[boxes[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) > SPECK_PX]
    if not len(boxes):
        return whole
    low, high = boxes[:, :2].min(axis=0), (boxes[:, :2] + boxes[:, 2:4]).max(axis=0)
    scale, margin = width / gray.shape[1], MARGIN * max(height, width)
    left, top = (int(max(0.0, edge * scale - margin)) for edge in low)
    right, bottom = (
        int(min(float(side), edge * scale + margin)) for edge, side in zip(high, (width, height), strict=True)
    )
    small = (right - left) * (bottom - top) < SMALL * width * height
    return Region(left=left, top=top, right=right, bottom=bottom) if small else whole
