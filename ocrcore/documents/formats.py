"""Open a stored file of any accepted kind: its pages as upright RGB images, one at a time.

Only processes that may die open files: the inspection's and the OCR processes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

from ocrcore.documents.e_invoice.file import EInvoiceFile
from ocrcore.documents.pdf import PdfFile
from ocrcore.documents.pictures import PictureFile
from ocrcore.documents.sniff import E_INVOICE_TYPES

if TYPE_CHECKING:
    from pathlib import Path

    from PIL import Image

    from ocrcore.documents.limits import Limits


class PagedFile(Protocol):
    """An open file; `len()` is its number of pages. A context manager."""

    def __len__(self) -> int: ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def picture(self, index: int, *, at_least_px: int | None = None) -> Image.Image:
        """Return page `index` (from 0) upright in RGB; see `PictureFile.picture`."""
        ...


def open_file(path: Path, mime_type: str, limits: Limits) -> PagedFile:
    """Open a file of the kind that `sniff` found.

    Raises:
        InputError: It is empty, too large, encrypted, damaged, has too many pages or pixels, or holds no e-invoice.
    """
    limits.check_bytes(path.stat().st_size)
    if mime_type in E_INVOICE_TYPES:
        return EInvoiceFile(path, mime_type, limits)
    return PdfFile(path, limits) if mime_type == "application/pdf" else PictureFile(path, mime_type, limits)
