"""Pages for the detector: rows of print on paper on a surface, each word with its tight box; cut to square crops.

A word's box is as wide as its ink and at least as tall as a capital, so that the recogniser can tell `o` from `O`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image, ImageDraw

from training import fonts, texts, wear

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from PIL.ImageFont import FreeTypeFont

SIDE_PX = 384


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An RGB picture `(height, width, 3)` and its words' quadrilaterals, float32 `(n, 4, 2)`, in pixels."""

    pixels: NDArray[np.uint8]
    quads: NDArray[np.float32]


class _Sheet:
    """Paper on which rows are printed from the top down."""

    def __init__(self, rng: np.random.Generator, width: int, height: int, face: fonts.Face, size_px: int) -> None:
        self.rng, self.width, self.height, self.face = rng, width, height, face
        self.paper = int(rng.integers(185, 256))
        self.ink = int(rng.integers(0, 100))
        self.image = Image.new("L", (width, height), self.paper)
        self.draw = ImageDraw.Draw(self.image)
        self.font = fonts.load(face, size_px)
        self.em = float(face.size_px or size_px)
        self.boxes: list[tuple[float, float, float, float]] = []
        self.y = self.em
        self.margin = self.em * float(rng.uniform(0.3, 3))

    def words(self, row: list[str], x: float, font: FreeTypeFont, *, fill: int) -> None:
        """Print words from `x` on, a space between; those that no longer fit are left out."""
        capital = font.getbbox("H")
        for word in row:
            length = font.getlength(word)
            if x + length > self.width - 2:
                return
            left, top, right, bottom = self.draw.textbbox((x, self.y), word, font=font)
            if right - left > 1:
                self.draw.text((x, self.y), word, font=font, fill=fill)
                self.boxes.append((left, min(top, self.y + capital[1]), right, max(bottom, self.y + capital[3])))
            x += length + font.getlength(" ")

    def length(self, row: list[str], font: FreeTypeFont) -> float:
        return sum(font.getlength(word) for word in row) + font.getlength(" ") * (len(row) - 1)

    def decorate(self) -> None:
        """Draw what is no word: rules of signs or lines, bar and matrix codes, a logo."""
        rng, em = self.rng, self.em
        kind = rng.random()
        left, right = self.margin, self.width - self.margin
        if kind < 0.55:
            sign = str(rng.choice(["-", "=", "*", "_", ".", "- ", "~", "#"]))
            count = int((right - left) / max(1.0, self.font.getlength(sign)) * rng.uniform(0.4, 1))
            self.draw.text((left, self.y), sign * count, font=self.font, fill=self.ink)
            self.y += em * 1.2
        elif kind < 0.72:
            self.draw.line((left, self.y + em / 2, right, self.y + em / 2), fill=self.ink, width=max(1, int(em / 12)))
            self.y += em
        elif kind < 0.84:
            x, high = left + em, em * float(rng.uniform(2, 4))
            while x < min(right, left + em * 14):
                broad = float(rng.integers(1, 4)) * max(1.0, em / 12)
                self.draw.rectangle((x, self.y, x + broad, self.y + high), fill=self.ink)
                x += broad + float(rng.integers(1, 4)) * max(1.0, em / 12)
            self.y += high + em * 0.5
        elif kind < 0.92:
            cells = (rng.random((25, 25)) < 0.5).astype(np.uint8) * (self.paper - self.ink) + self.ink
            side = int(em * 5)
            matrix = Image.fromarray(cells.astype(np.uint8)).resize((side, side), Image.Resampling.NEAREST)
            self.image.paste(matrix, (int(rng.uniform(left, max(left + 1, right - side))), int(self.y)))
            self.y += side + em * 0.5
        else:
            reach, middle = em * float(rng.uniform(1, 3)), self.width / 2
            points = [(middle + reach * 2 * np.cos(a) * rng.uniform(0.5, 1), self.y + reach * (1 + np.sin(a)))
                for a in np.linspace(0, 6, int(rng.integers(3, 9)))]  # fmt: skip
            self.draw.polygon(points, fill=self.ink if rng.random() < 0.5 else None, outline=self.ink)
            self.y += reach * 2.3


def _some(rng: np.random.Generator, least: int, most: int) -> list[str]:
    return [texts.word(rng)[1] for _ in range(int(rng.integers(least, most + 1)))]


def _row(sheet: _Sheet) -> None:
    """Print one row: an item with its amount, a centred or flush line, a table row, a heading."""
    rng = sheet.rng
    font = sheet.font
    if rng.random() < 0.08 and sheet.face.size_px is None:
        font = fonts.load(sheet.face, int(sheet.em * rng.choice([1.5, 2.0, 2.6])))
    fill = sheet.ink
    kind = rng.random()
    if kind < 0.4:
        sheet.words(_some(rng, 1, 4), sheet.margin, font, fill=fill)
        right = [texts.amount(rng)] + ([str(rng.choice(["A", "B", "C"]))] if rng.random() < 0.4 else [])
        start = sheet.width - sheet.margin - sheet.length(right, font)
        if not sheet.boxes or start > sheet.boxes[-1][2] + sheet.em * 0.5 or sheet.boxes[-1][1] < sheet.y - sheet.em:
            sheet.words(right, start, font, fill=fill)
    elif kind < 0.58:
        row = _some(rng, 1, 5)
        sheet.words(row, max(2.0, (sheet.width - sheet.length(row, font)) / 2), font, fill=fill)
    elif kind < 0.68:
        x = sheet.margin
        for _ in range(int(rng.integers(2, 5))):
            cell = _some(rng, 1, 2) if rng.random() < 0.4 else [texts.amount(rng)]
            sheet.words(cell, x, font, fill=fill)
            x += max(sheet.length(cell, font) + sheet.em, (sheet.width - 2 * sheet.margin) / 4)
    elif kind < 0.72:
        deep = font.getbbox("Hg")[3]
        sheet.draw.rectangle((sheet.margin - 2, sheet.y - 2, sheet.width - sheet.margin, sheet.y + deep + 3), fill=fill)
        sheet.words(_some(rng, 1, 4), sheet.margin + 4, font, fill=sheet.paper)
    else:
        sheet.words(_some(rng, 2, 9), sheet.margin, font, fill=fill)
    sheet.y += font.getbbox("Hg")[3] * float(sheet.rng.choice([1.05, 1.2, 1.35, 1.9], p=[0.3, 0.4, 0.2, 0.1]))


def _print(rng: np.random.Generator, letter_px: float) -> tuple[NDArray[np.uint8], NDArray[np.float32], float]:
    """Print a grey sheet to be shrunk to letters of `letter_px`; returns it, its words and its letters' height."""
    face = fonts.choose(rng)
    size = face.size_px or int(np.clip(letter_px * rng.uniform(1, 1.5), 12, 40))
    width, height = (int(side * size / letter_px) for side in rng.uniform([260, 400], [760, 700]))
    sheet = _Sheet(rng, width, height, face, size)
    while sheet.y < sheet.height - sheet.em * 3:
        if rng.random() < 0.1:
            sheet.decorate()
        else:
            _row(sheet)
    boxes = np.array(sheet.boxes, np.float32).reshape(-1, 4)
    boxes[:, 2] = np.minimum(boxes[:, 2], width)
    quads = np.stack([boxes[:, [0, 1]], boxes[:, [2, 1]], boxes[:, [2, 3]], boxes[:, [0, 3]]], 1)
    pixels = np.asarray(sheet.image)
    if face.size_px and rng.random() < 0.5:
        pixels, quads = np.kron(pixels, np.ones((2, 2), np.uint8)), quads * 2
        if rng.random() < 0.4:
            pixels = wear.dots(pixels, 2.0, (-0.5, -0.5))
        return pixels, quads, sheet.em * 2
    return pixels, quads, sheet.em


def page(rng: np.random.Generator) -> Page:
    """Return a random page as a scanner or a camera gives it, at the sizes at which the detector meets it."""
    letter_px = float(np.exp(rng.uniform(np.log(10), np.log(32))))
    grey, quads, em = _print(rng, letter_px)
    grade = wear.USED if rng.random() < 0.7 else wear.WORN
    pixels = wear.wear_print(rng, grey, em, grade)
    scale = letter_px / em
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    pixels = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=method)
    colour = cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB)
    if rng.random() < 0.4:
        colour = wear.tint(rng, colour)
    colour, quads = wear.photograph(rng, colour, quads * scale, grade)
    if rng.random() < 0.03:
        colour = 255 - colour
    return Page(pixels=colour, quads=quads)


def cut(rng: np.random.Generator, whole: Page, side: int = SIDE_PX) -> Page:
    """Cut a random square from a page; rows of which less than half the height is left are not words any more."""
    height, width = whole.pixels.shape[:2]
    y, x = (int(rng.integers(0, max(1, length - side + 1))) for length in (height, width))
    if len(whole.quads) and rng.random() < 0.8:
        centre = whole.quads[int(rng.integers(len(whole.quads)))].mean(0)
        x, y = (int(np.clip(middle - side * rng.random(), 0, max(0, length - side)))
            for middle, length in zip(centre, (width, height), strict=True))  # fmt: skip
    part = whole.pixels[y : y + side, x : x + side]
    square = np.zeros((side, side, 3), np.uint8)
    square[: part.shape[0], : part.shape[1]] = part
    quads = whole.quads - np.array([x, y], np.float32)
    clipped = np.clip(quads, 0, side)
    height = np.ptp(quads[:, :, 1], axis=1)
    width_left, height_left = np.ptp(clipped, axis=1).T
    kept = (height_left > 0.5 * height) & (width_left > 0.3 * height) & (height_left > 3)
    return Page(pixels=square, quads=clipped[kept].astype(np.float32))


def crops(rng: np.random.Generator, a_page: int = 3, pool: int = 12) -> Iterator[Page]:
    """Yield square crops without end, a few from each page, mixed through a small pool."""
    waiting: list[Page] = []
    while True:
        while len(waiting) < pool:
            whole = page(rng)
            waiting.extend(cut(rng, whole) for _ in range(a_page))
        yield waiting.pop(int(rng.integers(len(waiting))))
