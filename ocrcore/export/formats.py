"""The formats there are, and the one way to write any of them, a document at a time."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, BinaryIO, Protocol

from ocrcore.export.options import ExportOptions

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from ocrcore.export.document import ExportDocument
    from ocrcore.storage.store import Storage


class ExportFormat(StrEnum):
    """What a file of documents can be."""

    CSV = "csv"
    """One row a document."""
    CSV_ITEMS = "csv-items"
    """One row an item bought, with its document's vendor, number and date."""
    XLSX = "xlsx"
    """A workbook with sheets for documents, items and taxes; numbers and dates are typed."""
    XLSX_JOURNAL = "xlsx-journal"
    """A journal of purchases, as Romanian companies keep it: one row a document, one column a rate, sums by currency."""
    XML_SAGA = "xml-saga"
    """Purchases for the import of the accounting program SAGA."""
    JSON = "json"
    """An array with everything that was read."""
    PDF = "pdf"
    """The page pictures with their text, unseen but to be searched and copied; several documents get bookmarks."""

    @property
    def suffix(self) -> str:
        """The file name's ending, with its dot."""
        return f".{self.value.split('-', maxsplit=1)[0]}"

    @property
    def mime_type(self) -> str:
        """The type to send such a file with."""
        return _MIME_TYPES[self.suffix]


_MIME_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".xml": "application/xml",
}


class Exporter(Protocol):
    """A file in the making."""

    def add(self, document: ExportDocument) -> None:
        """Append one document.

        Raises:
            StorageError: A page picture is gone.
            NotBookable: The document lacks what the format cannot do without; the file goes on without it.
        """
        ...


def exporting(
    kind: ExportFormat, stream: BinaryIO, storage: Storage, options: ExportOptions | None = None
) -> AbstractContextManager[Exporter]:
    """Open an export that writes to `stream`; the file is complete when the context ends.

    Results are written as they are added, so that many of them do not have to be in memory; PDF alone keeps its
    page pictures until the end.
    """
    options = options or ExportOptions()
    if kind is ExportFormat.PDF:
        from ocrcore.export.pdf.pdf_file import pdf_file  # noqa: PLC0415 - a format's library is loaded when it is chosen

        return pdf_file(stream, storage)
    if kind is ExportFormat.XLSX:
        from ocrcore.export.xlsx_file import xlsx_file  # noqa: PLC0415

        return xlsx_file(stream, options)
    if kind is ExportFormat.JSON:
        from ocrcore.export.json_file import json_file  # noqa: PLC0415

        return json_file(stream)
    if kind is ExportFormat.XLSX_JOURNAL:
        from ocrcore.export.journal_file import journal_file  # noqa: PLC0415

        return journal_file(stream, options)
    if kind is ExportFormat.XML_SAGA:
        from ocrcore.export.saga_file import saga_file  # noqa: PLC0415

        return saga_file(stream, options)
    from ocrcore.export.csv_file import csv_file  # noqa: PLC0415
    from ocrcore.export.tables import DOCUMENTS, ITEMS  # noqa: PLC0415

    return csv_file(stream, ITEMS if kind is ExportFormat.CSV_ITEMS else DOCUMENTS, options)
