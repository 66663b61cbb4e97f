"""The e-invoice that a PDF carries as an embedded file: Factur-X, ZUGFeRD 1 and 2, XRechnung in PDF/A-3."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocrcore.documents.e_invoice.archive import is_xml
from ocrcore.documents.e_invoice.reading import read_e_invoice
from ocrcore.documents.e_invoice.xml_tree import MAX_XML_BYTES
from ocrcore.errors import InputError, NoEInvoice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocrcore.documents.e_invoice.invoice import EInvoice
    from ocrcore.documents.pdf import PdfFile
    from ocrcore.layout.page import Box

MAX_EMBEDDED = 50
"""So many embedded files of a PDF are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundInvoice:
    """The e-invoice of a document, or why it cannot be used.

    `places` says where on the pages its parts stand, by field or `list.number`, when the pages were drawn from it;
    None when they are a picture of the sender's.
    """

    invoice: EInvoice | None
    problem: str = ""
    places: Mapping[str, tuple[int, Box]] | None = None


def embedded_invoice(pdf: PdfFile) -> FoundInvoice | None:
    """Return the e-invoice in a PDF, None when it carries none.

    A PDF can be read without it: what is wrong with its XML is said, not raised.
    """
    invoices: list[EInvoice] = []
    problems: list[str] = []
    for data in pdf.embedded_files(MAX_EMBEDDED, MAX_XML_BYTES):
        if not is_xml(data[:512]):
            continue
        try:
            invoices.append(read_e_invoice(data))
        except NoEInvoice:
            continue
        except InputError as error:
            problems.append(error.message)
    different = [each for number, each in enumerate(invoices) if each not in invoices[:number]]
    if len(different) > 1:
        return FoundInvoice(invoice=None, problem=f"The PDF carries {len(different)} different e-invoices.")
    if different:
        return FoundInvoice(invoice=different[0])
    return FoundInvoice(invoice=None, problem=problems[0]) if problems else None
