"""From a stored file to its pages: upright RGB images, and the text that a born-digital page carries in itself.

Pages come one at a time, so a document of 200 pages needs the memory of one. The limits are checked here once more:
a document may come here without passing the intake.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from ocrcore.documents.e_invoice.embedded import embedded_invoice
from ocrcore.documents.e_invoice.file import EInvoiceFile
from ocrcore.documents.formats import PagedFile, open_file
from ocrcore.documents.limits import Limits
from ocrcore.documents.pdf import PdfFile
from ocrcore.documents.picture_places import picture_places
from ocrcore.documents.previews import PREVIEW_PX, THUMBNAIL_PX, jpeg_copy
from ocrcore.documents.sniff import SNIFF_BYTES, sniff
from ocrcore.documents.text_layer import read_text_layer
from ocrcore.errors import OutOfMemory, UnreadableDocument
from ocrcore.layout.page import Detection, OcrPage
from ocrcore.layout.rows import form_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from ocrcore.config import Settings
    from ocrcore.documents.e_invoice.embedded import FoundInvoice
    from ocrcore.layout.page import Box


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PageImage:
    """One page: its number from 1, its upright image of shape (height, width, 3), and its own text if it has any.

    `pictures` are the places of the pictures on a page with a text layer.
    """

    number: int
    image: NDArray[np.uint8]
    text_page: OcrPage | None
    pictures: tuple[Box, ...] = ()

    def preview(self) -> bytes:
        """Return the page as JPEG, its longer side at most 1,600 pixels."""
        return jpeg_copy(Image.fromarray(self.image), PREVIEW_PX)

    def thumbnail(self) -> bytes:
        """Return the page as JPEG, its longer side at most 160 pixels."""
        return jpeg_copy(Image.fromarray(self.image), THUMBNAIL_PX)


class Document:
    """An open document: `len()` is its number of pages, iterating reads them one after the other."""

    def __init__(self, file: PagedFile) -> None:
        self._file = file

    @property
    def e_invoice(self) -> FoundInvoice | None:
        """The e-invoice that the document is, or that it carries with it; None when there is none."""
        if isinstance(self._file, EInvoiceFile):
            return self._file.found
        return embedded_invoice(self._file) if isinstance(self._file, PdfFile) else None

    def __len__(self) -> int:
        return len(self._file)

    def __iter__(self) -> Iterator[PageImage]:
        """Give the pages in order.

        Raises:
            UnreadableDocument: A page is damaged.
            TooManyPixels: A page has more pixels than is allowed.
            OutOfMemory: A page does not fit into this process's memory.
        """
        for index in range(len(self._file)):
            yield self._read(index)

    def _read(self, index: int) -> PageImage:
        number = index + 1
        pictures: tuple[Box, ...] = ()
        try:
            if isinstance(self._file, PdfFile):
                with self._file.page(index) as page:
                    image = np.array(self._file.draw(page))
                    text_page = read_text_layer(page, number, image.shape[1], image.shape[0])
                    pictures = picture_places(page) if text_page is not None else ()
            else:
                image, text_page = np.array(self._file.picture(index)), None
                if isinstance(self._file, EInvoiceFile):
                    text_page = _printed_page(self._file, number, image.shape[1], image.shape[0])
        except MemoryError as error:
            raise OutOfMemory from error
        return PageImage(number=number, image=image, text_page=text_page, pictures=pictures)


def _printed_page(file: EInvoiceFile, number: int, width: int, height: int) -> OcrPage:
    """Return what was printed on a page that was drawn from an e-invoice, where it stands."""
    pieces = [
        Detection(text=each.text, confidence=1.0, quad=((x0, y0), (x1, y0), (x1, y1), (x0, y1)))
        for each in file.print_on(number - 1)
        for x0, y0, x1, y1 in [each.box]
    ]
    return OcrPage(
        number=number, width=width, height=height, lines=form_lines(pieces, width, height), source="e_invoice"
    )


@contextmanager
def open_document(path: Path, mime_type: str | None, settings: Settings) -> Iterator[Document]:
    """Open a file for reading.

    Args:
        path: The file.
        mime_type: What the intake found it to be; None to look.
        settings: Give the limits.

    Raises:
        InputError: It is empty, too large, of no supported kind, encrypted, damaged, has too many pages or pixels, or
            holds no e-invoice where it should.
    """
    limits = Limits.of(settings)
    try:
        limits.check_bytes(path.stat().st_size)
        if mime_type is None:
            with path.open("rb") as stream:
                mime_type = sniff(stream.read(SNIFF_BYTES))
        file = open_file(path, mime_type, limits)
    except OSError as error:
        raise UnreadableDocument(reason=error.strerror) from error
    with file:
        yield Document(file)
