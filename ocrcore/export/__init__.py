"""What was read, as files for other programs: CSV, XLSX, JSON and searchable PDF."""

from ocrcore.export.document import ExportDocument, document_of
from ocrcore.export.formats import Exporter, ExportFormat, exporting
from ocrcore.export.marking import mark_exported
from ocrcore.export.options import DecimalSign, ExportOptions, Separator
from ocrcore.export.selection import matching_ids

__all__ = [
    "DecimalSign",
    "ExportDocument",
    "ExportFormat",
    "ExportOptions",
    "Exporter",
    "Separator",
    "document_of",
    "exporting",
    "mark_exported",
    "matching_ids",
]
