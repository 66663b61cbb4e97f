"""A piece of a file as a file of its own: some of its pages, or what stands in a part of one.

Pages of a PDF stay a PDF. Whatever is cut out of a picture or of a page is a JPEG, several pages of pictures a TIFF.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

from ocrcore.documents.pdf import PdfFile
from ocrcore.errors import UnreadableDocument

if TYPE_CHECKING:
    from pathlib import Path

    from ocrcore.documents.formats import PagedFile
    from ocrcore.documents.pieces import Piece

QUALITY = 95
"""Of JPEG: print is read as well as before."""
_TURNS = {90: Image.Transpose.ROTATE_90, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_270}


def write_piece(file: PagedFile, piece: Piece, path: Path) -> None:
    """Write a piece of an open file.

    Raises:
        UnreadableDocument: The file has no such page, or it is damaged.
    """
    if not piece.pages or not all(1 <= page <= len(file) for page in piece.pages):
        raise UnreadableDocument(case="no_pages")
    if isinstance(file, PdfFile) and piece.box is None:
        file.write_pages([page - 1 for page in piece.pages], path)
        return
    pictures = [_cut(file.picture(page - 1), piece) for page in piece.pages]
    if len(pictures) == 1:
        pictures[0].save(path, "JPEG", quality=QUALITY, subsampling=0)
    else:
        pictures[0].save(path, "TIFF", save_all=True, append_images=pictures[1:], compression="jpeg", quality=QUALITY)


def _cut(picture: Image.Image, piece: Piece) -> Image.Image:
    if piece.box is None:
        return picture
    turn = _TURNS.get(piece.turned_degrees)
    upright = picture if turn is None else picture.transpose(turn)
    x0, y0, x1, y1 = (round(edge * side) for edge, side in zip(piece.box, upright.size * 2, strict=True))
    return upright.crop((x0, y0, max(x1, x0 + 1), max(y1, y0 + 1)))
