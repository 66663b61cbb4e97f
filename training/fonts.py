"""Fonts for synthetic documents: what is installed, which characters each holds, and a choice by kind of print.

Debian's packages (`packages.txt`) and npm's @fontsource (`package.json`) are installed by `training/setup`. Fewer fonts
work too: whatever fontconfig lists is used.
"""

from __future__ import annotations

import functools
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    import numpy as np

MERGED_FOLDER = Path(__file__).parent / "runs" / "fonts"
"""Where `training/setup` writes the @fontsource faces, their Latin subsets merged into one file each."""

BITMAP_FOLDERS = (Path("/usr/share/fonts/X11/misc"), Path("/usr/share/fonts/X11/75dpi"))
_FORMAT = "%{file}\t%{index}\t%{spacing}\t%{pixelsize}\t%{weight}\t%{family[0]}\t%{style[0]}\t%{charset}\n"
_REQUIRED = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.,:-/%*()")
_UNWANTED = (
    "math", "symbol", "dingbat", "emoji", "music", "caps", "braille", "cmex", "chorus", "z003", "outline", "stencil",
    "unicode bmp fallback", "d050000l", "keyboard", "upper", "dunhill", "awesome", "csur", "quotation", "unslanted", "upright italic",
)  # fmt: skip
_TILL_FAMILIES = ("terminus", "fixed", "vt323", "share tech mono", "ocr", "3270", "spleen", "unifont", "jersey",
    "pixelify", "dotgothic", "doto", "misc", "clean", "go mono", "anonymous", "nanumgothiccoding")  # fmt: skip


class Print(StrEnum):
    """What a piece of print looks like."""

    TILL = "till"
    """Bitmap and till-like faces: fixed pitch, drawn with few dots."""
    MONO = "mono"
    SANS = "sans"
    SERIF = "serif"


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One font file's face: where it lies and what it can print."""

    path: str
    index: int
    family: str
    print: Print
    bold: bool
    size_px: int | None
    """The only size, in pixels, of a bitmap face; None when it scales."""
    charset: frozenset[str]

    def covers(self, text: str) -> bool:
        """Tell whether every character of `text`, white space aside, has a glyph."""
        return self.charset.issuperset(text.replace(" ", ""))


def _characters(ranges: str) -> frozenset[str]:
    found: set[str] = set()
    for part in ranges.split():
        first, _, last = part.partition("-")
        low, high = int(first, 16), int(last or first, 16)
        if low < 0x3000:
            found.update(map(chr, range(max(low, 33), min(high, 0x2FFF) + 1)))
    return frozenset(found)


def _print_of(family: str, style: str, spacing: str, path: str) -> Print:
    name = f"{family} {style}".lower()
    if path.endswith(".pcf.gz") or any(word in name for word in _TILL_FAMILIES):
        return Print.TILL
    if spacing in {"90", "100", "110"} or "mono" in name or "courier" in name or "typewriter" in name:
        return Print.MONO
    serif = ("serif", "roman", "times", "tinos", "termes", "bookman", "schola", "pagella", "bonum", "charis", "gentium",
        "libertine", "garamond", "vollkorn", "caladea", "c059", "p052", "concrete", "slab")  # fmt: skip
    return Print.SERIF if any(word in name for word in serif) and "sans" not in name else Print.SANS


def _listed() -> list[str]:
    lines = subprocess.check_output(["fc-list", "-f", _FORMAT], text=True).splitlines()  # noqa: S607
    folders = [str(folder) for folder in (MERGED_FOLDER, *BITMAP_FOLDERS) if folder.is_dir()]
    if folders:
        lines += subprocess.check_output(["fc-scan", "-f", _FORMAT, *folders], text=True).splitlines()  # noqa: S607
    return sorted(set(lines))


def _bold(weight: str) -> bool:
    number = weight.strip("[]").split()[-1] if weight else "80"
    return number.replace(".", "").isdigit() and float(number) >= 180


@functools.cache
def faces() -> tuple[Face, ...]:
    """Return every usable face on this machine, in a fixed order: all of basic Latin, no symbol or small-caps faces."""
    found: list[Face] = []
    for line in _listed():
        path, index, spacing, size, weight, family, style, ranges = line.split("\t")
        name = f"{family} {style} {Path(path).stem}".lower()
        charset = _characters(ranges)
        if not charset.issuperset(_REQUIRED) or any(word in name for word in _UNWANTED):
            continue
        if path.endswith((".pfb", ".t1", ".afm")) or int(index) >= 0x10000:
            continue
        bitmap = path.endswith(".pcf.gz")
        if bitmap and not 11 <= float(size or 0) <= 34:
            continue
        found.append(
            Face(path=path, index=int(index), family=family, print=_print_of(family, style, spacing, path),
                bold=_bold(weight), size_px=round(float(size)) if bitmap else None, charset=charset)
        )  # fmt: skip
    return tuple(face for face in found if _loads_at_any_size(face) and _distinguishes_case(face))


def _loads_at_any_size(face: Face) -> bool:
    """Tell whether a face can be drawn at the sizes that are asked of it: an OpenType file may hold bitmaps of a few sizes."""
    try:
        return all(load(face, size_px) for size_px in (12, 17, 24, 37))
    except OSError:
        return False


def _distinguishes_case(face: Face) -> bool:
    """Tell whether small letters are drawn other than capitals: an all-capitals face would teach wrong labels."""
    small, large = (_drawn(face, letter) for letter in ("g", "G"))
    return small is not None and large is not None and small != large


def _drawn(face: Face, letter: str) -> bytes | None:
    font = load(face, 24)
    box = font.getbbox(letter)
    if box[2] <= box[0] or box[3] <= box[1]:
        return None
    image = Image.new("L", (int(box[2] - box[0]), int(box[3] - box[1])), 255)
    ImageDraw.Draw(image).text((-box[0], -box[1]), letter, font=font, fill=0)
    return image.resize((16, 16)).tobytes()


@functools.lru_cache(maxsize=4096)
def load(face: Face, size_px: int) -> ImageFont.FreeTypeFont:
    """Return the face at a size in pixels; a bitmap face has one size of its own, whatever is asked."""
    return ImageFont.truetype(
        face.path, face.size_px or size_px, index=face.index, layout_engine=ImageFont.Layout.BASIC
    )


@functools.cache
def _families(kind: Print) -> tuple[tuple[Face, ...], ...]:
    grouped: dict[str, list[Face]] = defaultdict(list)
    for face in faces():
        if face.print is kind:
            grouped[face.family].append(face)
    return tuple(tuple(group) for _, group in sorted(grouped.items()))


_MIX = {Print.TILL: 0.32, Print.MONO: 0.26, Print.SANS: 0.28, Print.SERIF: 0.14}


def choose(rng: np.random.Generator, kind: Print | None = None, *, text: str = "") -> Face:
    """Return a random face, each family as likely as the next within its kind.

    Args:
        rng: The source of chance.
        kind: The kind of print; None takes the mix met on receipts and invoices.
        text: Characters that the face must hold.

    Raises:
        LookupError: No installed face holds the text.
    """
    for attempt in range(60):
        wanted = kind if kind and attempt < 30 else list(_MIX)[int(rng.choice(len(_MIX), p=list(_MIX.values())))]
        families = _families(wanted)
        if not families:
            continue
        family = families[int(rng.integers(len(families)))]
        face = family[int(rng.integers(len(family)))]
        if face.covers(text):
            return face
    holding = [face for face in faces() if face.covers(text)]
    if not holding:
        raise LookupError(f"no installed font holds all of {text!r}; run training/setup")
    return holding[int(rng.integers(len(holding)))]
