"""A receipt to try the desk with: drawn here, of a shop that does not exist."""

from __future__ import annotations

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

_WIDTH_PX = 620
_MARGIN_PX = 44
_ROW_PX = 36
_INK = "#22211f"
_PAPER = "#fbfaf7"

_ROWS: tuple[tuple[str, str], ...] = (
    ("", "MAGAZIN EXEMPLU SRL"),
    ("", "Str. Florilor nr. 12, Sibiu"),
    ("", "COD FISCAL: RO12345674"),
    ("-", ""),
    ("2 BUC X 7,50", ""),
    ("PAINE INTEGRALA", "15,00 B"),
    ("1 BUC X 12,90", ""),
    ("CAFEA MACINATA 250G", "12,90 B"),
    ("3 BUC X 4,20", ""),
    ("APA MINERALA 2L", "12,60 B"),
    ("1 BUC X 18,87", ""),
    ("DETERGENT VASE", "18,87 A"),
    ("-", ""),
    ("TOTAL LEI", "59,37"),
    ("TOTAL TVA A - 21%", "3,27"),
    ("TOTAL TVA B - 11%", "4,01"),
    ("TOTAL TVA", "7,28"),
    ("-", ""),
    ("CARD", "59,37"),
    ("-", ""),
    ("BON NR: 0042", "Z: 0317"),
    ("DATA: 14-10-2025", "ORA: 19-33-31"),
    ("", "BON FISCAL"),
    ("", "VA MULTUMIM!"),
)
"""Left and right text of each printed row; an empty left side is centred, `-` is a rule. The amounts add up."""


@cache
def sample_receipt() -> bytes:
    """Return the sample receipt as PNG."""
    height = 2 * _MARGIN_PX + _ROW_PX * len(_ROWS)
    picture = Image.new("RGB", (_WIDTH_PX, height), _PAPER)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(26)
    right = _WIDTH_PX - _MARGIN_PX
    for number, (left_text, right_text) in enumerate(_ROWS):
        y = _MARGIN_PX + number * _ROW_PX
        if left_text == "-":
            draw.line((_MARGIN_PX, y + _ROW_PX // 2, right, y + _ROW_PX // 2), fill=_INK, width=2)
        elif not left_text:
            draw.text((_WIDTH_PX / 2, y), right_text, fill=_INK, font=font, anchor="ma")
        else:
            draw.text((_MARGIN_PX, y), left_text, fill=_INK, font=font)
            draw.text((right, y), right_text, fill=_INK, font=font, anchor="ra")
    stream = BytesIO()
    picture.save(stream, "PNG", optimize=True)
    return stream.getvalue()
