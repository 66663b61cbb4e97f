"""Look at a page with a detector where it may hold print, in bands, so that neither time nor memory grows with blank paper."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ocrcore.engines.printed_parts import CELL_PX, printed_parts

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

BAND_PIXELS = 600_000
"""A page goes through the network in bands of at most this area, which bounds the memory that it takes."""
CONTEXT_PX = CELL_PX
"""What a band of the page sees of its neighbours; a multiple of a cell."""


def text_map(
    page: NDArray[np.uint8],
    gray: NDArray[np.uint8],
    look: Callable[[NDArray[np.uint8]], NDArray[np.float32]],
    *,
    speck_px: float,
) -> NDArray[np.float32]:
    """Return each pixel's probability of being text; blank paper has none.

    Args:
        page: The page as the network takes it, both sides multiples of `CELL_PX`.
        gray: The same page in grey.
        look: Runs the network over a part of the page and returns the part's probabilities.
        speck_px: What is neither higher nor wider than this is dirt, not print.
    """
    whole = np.zeros(gray.shape, np.float32)
    for rows, columns in printed_parts(gray, speck_px=speck_px):
        part = page[rows, columns]
        height, width = part.shape[:2]
        bands = math.ceil(height * width / BAND_PIXELS)
        band = CELL_PX * math.ceil(height / bands / CELL_PX)
        for top in range(0, height, band):
            bottom = min(top + band, height)
            above, below = max(0, top - CONTEXT_PX), min(height, bottom + CONTEXT_PX)
            seen = look(part[above:below])
            whole[rows, columns][top:bottom] = seen[top - above : bottom - above]
    return whole
