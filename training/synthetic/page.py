"""A document becomes a page: choice of print, ink, paper, scanner or camera; the words' places follow along."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image, ImageDraw

from training import fonts
from training.synthetic.capture import on_paper, photograph, scan
from training.synthetic.model import Document, Mark, Page, Row, Wear
from training.synthetic.typeset import Press, Print, needed_width, scaled, typeset

if TYPE_CHECKING:
    import numpy.typing as npt

_TOYS = {"Pixelify Sans", "Compagnon", "Monoisome", "Jersey 10"}
"""Faces whose digits a person mistakes, or that write by hand: no printer has them."""
_LOOKS = ("thermal", "needle", "smooth")


def _characters(document: Document) -> str:
    return "".join(
        sorted(
            {char for block in document.blocks if isinstance(block, Row) for cell in block.cells for char in cell.text}
        )
    )


def _bold_of(face: fonts.Face, text: str) -> fonts.Face | None:
    """The bold face of the same family and pitch, if there is one."""
    found = [
        f for f in fonts.faces() if f.family == face.family and f.bold and f.size_px == face.size_px and f.covers(text)
    ]
    if not found or face.bold:
        return None
    return found[0] if "talic" not in found[0].path else None


def _face(rng: np.random.Generator, document: Document) -> fonts.Face:
    mix = (0.36, 0.34, 0.24, 0.06) if document.media == "till" else (0.02, 0.08, 0.62, 0.28)
    kinds = (fonts.Print.TILL, fonts.Print.MONO, fonts.Print.SANS, fonts.Print.SERIF)
    text = _characters(document)
    face = fonts.choose(rng, kinds[int(rng.choice(4, p=mix))], text=text)
    for _ in range(40):
        slanted = any(word in face.path.lower() for word in ("italic", "oblique", "slanted"))
        if _prints_plainly(face) and not (slanted and rng.random() < 0.8):
            break
        face = fonts.choose(rng, text=text)
    return face


@functools.cache
def _prints_plainly(face: fonts.Face) -> bool:
    """Tell whether a full stop is a dot: faces that draw letters in boxes or reversed are no print of documents.

    Faces of a few bitmap sizes, which fontconfig lists as if they scaled, are left out too, and toy faces.
    """
    size_px = 40
    if face.family in _TOYS:
        return False
    try:
        fonts.load(face, size_px)
    except OSError:
        return False
    areas = []
    for char in (".", "H"):
        image = Image.new("L", (size_px * 3, size_px * 3), 0)
        ImageDraw.Draw(image).text((size_px, size_px), char, font=fonts.load(face, size_px), fill=255)
        box = image.getbbox() or (0, 0, size_px, size_px)
        areas.append((box[2] - box[0]) * (box[3] - box[1]))
    return areas[0] < areas[1] * 0.35


def _till(rng: np.random.Generator, document: Document) -> Print:
    """Print on a till: at the printer's own few dots first, then at the picture's size."""
    face = _face(rng, document)
    look = str(rng.choice(_LOOKS, p=(0.55, 0.15, 0.3)))
    target = float(np.clip(document.columns * rng.uniform(11, 20), 380, 860))
    dots = (
        target
        if look == "smooth"
        else document.columns * (rng.uniform(11, 15) if look == "thermal" else rng.uniform(7.5, 10))
    )
    condense = float(rng.uniform(0.78, 1.12)) if rng.random() < 0.5 else 1.0
    bold = _bold_of(face, _characters(document))
    side, top = rng.uniform(0.02, 0.16, 2), rng.uniform(0.02, 0.15, 2)
    width = dots / condense
    press = Press(face=face, bold_face=bold, width_px=width, margins=(int(width * side[0]), int(width * top[0]),
        int(width * side[1]), int(width * top[1])), leading=float(rng.uniform(1.0, 1.5)), most_size_px=int(width / document.columns * 2.4),
        repeats_dots=look != "smooth")  # fmt: skip
    if face.size_px:
        press = replace(press, width_px=float(needed_width(document, press)))
        dots = press.width_px * condense
    printed = typeset(rng, document, press)
    if look != "smooth":
        sharp = np.where(printed.ink > 110, 255, 0).astype(np.uint8)
        printed = Print(ink=sharp, size_px=printed.size_px, words=printed.words, lines=printed.lines)
    growth = target / dots
    if look == "needle" and growth > 1.3:
        return _needles(rng, printed, growth * condense, growth)
    method = cv2.INTER_AREA if growth < 1 else cv2.INTER_LINEAR
    return scaled(printed, growth * condense, growth, method)


def _needles(rng: np.random.Generator, printed: Print, across: float, down: float) -> Print:
    """Every dot of the print becomes a round spot of the ribbon."""
    pitch = 4
    large = scaled(printed, pitch, pitch, cv2.INTER_NEAREST)
    spot = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (pitch + int(rng.integers(0, 3)),) * 2)
    centres = np.zeros_like(large.ink)
    centres[pitch // 2 :: pitch, pitch // 2 :: pitch] = large.ink[pitch // 2 :: pitch, pitch // 2 :: pitch]
    ink = cv2.GaussianBlur(cv2.dilate(centres, spot), (0, 0), 0.8).astype(np.uint8)
    inked = Print(ink=ink, size_px=large.size_px, words=large.words, lines=large.lines)
    return scaled(inked, across / pitch, down / pitch)


def _sheet(rng: np.random.Generator, document: Document) -> Print:
    """Print on A4 by a laser or ink printer, 120 to 200 dots an inch."""
    face = _face(rng, document)
    page_px = float(rng.uniform(1000, 1650))
    side = float(rng.uniform(0.04, 0.1))
    width = page_px * (1 - 2 * side)
    small = len(document.blocks) < 24 and rng.random() < 0.6
    press = Press(face=face, bold_face=_bold_of(face, _characters(document)), width_px=width, margins=(int(page_px * side),
        int(page_px * rng.uniform(0.03, 0.08)), int(page_px * side), int(page_px * 0.04)), leading=float(rng.uniform(1.15, 1.6)),
        most_size_px=int(page_px * 0.021), repeats_dots=False, least_height_px=0 if small else int(page_px * 1.414))  # fmt: skip
    if face.size_px:
        press = replace(press, width_px=float(needed_width(document, press)), least_height_px=0)
        return scaled(typeset(rng, document, press), width / press.width_px, width / press.width_px, cv2.INTER_LINEAR)
    return typeset(rng, document, press)


def _quads(marks: list[tuple[str, tuple[float, float, float, float]]]) -> npt.NDArray[np.float32]:
    corners = [[[x0, y0], [x1, y0], [x1, y1], [x0, y1]] for _, (x0, y0, x1, y1) in marks]
    return np.array(corners, np.float32).reshape(-1, 4, 2)


def _marks(texts: list[str], quads: npt.NDArray[np.float32], width: int, height: int) -> tuple[Mark, ...]:
    kept = np.clip(quads, 0, [width - 1, height - 1])
    return tuple(Mark(text=text, quad=quad.tolist()) for text, quad in zip(texts, kept, strict=True))


def render(document: Document, rng: np.random.Generator, wear_kind: Wear = "clean") -> Page:
    """Print a document and scan (`clean`) or photograph (`worn`) it.

    Args:
        document: What to print.
        rng: The source of chance; the same state gives the same page on machines with the same fonts.
        wear_kind: `clean` as a good scanner gives it, `worn` as a phone photo or a faded print.

    Raises:
        LookupError: No installed font holds the document's characters.
    """
    printed = _till(rng, document) if document.media == "till" else _sheet(rng, document)
    worn = wear_kind == "worn"
    image = on_paper(rng, printed, worn=worn)
    quads = np.concatenate([_quads(printed.words), _quads(printed.lines)])
    if worn:
        image, quads = photograph(rng, image, quads, printed.size_px, len(printed.words))
    else:
        image, quads = scan(rng, image, quads)
    height, width = image.shape[:2]
    cut = len(printed.words)
    return Page(image=image, words=_marks([t for t, _ in printed.words], quads[:cut], width, height),
        lines=_marks([t for t, _ in printed.lines], quads[cut:], width, height), text=document.text, fields=document.fields)  # fmt: skip
