"""PDF files opened with PDFium: their pages drawn as upright RGB images.

Crop box and rotation are honoured, form fields and annotations are drawn. Only processes that may die open files:
the inspection's and the OCR processes. PDFium is not safe under threads: one thread of a process at a time.
"""

from __future__ import annotations

import ctypes
import math
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium

from ocrcore.errors import EncryptedDocument, UnreadableDocument

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from PIL import Image

    from ocrcore.documents.limits import Limits

PDFIUM_ERRORS = (
    pypdfium2.PdfiumError,  # loading of a document, a page, a text page, a bitmap
    OSError,  # the file itself
    ValueError,  # a page without extent, sizes that are no number
    OverflowError,  # endless sizes
    KeyError,  # a rotation that is no quarter turn
    AssertionError,  # pypdfium2's own checks
)
"""What pypdfium2 raises for files that are not sound."""

POINTS_PER_INCH = 72.0
MIN_DPI = 200.0
"""Pages are drawn at this resolution, at which 8 point type is 22 pixels high ..."""
MAX_DPI = 300.0
"""... scans at their own, up to this one."""
MAX_DRAWN_PIXELS = 20_000_000
"""Larger sheets are drawn more coarsely: an A3 page at 300 dpi has 17 million pixels."""
MAX_DRAWN_SIDE = 16_000
"""The longest side in pixels, for pages that are only a strip."""
MAX_OBJECTS = 20_000
"""So many objects of a page are looked at in search of pictures."""
_DEVICE = 1_000_000
"""PDFium gives whole device pixels: on a device this large they are fine fractions of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """What pictures a PDF page holds: the share of the page they cover (0 to 1) and the finest one's resolution."""

    coverage: float
    dpi: float


class PdfFile:
    """A PDF; `len()` is its number of pages. Use it as a context manager."""

    def __init__(self, path: Path, limits: Limits) -> None:
        """Read the cross-reference table and the page count.

        Raises:
            EncryptedDocument: It needs a password.
            UnreadableDocument: It is damaged.
            TooManyPages: More pages than `limits` allow.
        """
        self._limits = limits
        self._pdf = _open(path)
        try:
            with translated():
                self._pdf.init_forms()
                self._pages = len(self._pdf)
            limits.check_pages(self._pages)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> PdfFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        return self._pages

    def close(self) -> None:
        """Close the file."""
        self._pdf.close()

    def picture(self, index: int, *, at_least_px: int | None = None) -> Image.Image:
        """Draw page `index` (from 0); see `PictureFile.picture`.

        Raises:
            UnreadableDocument: The page is damaged.
        """
        with self.page(index) as page:
            return self.draw(page, longest_px=at_least_px)

    def embedded_files(self, most: int, max_bytes: int) -> Iterator[bytes]:
        """Give the contents of the embedded files, at most so many and none that is larger.

        One that PDFium cannot unpack is passed over: the pages do not need it.
        """
        for index in range(min(self._pdf.count_attachments(), most)):
            try:
                data = self._pdf.get_attachment(index).get_data()
            except PDFIUM_ERRORS:
                continue
            if 0 < len(data) <= max_bytes:
                yield bytes(data)

    def write_pages(self, indices: Sequence[int], path: Path) -> None:
        """Write some pages (from 0) as a PDF of their own.

        Raises:
            UnreadableDocument: They are damaged.
        """
        with translated("pdf_some_page"):
            part = pypdfium2.PdfDocument.new()
            try:
                part.import_pages(self._pdf, list(indices))
                part.save(path)
            finally:
                part.close()

    @contextmanager
    def page(self, index: int) -> Iterator[pypdfium2.PdfPage]:
        """Lend page `index` (from 0).

        Raises:
            UnreadableDocument: The page is damaged.
        """
        with translated("pdf_page", page=index + 1):
            page = self._pdf[index]
        try:
            yield page
        finally:
            page.close()

    def draw(self, page: pypdfium2.PdfPage, *, longest_px: int | None = None) -> Image.Image:
        """Draw a page in RGB at a resolution fit for reading, or with its longer side `longest_px` long.

        Raises:
            UnreadableDocument: The page is damaged.
        """
        with translated("pdf_some_page"):
            width, height = page_size(page)
            scale = longest_px / max(width, height) if longest_px else self._reading_scale(page, width, height)
            bitmap = page.render(scale=scale, rev_byteorder=True)
            try:
                picture: Image.Image = bitmap.to_pil()
                return picture.copy() if picture.mode == "RGB" else picture.convert("RGB")
            finally:
                bitmap.close()

    def _reading_scale(self, page: pypdfium2.PdfPage, width: float, height: float) -> float:
        dpi = min(max(pictures_of(page).dpi, MIN_DPI), MAX_DPI)
        pixels = min(MAX_DRAWN_PIXELS, self._limits.max_pixels)
        return min(dpi / POINTS_PER_INCH, math.sqrt(pixels / (width * height)), MAX_DRAWN_SIDE / max(width, height))


def page_size(page: pypdfium2.PdfPage) -> tuple[float, float]:
    """Return width and height of the upright page in points.

    Raises:
        ValueError: The page has no extent.
    """
    width, height = page.get_size()
    if not (0 < width < math.inf and 0 < height < math.inf):
        raise ValueError(f"a page of {width} × {height} points")
    return width, height


def pictures_of(page: pypdfium2.PdfPage) -> Pictures:
    """Measure the pictures on a page. Those that overlap count twice, and the coverage ends at 1."""
    left, bottom, right, top = page.get_bbox()
    area = (right - left) * (top - bottom)
    covered, dpi = 0.0, 0.0
    for item in islice(page.get_objects(max_depth=4), MAX_OBJECTS):
        if item.type != pdfium.FPDF_PAGEOBJ_IMAGE:
            continue
        x0, y0, x1, y1 = item.get_bounds()
        width, height = min(x1, right) - max(x0, left), min(y1, top) - max(y0, bottom)
        if width <= 0 or height <= 0:
            continue
        covered += width * height
        if width * height >= area / 4:
            columns, rows = item.get_px_size()
            dpi = max(dpi, POINTS_PER_INCH * math.sqrt(columns * rows / ((x1 - x0) * (y1 - y0))))
    return Pictures(coverage=min(covered / area, 1.0) if area > 0 else 0.0, dpi=dpi)


def box_on_page(
    page: pypdfium2.PdfPage, bounds: tuple[float, float, float, float], width: int, height: int
) -> tuple[float, float, float, float]:
    """Turn left, bottom, right, top on the page into x0, y0, x1, y1 in pixels of its upright picture."""
    left, bottom, right, top = bounds
    corners = []
    for x, y in ((left, bottom), (right, top)):
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, _DEVICE, _DEVICE, 0, x, y, across, down)
        corners.append((across.value / _DEVICE * width, down.value / _DEVICE * height))
    (x0, y0), (x1, y1) = corners
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _open(path: Path) -> pypdfium2.PdfDocument:
    # PDFium keeps its last error, and pypdfium2 asks for it also when a document opened but has no pages: without a
    # failure of another kind in between, that one would be called encrypted because the one before it was.
    pdfium.FPDF_LoadMemDocument64(b"", 0, None)
    with translated():
        try:
            return pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
                raise EncryptedDocument from error
            raise


@contextmanager
def translated(case: str = "pdf", **facts: int) -> Iterator[None]:
    """Turn what pypdfium2 raises into `UnreadableDocument`; its `case` and `facts` name the part, such as page 3."""
    try:
        yield
    except PDFIUM_ERRORS as error:
        raise UnreadableDocument(None, case=case, **facts) from error
