"""An e-invoice's XML, or SPV's ZIP with it, opened as a file of readable pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocrcore.documents.e_invoice.archive import invoice_in_zip
from ocrcore.documents.e_invoice.embedded import FoundInvoice
from ocrcore.documents.e_invoice.readable import print_invoice
from ocrcore.documents.e_invoice.reading import read_e_invoice
from ocrcore.documents.e_invoice.sheet import HEIGHT, WIDTH, draw
from ocrcore.documents.sniff import ZIP

if TYPE_CHECKING:
    from pathlib import Path

    from PIL import Image

    from ocrcore.documents.e_invoice.sheet import PrintedText
    from ocrcore.documents.limits import Limits
    from ocrcore.layout.page import Box


class EInvoiceFile:
    """The readable pages of one e-invoice; `len()` is their number. Use it as a context manager."""

    def __init__(self, path: Path, mime_type: str, limits: Limits) -> None:
        """Read the invoice and lay its pages out.

        Raises:
            InputError: There is no invoice, more than one, or what there is is damaged, too large or not safe.
        """
        data = path.read_bytes()
        invoice = read_e_invoice(invoice_in_zip(data) if mime_type == ZIP else data)
        self._pages = print_invoice(invoice).pages
        limits.check_pages(len(self._pages))
        self.found = FoundInvoice(invoice=invoice, places=_places(self._pages))

    def __enter__(self) -> EInvoiceFile:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __len__(self) -> int:
        return len(self._pages)

    def picture(self, index: int, *, at_least_px: int | None = None) -> Image.Image:
        """Draw page `index` (from 0); `at_least_px` makes no difference."""
        return draw(self._pages[index])

    def print_on(self, index: int) -> list[PrintedText]:
        """Return what stands on page `index`, with boxes in pixels of its picture."""
        return self._pages[index]


def _places(pages: list[list[PrintedText]]) -> dict[str, tuple[int, Box]]:
    """Return by name the page on which a part begins, and the box around its texts there."""
    found: dict[str, tuple[int, Box]] = {}
    for number, page in enumerate(pages, start=1):
        for each in page:
            first, (x0, y0, x1, y1) = found.get(each.name, (number, (1.0, 1.0, 0.0, 0.0)))
            if each.name and first == number:
                a, b, c, d = each.box[0] / WIDTH, each.box[1] / HEIGHT, each.box[2] / WIDTH, each.box[3] / HEIGHT
                found[each.name] = number, (min(x0, a), min(y0, b), max(x1, c), max(y1, d))
    return found
