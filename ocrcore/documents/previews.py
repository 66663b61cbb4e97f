"""Small JPEG copies of page images, so that the web process never decodes an upload."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

PREVIEW_PX = 1600
"""Longer side of the copy that is shown beside the text."""
THUMBNAIL_PX = 160
"""Longer side of the copy that is shown in lists."""
_QUALITY = 80


def jpeg_copy(picture: Picture, longest_px: int) -> bytes:
    """Return an RGB picture as JPEG, its longer side at most `longest_px` pixels."""
    width, height = picture.size
    share = longest_px / max(width, height)
    if share < 1:
        size = max(1, round(width * share)), max(1, round(height * share))
        picture = picture.resize(size, Image.Resampling.HAMMING)
    stream = BytesIO()
    picture.save(stream, "JPEG", quality=_QUALITY)
    return stream.getvalue()
