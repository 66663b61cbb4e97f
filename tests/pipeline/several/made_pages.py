"""Receipts as pages that were read, and as pictures: alone, side by side, one under the other."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFont

from ocrcore.layout.page import Detection, OcrPage
from ocrcore.layout.rows import form_lines

WIDTH_PX, HEIGHT_PX = 1000, 1400
LETTER_PX, ROW_PX = 11, 26

Rows = list[str]


def bon(shop: str, tax_id: str, total: str, number: str, moment: str = "08/10/2025 ORA: 16:44:10") -> Rows:
    """Return the rows of a till receipt of one article."""
    tax = f"{int(total.replace(',', '')) * 21 / 12100:.2f}".replace(".", ",")
    return [
        f"     SC {shop} SRL",
        "   Str. Lunga nr. 8, Brasov",
        f"     C.I.F.: RO{tax_id}",
        f"1,000 BUC X {total}",
        f"PRODUS DIVERS          {total} A",
        f"TOTAL LEI              {total}",
        f"TOTAL TVA A 21%        {tax}",
        f"CARD                   {total}",
        f"DATA: {moment}",
        f"BON FISCAL NR: {number}",
    ]


SHOP = bon("MAGAZIN TEST", "14399840", "45,90", "0107")
CAFE = bon("CAFENEAUA VECHE", "361579", "18,50", "0512", "09/10/2025 ORA: 09:12:40")
FUEL = bon("STATIA NOUA", "1590082", "310,25", "0033", "11/10/2025 ORA: 18:02:31")
SLIP = ["CHITANTA CLIENT", "MASTERCARD CTLS", "TERMINAL 00412233", "SUMA 45,90 RON", "08/10/2025 16:45:02", "APROBAT"]


def page_of(*blocks: tuple[Rows, int, int], number: int = 1, width: int = WIDTH_PX, height: int = HEIGHT_PX) -> OcrPage:
    """Return a page on which each block of rows begins at its x and y in pixels."""
    pieces = [
        Detection(text=word, confidence=0.97, quad=((left, top), (right, top), (right, top + 20), (left, top + 20)))
        for rows, x, y in blocks
        for row, text in enumerate(rows)
        for word, start in words(text)
        for left, right, top in [(x + start * LETTER_PX, x + (start + len(word)) * LETTER_PX, y + row * ROW_PX)]
    ]
    return OcrPage(number=number, width=width, height=height, lines=form_lines(pieces, width, height))


def words(text: str) -> list[tuple[str, int]]:
    """Return the words of a row, each with the column at which it begins."""
    found, start = [], 0
    for word in text.split():
        start = text.index(word, start)
        found.append((word, start))
        start += len(word)
    return found


def picture(*blocks: tuple[Rows, int, int], size: tuple[int, int], sheet: int = 40) -> Image.Image:
    """Return a photo of receipts on a dark table, each with its upper left corner of print at x and y."""
    image = Image.new("RGB", size, (58, 44, 36))
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(size=26)
    for rows, x, y in blocks:
        draw.rectangle((x - sheet, y - sheet, x + 520 + sheet, y + 40 * len(rows) + sheet), fill=(244, 243, 240))
        for at, row in enumerate(rows):
            indent = 14 * (len(row) - len(row.lstrip()))
            label, _, amount = row.strip().partition("   ")
            draw.text((x + indent, y + 40 * at), label, fill=(24, 24, 24), font=font)
            draw.text((x + 520, y + 40 * at), amount.strip(), fill=(24, 24, 24), font=font, anchor="ra")
    return image
