"""A searchable PDF: each page's picture, and its words in their places, unseen; corrections win over what was read."""

from __future__ import annotations

from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO

from fpdf import FPDF
from fpdf.enums import TextMode

from ocrcore.export.cells import printable
from ocrcore.export.pdf.corrected_words import words_of
from ocrcore.export.pdf.invisible_font import ADVANCE_UNITS, UNITS_PER_EM, invisible_font
from ocrcore.export.pdf.printed_rows import printed_words
from ocrcore.storage.keys import preview_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocrcore.export.document import ExportDocument
    from ocrcore.export.pdf.printed_rows import PrintedWord
    from ocrcore.layout.page import OcrPage, Word
    from ocrcore.storage.store import Storage

LONGER_SIDE_PT = 842.0
"""The longer side of every page, that of A4: a picture does not tell how large its paper was."""


class _PdfFile:
    def __init__(self, storage: Storage, folder: Path) -> None:
        self._storage, self._folder, self._documents = storage, folder, 0
        self._pdf = FPDF(unit="pt")
        self._pdf.set_auto_page_break(auto=False)
        self._pdf.set_margin(0)
        self._pdf.set_creator("OCR desk")

    def add(self, document: ExportDocument) -> None:
        # All or nothing: a picture that is gone must not leave half of its document behind.
        pictures = [self._storage.read(preview_key(document.job_id, page.number)) for page in document.result.pages]
        self._documents += 1
        family = f"invisible{self._documents}"
        font = self._folder / f"{family}.ttf"
        words = {page.number: list(words_of(document.result, page)) for page in document.result.pages}
        letters = {letter for own in words.values() for word in own for letter in printable(word.text)}
        font.write_bytes(invisible_font(letters))
        self._pdf.add_font(family, fname=font)
        for page, picture in zip(document.result.pages, pictures, strict=True):
            first = document.name if page is document.result.pages[0] else None
            self._add_page(page, picture, words[page.number], family, bookmark=first)

    def _add_page(
        self, page: OcrPage, picture: bytes, words: Sequence[Word], family: str, *, bookmark: str | None
    ) -> None:
        scale = LONGER_SIDE_PT / max(page.width, page.height)
        width_pt, height_pt = page.width * scale, page.height * scale
        self._pdf.add_page(format=(width_pt, height_pt))
        if bookmark is not None:
            self._pdf.start_section(printable(bookmark))
        self._pdf.image(BytesIO(picture), x=0, y=0, w=width_pt, h=height_pt)
        with self._pdf.local_context(text_mode=TextMode.INVISIBLE):
            for word in printed_words(words, width_pt, height_pt):
                self._add_word(word, family)

    def _add_word(self, word: PrintedWord, family: str) -> None:
        text = printable(word.text)
        if not text:
            return
        self._pdf.set_font(family, size=word.size)
        natural_pt = len(text) * word.size * ADVANCE_UNITS / UNITS_PER_EM
        self._pdf.set_stretching(100 * word.width / natural_pt)
        # The space parts the word from the next one for programs that copy text without looking at gaps.
        self._pdf.text(word.left, word.base, text + " ")

    def write(self, stream: BinaryIO) -> None:
        stream.write(self._pdf.output())


@contextmanager
def pdf_file(stream: BinaryIO, storage: Storage) -> Iterator[_PdfFile]:
    """Write one PDF over the page pictures in `storage`, with a bookmark for each document."""
    with TemporaryDirectory(prefix="export-") as folder:
        file = _PdfFile(storage, Path(folder))
        yield file
        file.write(stream)
