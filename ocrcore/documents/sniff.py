"""Which kind of file this is, told by its first bytes and never by its name.

Nothing is parsed here: a few bytes are compared, so the web process may do it with anything.
"""

from __future__ import annotations

from ocrcore.errors import UnsupportedType

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
}
"""Every kind that is accepted, with the suffix under which it is stored."""

ACCEPTED_EXTENSIONS = ("jpg", "jpeg", "png", "webp", "tif", "tiff", "bmp", "gif", "heic", "heif", "avif", "pdf")
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

KNOWN_STRANGERS = (
    (b"PK\x03\x04", "an Office document or a ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "a rich-text document"),
    (b"<!DOCTYPE", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML file"),
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
    raise _strange(head)


def _heif_or_avif(head: bytes) -> str:
    size = int.from_bytes(head[:4], "big")
    box = head[8 : min(size, len(head))]
    brands = {box[at : at + 4] for at in range(0, len(box) - 3, 4)}
    if brands & _AVIF_BRANDS:
        return "image/avif"
    return "image/heic" if brands & _HEIF_BRANDS else ""


def _strange(head: bytes) -> UnsupportedType:
    for magic, kind in KNOWN_STRANGERS:
        if head[: len(magic)].lower() == magic.lower():
            return UnsupportedType(kind=kind)
    return UnsupportedType()
