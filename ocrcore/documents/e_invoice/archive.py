"""The ZIP in which SPV (ANAF) hands an e-invoice out: the invoice's XML and the signature of the ministry beside it."""

from __future__ import annotations

import zlib
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile

from ocrcore.documents.e_invoice.reading import read_e_invoice
from ocrcore.documents.e_invoice.xml_tree import MAX_XML_BYTES, parse_xml
from ocrcore.errors import EncryptedDocument, FileTooLarge, NoEInvoice, SeveralDocuments, UnreadableDocument

MAX_ENTRIES = 20
_MOST_NAMED = 3
_OFFICE = "[Content_Types].xml"
_OF_THE_SYSTEM = frozenset({"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"})
_ZIP_ERRORS = (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)
"""What zipfile raises for archives that are not sound: NotImplementedError for ways of packing that it lacks."""


def invoice_in_zip(data: bytes) -> bytes:
    """Return the XML of the one invoice in an archive.

    Raises:
        SeveralDocuments: There is more than one, or there are other documents beside it.
        NoEInvoice: There is none.
        InputError: It is damaged, locked, or unpacks to more than an e-invoice has.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            xmls, others = _unpacked(archive)
    except _ZIP_ERRORS as error:
        raise UnreadableDocument(case="zip") from error
    invoices = {name: xml for name, xml in xmls.items() if _is_invoice(xml)}
    others += [name for name, xml in xmls.items() if name not in invoices and not _is_signature(xml)]
    if not invoices:
        raise NoEInvoice(names=_listed(others)) if others else NoEInvoice(case="empty_zip")
    if len(invoices) > 1:
        raise SeveralDocuments(count=len(invoices), names=_listed(list(invoices)))
    if others:
        raise SeveralDocuments(names=_listed(others))
    return next(iter(invoices.values()))


def _unpacked(archive: ZipFile) -> tuple[dict[str, bytes], list[str]]:
    """Return the XMLs by name, and the names of all other files."""
    entries = [each for each in archive.infolist() if not each.is_dir()]
    if any(each.filename == _OFFICE for each in entries):
        raise NoEInvoice(case="office")
    entries = [each for each in entries if not _OF_THE_SYSTEM & set(PurePosixPath(each.filename).parts)]
    if len(entries) > MAX_ENTRIES:
        raise SeveralDocuments(count=len(entries))
    xmls: dict[str, bytes] = {}
    others = []
    for entry in entries:
        if entry.flag_bits & 1:
            raise EncryptedDocument(case="zip")
        with archive.open(entry) as stream:
            # The size that an archive declares is the sender's word; what is unpacked is counted.
            content = stream.read(MAX_XML_BYTES + 1)
        if not is_xml(content[:512]):
            others.append(entry.filename)
        elif len(content) + sum(map(len, xmls.values())) > MAX_XML_BYTES:
            raise FileTooLarge(unpacked_mb=MAX_XML_BYTES // 1024 // 1024)
        else:
            xmls[entry.filename] = content
    return xmls, others


def is_xml(head: bytes) -> bool:
    """Tell whether a file that begins so may be an XML, with or without a declaration."""
    if head.startswith((b"\xff\xfe<\x00", b"\xfe\xff\x00<")):
        return True
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def _is_invoice(xml: bytes) -> bool:
    try:
        read_e_invoice(xml)
    except NoEInvoice:
        return False
    return True


def _is_signature(xml: bytes) -> bool:
    """Tell whether it is a signature by XML-DSig, whatever its name: SPV's is `semnatura_<number>.xml`."""
    return parse_xml(xml, {}).tag == "Signature"


def _listed(names: list[str]) -> str:
    shown = ", ".join(PurePosixPath(name).name[:60] for name in names[:_MOST_NAMED])
    return f"{shown} …" if len(names) > _MOST_NAMED else shown
