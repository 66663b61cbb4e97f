"""From blocks to ink: chooses the size at which all fits, draws it, and keeps every word's box."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from training.fonts import load
from training.synthetic.codes import code_mask, logo_mask
from training.synthetic.model import Cell, Document, Frame, Gap, Graphic, Row, Rule, is_word

if TYPE_CHECKING:
    import numpy.typing as npt

    from training.fonts import Face

Box = tuple[float, float, float, float]
_REFERENCE_PX = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """How a document is put on paper.

    Attributes:
        width_px: Width of the text area.
        margins: Left, top, right, bottom in pixels.
        leading: Height of a line to the font's size.
        most_size_px: The body font is never larger.
        repeats_dots: Wide and tall letters are the normal ones' dots repeated, as tills do; else a larger font.
        word_gap: Width of a space to the font's own.
    """

    face: Face
    bold_face: Face | None
    width_px: float
    margins: tuple[int, int, int, int]
    leading: float
    most_size_px: int
    repeats_dots: bool
    word_gap: float = 1.0
    least_height_px: int = 0


@dataclass(slots=True, kw_only=True)
class Print:
    """Ink on paper: `ink` is (height, width) uint8, 255 where it is darkest; boxes are `x0, y0, x1, y1`."""

    ink: npt.NDArray[np.uint8]
    size_px: int
    words: list[tuple[str, Box]] = field(default_factory=list)
    lines: list[tuple[str, Box]] = field(default_factory=list)


def _width(font: ImageFont.FreeTypeFont, text: str, gap: float) -> float:
    words = text.split(" ")
    return sum(font.getlength(word) for word in words) + (len(words) - 1) * font.getlength(" ") * gap


def _room_needed(cells: tuple[Cell, ...], widths: list[float], space: float) -> float:
    """The least width of the text area at which the row's cells neither overlap nor leave it."""
    before = {"l": 0.0, "c": 0.5, "r": 1.0}
    reach = sorted((c.at, w * before[c.align], w * (1 - before[c.align])) for c, w in zip(cells, widths, strict=True))
    needed = 0.0
    for at, left, right in reach:
        needed = max(needed, left / at if at > 0 else 0.0, right / (1 - at) if at < 1 else 0.0)
    for (at, _, right), (other, left, _) in itertools.pairwise(reach):
        needed = max(needed, (right + left + space) / max(other - at, 1e-3))
    return needed


def _fit(document: Document, press: Press) -> int:
    """The largest size of the body font at which every row fits."""
    font = load(press.face, _REFERENCE_PX)
    bold = load(press.bold_face or press.face, _REFERENCE_PX)
    space = font.getlength(" ")
    needed = document.columns * font.getlength("0") * 0.8
    for block in document.blocks:
        if isinstance(block, Row):
            face = bold if block.bold else font
            widths = [_width(face, cell.text, press.word_gap) * block.wide for cell in block.cells]
            needed = max(needed, _room_needed(block.cells, widths, space))
    return max(8, min(press.most_size_px, int(_REFERENCE_PX * press.width_px / needed)))


class _Plate:
    """The surface being printed on."""

    def __init__(self, rng: np.random.Generator, document: Document, press: Press) -> None:
        self.rng, self.press, self.document = rng, press, document
        fixed = press.face.size_px
        self.size = fixed or _fit(document, press)
        self.font = load(press.face, self.size)
        self.bold = load(press.bold_face, self.size) if press.bold_face else None
        ascent, descent = self.font.getmetrics()
        self.ascent, self.natural = ascent, ascent + descent
        self.line_px = max(self.natural * 0.8, self.size * press.leading)
        self.tops: list[float] = []
        height = press.margins[1] + press.margins[3] + int(sum(self._height(b) for b in document.blocks)) + 4
        width = round(press.width_px) + press.margins[0] + press.margins[2]
        self.image = Image.new("L", (width, max(height, press.least_height_px)), 0)
        self.draw = ImageDraw.Draw(self.image)
        self.printed = Print(ink=np.zeros((1, 1), np.uint8), size_px=self.size)

    def _height(self, block: Row | Rule | Graphic | Gap) -> float:
        match block:
            case Row():
                return self.line_px * (block.tall + block.lead) + (self.natural * 0.1 if block.inverted else 0)
            case Rule():
                return self.line_px * 0.8
            case Graphic():
                return self.line_px * (block.height + 0.6)
            case Gap():
                return self.line_px * block.height

    def _x(self, at: float) -> float:
        return self.press.margins[0] + at * self.press.width_px

    def _word(self, text: str, x: float, base: float, row: Row) -> Box | None:
        """Draw one word with its left end at `x` on the base line and return its box: ink, at least a capital's height."""
        scale = 1.0 if self.press.repeats_dots or self.press.face.size_px else row.tall
        face = self.press.bold_face if row.bold and self.press.bold_face else self.press.face
        font = load(face, round(self.size * scale))
        glyphs, left, top = self._glyphs(text, font, twice=row.bold and face is self.press.face)
        if glyphs is None:
            return None
        across, down = row.wide / scale, row.tall / scale
        if (across, down) != (1, 1):
            method = Image.Resampling.NEAREST if self.press.repeats_dots else Image.Resampling.BILINEAR
            glyphs = glyphs.resize((max(1, round(glyphs.width * across)), max(1, round(glyphs.height * down))), method)
        x0, y0 = round(x + left * across), round(base + top * down)
        x1, y1 = x0 + glyphs.width, y0 + glyphs.height
        self.image.paste(0 if row.inverted else 255, (x0, y0, x1, y1), glyphs)
        capital_px = -font.getbbox("H", anchor="ls")[1] * down
        return x0, min(y0, round(base - capital_px)), x1, max(y1, round(base))

    @staticmethod
    def _glyphs(text: str, font: ImageFont.FreeTypeFont, *, twice: bool) -> tuple[Image.Image | None, int, int]:
        """The word's ink and where it lies from the origin; `twice` prints it again a dot to the right, as bold."""
        left, top, right, bottom = (int(v) for v in font.getbbox(text, anchor="ls"))
        if right <= left or bottom <= top:
            return None, 0, 0
        image = Image.new("L", (right - left + 2, bottom - top), 0)
        draw = ImageDraw.Draw(image)
        for shift in (0, 1) if twice else (0,):
            draw.text((shift - left, -top), text, font=font, fill=255, anchor="ls")
        inked = image.getbbox()
        return (image.crop(inked), left + inked[0], top + inked[1]) if inked else (None, 0, 0)

    def _cell(self, cell: Cell, base: float, row: Row) -> list[tuple[str, Box]]:
        font = self.bold if row.bold and self.bold else self.font
        space = font.getlength(" ") * self.press.word_gap
        width = _width(font, cell.text, self.press.word_gap) * row.wide
        x = self._x(cell.at) - width * {"l": 0.0, "c": 0.5, "r": 1.0}[cell.align]
        words: list[tuple[str, Box]] = []
        for word in cell.text.split(" "):
            box = self._word(word, x, base, row)
            if box and not cell.decoration and is_word(word):
                words.append((word, box))
            x += (font.getlength(word) + space) * row.wide
        return words

    def row(self, row: Row, top: float) -> None:
        base = top + self.line_px * row.lead + ((self.line_px - self.natural) / 2 + self.ascent) * row.tall
        if row.inverted:
            edge = self.natural * 0.12
            self.draw.rectangle((self._x(0) - 2, base - self.ascent * row.tall * 0.95 - edge, self._x(1) + 2,
                base + (self.natural - self.ascent) * row.tall + edge), fill=255)  # fmt: skip
        words: list[tuple[str, Box]] = []
        for cell in sorted(row.cells, key=lambda cell: cell.at):
            words += self._cell(cell, base, row)
        if words:
            boxes = np.array([box for _, box in words])
            line = (*boxes[:, :2].min(0).tolist(), *boxes[:, 2:].max(0).tolist())
            self.printed.words += words
            self.printed.lines.append((" ".join(text for text, _ in words), line))

    def rule(self, rule: Rule, top: float) -> None:
        begin, end, middle = self._x(rule.begin), self._x(rule.end), top + self.line_px * 0.4
        if rule.style in {"line", "double"}:
            for shift in (0, 4) if rule.style == "double" else (0,):
                self.draw.line((begin, middle + shift, end, middle + shift), fill=255, width=max(1, self.size // 14))
            return
        one = max(1.0, self.font.getlength(rule.style))
        self.draw.text((begin, middle + self.ascent * 0.35), rule.style * int((end - begin) / one), font=self.font, fill=255,
            anchor="ls")  # fmt: skip

    def graphic(self, graphic: Graphic, top: float) -> None:
        height, most = round(self.line_px * graphic.height), round(self.press.width_px * 0.9)
        logo = graphic.shape == "logo"
        mask = logo_mask(self.rng, height, most) if logo else code_mask(graphic.shape, graphic.payload, height, most)
        x = max(0, round(self._x(graphic.at) - mask.shape[1] / 2))
        self.image.paste(255, (x, round(top + self.line_px * 0.3)), Image.fromarray(mask))

    def frame(self, frame: Frame) -> None:
        tops = self.tops[frame.first : frame.last + 2]
        thick = max(1, self.size // 16)
        for number, y in enumerate(tops):
            if frame.horizontals or number in {0, len(tops) - 1}:
                self.draw.line((self._x(frame.verticals[0]), y, self._x(frame.verticals[-1]), y), fill=255, width=thick)
        for at in frame.verticals:
            self.draw.line((self._x(at), tops[0], self._x(at), tops[-1]), fill=255, width=thick)

    def run(self) -> Print:
        y = float(self.press.margins[1])
        for block in self.document.blocks:
            self.tops.append(y)
            match block:
                case Row():
                    self.row(block, y)
                case Rule():
                    self.rule(block, y)
                case Graphic():
                    self.graphic(block, y)
                case Gap():
                    pass
            y += self._height(block)
        self.tops.append(y)
        for frame in self.document.frames:
            self.frame(frame)
        self.printed.ink = np.asarray(self.image).copy()
        return self.printed


def typeset(rng: np.random.Generator, document: Document, press: Press) -> Print:
    """Draw a document's ink.

    A face of one fixed size sets the scale itself: the text area grows to what the widest row needs.
    """
    return _Plate(rng, document, press).run()


def needed_width(document: Document, press: Press) -> int:
    """Width in pixels at which a face of fixed size holds every row."""
    font = load(press.face, press.face.size_px or _REFERENCE_PX)
    rows = [block for block in document.blocks if isinstance(block, Row)]
    space = font.getlength(" ")
    return int(max(_room_needed(row.cells, [_width(font, cell.text, press.word_gap) * row.wide for cell in row.cells], space)
        for row in rows)) + 2  # fmt: skip


def scaled(printed: Print, across: float, down: float, interpolation: int = cv2.INTER_AREA) -> Print:
    """The same print at another size."""
    height, width = printed.ink.shape
    size = (max(1, round(width * across)), max(1, round(height * down)))
    across, down = size[0] / width, size[1] / height

    def moved(marks: list[tuple[str, Box]]) -> list[tuple[str, Box]]:
        return [(text, (b[0] * across, b[1] * down, b[2] * across, b[3] * down)) for text, b in marks]

    ink = cv2.resize(printed.ink, size, interpolation=interpolation).astype(np.uint8)
    return Print(
        ink=ink, size_px=max(1, round(printed.size_px * down)), words=moved(printed.words), lines=moved(printed.lines)
    )
