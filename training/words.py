"""Word crops as docTR's detector cuts them, 32 pixels high and as wide as the word, with what stands on them.

A crop may hold a neighbour's edge, two words glued together, or a word cut through; its margins are tight or generous.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image, ImageDraw

from training import fonts, texts, wear

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from PIL.ImageFont import FreeTypeFont

HEIGHT_PX = 32
STEP_PX = 4
"""Pixels of width for one step of the network's output."""

MARKED = 0.22
"""Share of words drawn for their letters beyond ASCII: capitals with marks and the rarer alphabets need the practice."""

WIDTHS_PX = (64, 96, 128, 192, 256, 384, 512)
"""Widths to which crops are padded with zeros on the right, so that they share a batch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crop:
    """A grey crop `(32, width)`, uint8, the text on it, and the kind of text."""

    pixels: NDArray[np.uint8]
    text: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """Words drawn on paper: pixels, and the ink's box as x0, y0, x1, y1."""

    pixels: NDArray[np.uint8]
    box: tuple[float, float, float, float]
    scale_px: float


def _size(rng: np.random.Generator, face: fonts.Face) -> int:
    return face.size_px or int(rng.choice([14, 16, 18, 20, 22, 24, 28, 32]))


def _row_band(font: FreeTypeFont, ink: tuple[float, float, float, float]) -> tuple[float, float]:
    """Widen the ink's rows to at least those of a capital, so that `o` and `O` differ by their place in the crop."""
    capital = font.getbbox("H")
    return min(ink[1], capital[1]), max(ink[3], capital[3])


def _draw(rng: np.random.Generator, text: str, face: fonts.Face) -> _Drawn | None:
    """Draw the words amid what may stand beside them."""
    font = fonts.load(face, _size(rng, face))
    em = float(font.size if face.size_px is None else face.size_px)
    space = font.getlength(" ") * float(rng.choice([1.0, 1.0, 0.6, 1.6]))
    spacing = 0.0 if rng.random() < 0.85 else em * float(rng.uniform(-0.06, 0.22))
    pieces = [(piece, font.getlength(piece) + spacing * len(piece)) for piece in text.split(" ")]
    width = sum(length for _, length in pieces) + space * (len(pieces) - 1)
    if not 1 <= width < 2200:
        return None
    edge = em * 0.9
    paper = int(rng.integers(150, 256))
    ink_value = int(rng.integers(0, max(12, paper - 90)))
    canvas = Image.new("L", (int(width + 2 * edge) + 2, int(em * 1.4 + 2 * edge)), paper)
    draw = ImageDraw.Draw(canvas)
    if face.size_px or rng.random() < 0.12:
        draw.fontmode = "1"
    x, y = edge, edge
    boxes = []
    for piece, length in pieces:
        _put(draw, (x, y), piece, font, ink_value, spacing)
        ink = draw.textbbox((x, y), piece, font=font)
        boxes.append((ink[0], ink[1], ink[2] + spacing * (len(piece) - 1), ink[3]))
        x += length + space
    left, right = min(b[0] for b in boxes), max(b[2] for b in boxes)
    top, bottom = min(b[1] for b in boxes), max(b[3] for b in boxes)
    if right - left < 1 or bottom - top < 1:
        return None
    if rng.random() < 0.8:
        band = _row_band(font, (left, top - y, right, bottom - y))
        top, bottom = band[0] + y, band[1] + y
    _neighbours(rng, draw, font, (left, top, right, bottom), em, ink_value)
    return _Drawn(pixels=np.asarray(canvas), box=(left, top, right, bottom), scale_px=em)


def _put(draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, font: FreeTypeFont, ink: int, spacing: float
         ) -> None:  # fmt: skip
    if spacing == 0:
        draw.text(at, text, font=font, fill=ink)
        return
    x, y = at
    for character in text:
        draw.text((x, y), character, font=font, fill=ink)
        x += font.getlength(character) + spacing


def _neighbours(rng: np.random.Generator, draw: ImageDraw.ImageDraw, font: FreeTypeFont,
                box: tuple[float, float, float, float], em: float, ink: int) -> None:  # fmt: skip
    """Draw rows above and below, words before and after, a rule: fragments that a crop may catch."""
    left, top, right, bottom = box
    pitch = em * float(rng.uniform(1.0, 1.5))
    for sign in (-1, 1):
        if rng.random() < 0.14:
            row = texts.word(rng)[1]
            draw.text(
                (left - em * rng.random() * 2, top + sign * pitch - font.getbbox("H")[1]), row, font=font, fill=ink
            )
    if rng.random() < 0.14:
        draw.text(
            (right + em * float(rng.uniform(0.3, 0.8)), top - font.getbbox("H")[1]),
            texts.word(rng)[1],
            font=font,
            fill=ink,
        )
    if rng.random() < 0.05:
        y = top - em * 0.2 if rng.random() < 0.5 else bottom + em * 0.12
        draw.line((0, y, 4000, y), fill=ink, width=max(1, int(em * 0.06)))
    if rng.random() < 0.02:
        x = left - em * 0.25 if rng.random() < 0.5 else right + em * 0.2
        draw.line((x, 0, x, 4000), fill=ink, width=max(1, int(em * 0.06)))


def _reshape(rng: np.random.Generator, drawn: _Drawn, *, bitmap: bool) -> _Drawn:
    """Print wide, tall or narrow; scale a bitmap face by whole dots; print through needles."""
    pixels, scale = drawn.pixels, drawn.scale_px
    across = down = 1.0
    if bitmap:
        across = down = float(rng.integers(1, 4))
    chance = rng.random()
    if chance < 0.07:
        across *= float(rng.choice([1.5, 2.0]))
    elif chance < 0.14:
        down *= float(rng.choice([1.4, 2.0]))
    elif chance < 0.4:
        across *= float(rng.uniform(0.7, 1.25))
    if (across, down) != (1.0, 1.0):
        nearest = bitmap and across.is_integer() and down.is_integer()
        method = cv2.INTER_NEAREST if nearest else cv2.INTER_LINEAR
        pixels = cv2.resize(pixels, None, fx=across, fy=down, interpolation=method)
    scale *= down
    if bitmap and across == down and across > 1 and rng.random() < 0.5:
        pixels = wear.dots(pixels, across, (-(across - 1) / 2, -(across - 1) / 2))
    elif scale > 24 and rng.random() < 0.05:
        pixels = wear.dots(
            pixels, scale / float(rng.uniform(7, 13)), (float(rng.uniform(0, 4)), float(rng.uniform(0, 4)))
        )
    box = drawn.box
    return _Drawn(pixels=pixels, box=(box[0] * across, box[1] * down, box[2] * across, box[3] * down), scale_px=scale)


def margins(rng: np.random.Generator, height: float) -> NDArray[np.float64]:
    """Left, top, right, bottom room around the ink, mostly what docTR's boxes leave."""
    style = rng.random()
    if style < 0.15:
        return rng.uniform(-0.07, 0.05, 4) * height
    if style < 0.85:
        return rng.uniform(-0.02, 0.22, 4) * height
    return rng.uniform(0.0, 0.42, 4) * height


def _cut(rng: np.random.Generator, drawn: _Drawn, tilt_deg: float) -> NDArray[np.uint8]:
    """Turn the paper a little and cut out the words' upright box."""
    x0, y0, x1, y1 = drawn.box
    left, top, right, bottom = margins(rng, y1 - y0)
    pixels = drawn.pixels
    if tilt_deg:
        centre = ((x0 + x1) / 2, (y0 + y1) / 2)
        turn = cv2.getRotationMatrix2D(centre, tilt_deg, 1.0)
        shape = (pixels.shape[1], pixels.shape[0])
        pixels = cv2.warpAffine(pixels, turn, shape, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        rise = abs(np.sin(np.deg2rad(tilt_deg))) * (x1 - x0) / 2
        top, bottom = top + rise * 0.8, bottom + rise * 0.8
    ya, yb = max(0, round(y0 - top)), min(pixels.shape[0], round(y1 + bottom))
    xa, xb = max(0, round(x0 - left)), min(pixels.shape[1], round(x1 + right))
    return pixels[ya : max(yb, ya + 2), xa : max(xb, xa + 2)]


def _age(rng: np.random.Generator, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Scan at a low or high resolution, and damage print, light and lens."""
    height, width = pixels.shape
    target = float(rng.choice([10, 13, 16, 20, 24, 30, 38], p=[0.02, 0.1, 0.2, 0.24, 0.2, 0.14, 0.1]))
    scale = target / height
    if rng.random() < 0.12:
        pixels = wear.crumble(rng, pixels, height * 0.7)
    if rng.random() < 0.14:
        pixels = wear.dropouts(rng, pixels, height * 0.7)
    if rng.random() < 0.2:
        pixels = wear.spread(pixels, float(rng.uniform(0.1, 0.9)))
    elif rng.random() < 0.2 and height > 20:
        pixels = wear.thin(pixels, float(rng.uniform(0.1, 0.7)))
    if scale < 1 or rng.random() < 0.3:
        method = cv2.INTER_AREA if rng.random() < 0.6 else cv2.INTER_LINEAR
        pixels = cv2.resize(pixels, (max(4, round(width * scale)), max(8, round(target))), interpolation=method)
    if rng.random() < 0.15:
        pixels = wear.spread(pixels, float(rng.uniform(0.1, 0.5)))
    if rng.random() < 0.2:
        pixels = wear.fade(rng, pixels, 0.35)
    if rng.random() < 0.03:
        pixels = wear.strokes(rng, pixels, pixels.shape[0] * 0.6)
    if rng.random() < 0.5:
        pixels = wear.blur(rng, pixels, 1.1 if pixels.shape[0] > 17 else 0.7)
    if rng.random() < 0.15:
        pixels = wear.shade(rng, pixels)
    if rng.random() < 0.5:
        pixels = wear.noise(rng, pixels, float(np.clip(0.25 * np.ptp(pixels), 1.0, 16.0)))
    if rng.random() < 0.35:
        pixels = wear.jpeg(rng, pixels, 25)
    return pixels


def fit(pixels: NDArray[np.uint8], *, smooth: bool = True) -> NDArray[np.uint8]:
    """Resize a grey crop to the network's height, its shape kept up to the widest batch."""
    width = int(np.clip(round(pixels.shape[1] * HEIGHT_PX / pixels.shape[0]), 8, WIDTHS_PX[-1]))
    shrinks = smooth and pixels.shape[0] > HEIGHT_PX * 1.5
    return cv2.resize(pixels, (width, HEIGHT_PX), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)


def fits(text: str, width: int) -> bool:
    """Tell whether the network has steps enough for the text: one a character, one more between equal neighbours."""
    return bool(text) and len(text) + sum(a == b for a, b in pairwise(text)) <= width // STEP_PX


def _text(rng: np.random.Generator) -> tuple[str, str]:
    if rng.random() < MARKED:
        return "marked", texts.marked_word(rng)
    kind, text = texts.word(rng)
    chance = rng.random()
    if chance < 0.08:
        kind, text = "glued", f"{text} {texts.word(rng)[1]}"
        if rng.random() < 0.3:
            text = f"{text} {texts.word(rng)[1]}"
    return kind, text


def _cut_through(rng: np.random.Generator, drawn: _Drawn, text: str, font: FreeTypeFont) -> tuple[_Drawn, str]:
    """Cut off some characters at one end, as a detector does that splits a word."""
    kept = int(rng.integers(1, len(text)))
    x0, y0, x1, y1 = drawn.box
    part = text[:kept] if rng.random() < 0.5 else text[-kept:]
    share = font.getlength(part) / max(1.0, font.getlength(text))
    if part == text[:kept]:
        x1 = x0 + (x1 - x0) * share
    else:
        x0 = x1 - (x1 - x0) * share
    return _Drawn(pixels=drawn.pixels, box=(x0, y0, x1, y1), scale_px=drawn.scale_px), part


def crops(rng: np.random.Generator) -> Iterator[Crop]:
    """Yield random crops without end."""
    while True:
        yield crop(rng)


def crop(rng: np.random.Generator, wanted: str = "") -> Crop:
    """Return a random crop that the network can read, of a wanted text or of any."""
    while True:
        kind, text = ("wanted", wanted) if wanted else _text(rng)
        face = fonts.choose(rng, text=text)
        drawn = _draw(rng, text, face)
        if drawn is None:
            continue
        if kind not in {"glued", "wanted"} and len(text) > 3 and rng.random() < 0.04:
            drawn, text = _cut_through(rng, drawn, text, fonts.load(face, int(drawn.scale_px)))
            kind = "cut"
        drawn = _reshape(rng, drawn, bitmap=face.size_px is not None)
        tilt = 0.0 if rng.random() < 0.6 else float(np.clip(rng.normal(0, 2), -5, 5))
        pixels = _age(rng, _cut(rng, drawn, tilt))
        if rng.random() < 0.04:
            pixels = 255 - pixels
        pixels = fit(pixels, smooth=rng.random() < 0.5)
        if fits(text, pixels.shape[1]):
            return Crop(pixels=pixels, text=text, kind=kind)


def padded_width(width: int) -> int:
    """Return the batch width that a crop goes into."""
    return next(padded for padded in WIDTHS_PX if padded >= width)
