"""Which kind of file this is, told by its first bytes and never by its name.

Nothing is parsed here: a few bytes are compared, so the web process may do it with anything.
"""

from __future__ import annotations

from ocrcore.errors import UnsupportedType

XML, ZIP = "application/xml", "application/zip"
E_INVOICE_TYPES = frozenset({XML, ZIP})
"""Kinds that are read when they hold an e-invoice; whether they do shows when they are opened."""

SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/tiff": ".tif",
    "image/bmp": ".bmp",
    "image/gif": ".gif",
    "image/heic": ".heic",
    "image/avif": ".avif",
    "application/pdf": ".pdf",
    XML: ".xml",
    ZIP: ".zip",
}
"""Every kind that is accepted, with the suffix under which it is stored."""

ACCEPTED_EXTENSIONS = (
    "jpg", "jpeg", "png", "webp", "tif", "tiff", "bmp", "gif", "heic", "heif", "avif", "pdf", "xml", "zip",
)  # fmt: skip
"""What a file dialogue offers; the content decides all the same."""

SNIFF_BYTES = 1024
"""So many first bytes are enough for `sniff`."""

_MAGIC = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
)
# Sizes of the header that follows the 14 bytes "BM…"; "BM" alone also begins many a text.
_BMP_HEADER_SIZES = frozenset({12, 16, 40, 52, 56, 64, 108, 124})
# Brands of ISO/IEC 23008-12 (HEIF) and of AV1 Image File Format.
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"})

_E_INVOICE_NAME_SPACES = (b"urn:oasis:names:specification:ubl:", b"urn:un:unece:uncefact:", b"urn:ferd:")
# First files of OOXML and OpenDocument.
_OFFICE_NAMES = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"word/", b"xl/", b"ppt/", b"mimetype")

KNOWN_STRANGERS = (
    (b"PK\x03\x04", "an Office document or a ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "a rich-text document"),
    (b"<!DOCTYPE", "a web page"),
    (b"<html", "a web page"),
    (b"%!PS", "a PostScript file"),
    (b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 picture"),
    (b"\x00\x00\x01\x00", "an icon"),
)


def sniff(head: bytes) -> str:
    """Return the media type of a file that begins with `head` (its first `SNIFF_BYTES` bytes).

    Raises:
        UnsupportedType: It is none of the kinds in `SUFFIXES`; the message says what it looks like.
    """
    for magic, mime_type in _MAGIC:
        if head.startswith(magic):
            return mime_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and (mime_type := _heif_or_avif(head)):
        return mime_type
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _BMP_HEADER_SIZES:
        return "image/bmp"
    # Readers look for the PDF header in the first 1,024 bytes (ISO 32000-1, annex H.3, note 13).
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    if _is_xml(head) or _is_zip(head):
        return XML if _is_xml(head) else ZIP
    raise _strange(head)


def _heif_or_avif(head: bytes) -> str:
    size = int.from_bytes(head[:4], "big")
    box = head[8 : min(size, len(head))]
    brands = {box[at : at + 4] for at in range(0, len(box) - 3, 4)}
    if brands & _AVIF_BRANDS:
        return "image/avif"
    return "image/heic" if brands & _HEIF_BRANDS else ""


def _is_xml(head: bytes) -> bool:
    """Tell whether it is an XML: by its declaration in one of the usual encodings, or by a name space of e-invoices."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"<?xml", "\ufeff<?xml".encode("utf-16-le"), "\ufeff<?xml".encode("utf-16-be"))):
        return True
    return start.startswith(b"<") and any(name_space in start for name_space in _E_INVOICE_NAME_SPACES)


def _is_zip(head: bytes) -> bool:
    """Tell whether it is a ZIP whose first file has a name (4.3.7 of its specification), and no Office document."""
    name = head[30 : 30 + int.from_bytes(head[26:28], "little")]
    return head.startswith(b"PK\x03\x04") and bool(name) and not name.startswith(_OFFICE_NAMES)


def _strange(head: bytes) -> UnsupportedType:
    for magic, kind in KNOWN_STRANGERS:
        if head[: len(magic)].lower() == magic.lower():
            return UnsupportedType(kind=kind)
    return UnsupportedType()
