"""Documents that tests make: sound ones of every kind, and hostile ones."""

from __future__ import annotations

import hashlib
import struct
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageDraw
from pillow_heif import register_heif_opener

if TYPE_CHECKING:
    from collections.abc import Sequence

register_heif_opener()

A4 = (595, 842)
PASSWORD_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def marked(width: int = 120, height: int = 80, mode: str = "RGB") -> Image.Image:
    """Return a white picture whose top left quarter is dark, so that every turn of it can be told."""
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).rectangle((0, 0, width // 2 - 1, height // 2 - 1), fill=(20, 40, 60))
    return image.convert(mode)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    stream = BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def tiff_pages(pages: int, *, thumbnail: bool = False) -> bytes:
    """Return a TIFF whose pages are 100, 101, 102 … pixels wide; `thumbnail` puts a small copy second."""
    frames = [marked(100 + page, 80) for page in range(pages)]
    if not thumbnail:
        return encoded(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    small = marked(20, 16)
    small.encoderinfo = {"tiffinfo": {254: 1}}
    return encoded(frames[0], "TIFF", save_all=True, append_images=[small, *frames[1:]])


def oriented_jpeg(orientation: int) -> bytes:
    """Return a JPEG that is `marked()` once its EXIF orientation is applied."""
    stored = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    image = marked() if stored is None else marked().transpose(stored)
    exif = Image.Exif()
    exif[0x0112] = orientation
    return encoded(image, "JPEG", exif=exif, quality=95)


def png_header(width: int, height: int) -> bytes:
    """Return a PNG that claims a size and has next to no data."""
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
            (b"IDAT", zlib.compress(bytes(1000))),
            (b"IEND", b""),
        )
    )


def pdf(
    contents: Sequence[bytes] = (b"",),
    *,
    size: tuple[float, float] = A4,
    page_extra: str = "",
    font_extra: str = "",
    objects: Sequence[bytes] = (),
    trailer_extra: str = "",
    catalog_extra: str = "",
) -> bytes:
    """Return a PDF with one page for each content stream; `/F1` is Helvetica, `/I1` the first of `objects`.

    Object 1 is the catalogue, 2 the page tree, 3 the font, 4 … the `objects`, then page and content in turn.
    """
    first = 4 + len(objects)
    kids = " ".join(f"{first + 2 * at} 0 R" for at in range(len(contents)))
    bodies = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog_extra} >>".encode(),
        f"<< /Type /Pages /Count {len(contents)} /Kids [{kids}] >>".encode(),
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding {font_extra} >>".encode(),
        *objects,
    ]
    pictures = "/XObject << /I1 4 0 R >>" if objects else ""
    for at, content in enumerate(contents):
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Contents {first + 2 * at + 1} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> {pictures} >> {page_extra} >>".encode()
        )
        bodies.append(stream_object(content))
    return _file(bodies, trailer_extra)


def stream_object(content: bytes, entries: str = "") -> bytes:
    return f"<< /Length {len(content)} {entries} >>\nstream\n".encode() + content + b"\nendstream"


def image_object(image: Image.Image) -> bytes:
    """Return a picture as a PDF object."""
    entries = (
        f"/Type /XObject /Subtype /Image /Width {image.width} /Height {image.height} /BitsPerComponent 8 "
        "/ColorSpace /DeviceRGB /Filter /FlateDecode"
    )
    return stream_object(zlib.compress(image.convert("RGB").tobytes()), entries)


def text_stream(lines: Sequence[tuple[float, float, str]], *, mode: int = 0, size: float = 12) -> bytes:
    """Return a content stream that writes each text at its x and y in points."""
    written = "".join(f"1 0 0 1 {x} {y} Tm ({text}) Tj\n" for x, y, text in lines)
    return f"BT /F1 {size} Tf {mode} Tr\n{written}ET\n".encode("cp1252")


def pdf_that_says(content: bytes, says: dict[str, str]) -> bytes:
    """Return a PDF whose own text has other letters than its picture, in UTF-16 as it is; the others are as they look."""
    alike = [chr(code) for code in range(0x20, 0x7F) if chr(code) not in says]
    chars = [(letter, letter) for letter in alike] + list(says.items())
    rows = "\n".join(
        f"<{ord(code):02X}> <{text.encode('utf-16-be', 'surrogatepass').hex().upper()}>" for code, text in chars
    )
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange\n{len(chars)} beginbfchar\n{rows}\nendbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )
    return pdf([content], objects=[stream_object(cmap.encode())], font_extra="/ToUnicode 4 0 R")


def locked_pdf() -> bytes:
    """Return a PDF that opens with a password only."""
    return pdf(trailer_extra=_encryption(b"\x01" * 32, b"\x02" * 32))


def restricted_pdf() -> bytes:
    """Return an encrypted PDF that anyone may open (its user password is empty) but not change."""
    owner, permissions = b"\x01" * 32, struct.pack("<i", -64)
    key = hashlib.md5(PASSWORD_PADDING + owner + permissions + bytes(16)).digest()[:5]
    return pdf(trailer_extra=_encryption(owner, _rc4(key, PASSWORD_PADDING)))


def _encryption(owner: bytes, user: bytes) -> str:
    return (
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -64 /O <{owner.hex()}> /U <{user.hex()}> >> "
        f"/ID [<{bytes(16).hex()}> <{bytes(16).hex()}>]"
    )


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    out = bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def _file(bodies: Sequence[bytes], trailer_extra: str) -> bytes:
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    trailer = f"trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R {trailer_extra} >>\nstartxref\n{len(out)}\n%%EOF\n"
    return bytes(out) + f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()
