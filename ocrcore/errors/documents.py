"""What is wrong with a document: never tried again."""

from __future__ import annotations

from typing import ClassVar

from ocrcore.errors.base import Cases, OcrDeskError


class InputError(OcrDeskError):
    """The document cannot be read. Upload another file."""

    code = "input_error"
    exit_code = 2
    http_status = 422
    cases: ClassVar[Cases] = {
        "cannot_open": "The file cannot be opened: {reason}.",
    }


class UnsupportedType(InputError):
    """This kind of file is not supported. Upload a JPEG, PNG, WEBP, TIFF, BMP, GIF, HEIC, AVIF, PDF or an e-invoice (XML, ZIP)."""

    code = "unsupported_type"
    exit_code = 20
    http_status = 415
    cases: ClassVar[Cases] = {
        "known_stranger": "This is {kind}, which cannot be read. Upload a JPEG, PNG, WEBP, TIFF, BMP, GIF, HEIC, AVIF, PDF or an e-invoice (XML, ZIP), for example by exporting it as PDF.",
    }


class EmptyFile(InputError):
    """The file is empty. Check that it was saved completely and upload it again."""

    code = "empty_file"
    exit_code = 21


class FileTooLarge(InputError):
    """The file is too large. Make it smaller (a lower resolution or fewer pages) and upload it again."""

    code = "file_too_large"
    exit_code = 22
    http_status = 413
    cases: ClassVar[Cases] = {
        "over_limit": "The file is {size_mb} MB; at most {limit_mb} MB are accepted. Make it smaller (a lower resolution or fewer pages) and upload it again.",
        "xml": "The XML has {xml_mb} MB; an e-invoice of at most {limit_mb} MB is read. Ask the sender for one without large attachments.",
        "elements": "The XML has more than {elements} elements. Ask the sender for a smaller e-invoice.",
        "unpacked": "The ZIP unpacks to more than {unpacked_mb} MB of XML, which no e-invoice has. Download it again from SPV.",
    }


class TooManyPages(InputError):
    """The document has too many pages. Split it and upload the parts."""

    code = "too_many_pages"
    exit_code = 23
    cases: ClassVar[Cases] = {
        "over_limit": "The document has {pages} pages; at most {limit} are accepted. Split it and upload the parts.",
        "stopped_counting": "The document has more than {limit} pages; at most {limit} are accepted. Split it and upload the parts.",
    }


class TooManyPixels(InputError):
    """The picture has too many pixels. Save it at a lower resolution and upload it again."""

    code = "too_many_pixels"
    exit_code = 24
    cases: ClassVar[Cases] = {
        "over_limit": "The picture is {width} × {height} pixels ({megapixels} megapixels); at most {limit} megapixels are accepted. Save it at a lower resolution and upload it again.",
        "unpacked": "The picture has more than {limit} megapixels when it is unpacked, which is not accepted. Save it at a lower resolution and upload it again.",
        "memory": "Unpacking this file needs more memory than is allowed. Save it at a lower resolution and upload it again.",
    }


class EncryptedDocument(InputError):
    """The PDF is password-protected. Remove the password and upload it again."""

    code = "encrypted"
    exit_code = 25
    cases: ClassVar[Cases] = {
        "zip": "The ZIP is password-protected. Unpack it and upload the invoice's XML.",
    }


class UnreadableDocument(InputError):
    """The file is damaged and cannot be opened. Export or scan it again and upload the new file."""

    code = "unreadable"
    exit_code = 26
    cases: ClassVar[Cases] = {
        "no_pages": "The document has no pages. Export or scan it again and upload the new file.",
        "no_pixels": "The picture is {width} × {height} pixels: it is damaged. Scan it again.",
        "pdf": "The PDF is damaged and cannot be opened. Export or scan it again and upload the new file.",
        "pdf_page": "Page {page} of the PDF is damaged and cannot be opened. Export or scan it again and upload the new file.",
        "pdf_some_page": "A page of the PDF is damaged and cannot be opened. Export or scan it again and upload the new file.",
        "never_ends": "The file could not be opened: it is damaged, or built so that opening it never ends. Export or scan it again and upload the new file.",
        "truncated": "The file is incomplete: its end is missing. Check that it was copied completely and upload it again.",
        "packing": "The picture is packed in a way that cannot be read. Save it as PNG or JPEG and upload the new file.",
        "picture": "The picture is damaged and cannot be opened. Save or scan it again and upload the new file.",
        "xml": "The XML is damaged ({problem}). Download it again from where you have it, and upload that file.",
        "xml_lines": "The e-invoice has {lines} lines; at most {limit} are read. Ask the sender for parts.",
        "xml_figure": "The e-invoice has “{text}” where an amount belongs. Ask the sender to correct it, or upload its PDF.",
        "zip": "The ZIP is damaged. Download it again and upload that file.",
        "not_there": "The file cannot be read ({reason}). Check that it exists.",
    }


class NoEInvoice(InputError):
    """There is no invoice of UBL or CII in this file. Upload the e-invoice's own XML, or its PDF."""

    code = "no_e_invoice"
    exit_code = 27
    cases: ClassVar[Cases] = {
        "empty_zip": "There is no invoice of UBL or CII in this ZIP. Upload the e-invoice's own XML.",
        "zip": "There is no invoice of UBL or CII in this ZIP. It holds {names}. Unpack it and upload the documents themselves.",
        "office": "This is an Office document. Upload it as PDF, or the e-invoice's own XML.",
    }


class SeveralDocuments(InputError):
    """The archive holds more than one invoice with its signature. Unpack it and upload each document on its own."""

    code = "several_documents"
    exit_code = 28
    cases: ClassVar[Cases] = {
        "invoices": "The ZIP holds {count} invoices ({names}). Unpack it and upload each on its own.",
        "others": "The ZIP holds other files beside the invoice ({names}). Unpack it and upload each document on its own.",
        "files": "The ZIP holds {count} files. Unpack it and upload each document on its own.",
    }


class UnsafeXml(InputError):
    """The XML declares entities or a document type, or is nested without end. No e-invoice does; ask its sender for another."""

    code = "unsafe_xml"
    exit_code = 29
