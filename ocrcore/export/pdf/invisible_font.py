"""A font whose letters have no shape: it carries text that is searched and copied, over a picture that is seen."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph

if TYPE_CHECKING:
    from collections.abc import Iterable

UNITS_PER_EM = 1000
ADVANCE_UNITS = 500
"""Width of every letter: half the font's size."""
_ASCENT_UNITS, _DESCENT_UNITS = 800, -200


def invisible_font(characters: Iterable[str]) -> bytes:
    """Return a TrueType font with one empty glyph for each of `characters`, whatever their script.

    Made for the text at hand, because no ready font has every letter that an engine may read.
    """
    glyph_of = {ord(character): f"u{ord(character):06X}" for character in sorted(set(characters) | {" "})}
    names = [".notdef", *glyph_of.values()]
    builder = FontBuilder(UNITS_PER_EM, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap(glyph_of)
    builder.setupGlyf(dict.fromkeys(names, Glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (ADVANCE_UNITS, 0)))
    builder.setupHorizontalHeader(ascent=_ASCENT_UNITS, descent=_DESCENT_UNITS)
    builder.setupNameTable({"familyName": "Invisible", "styleName": "Regular", "psName": "Invisible"})
    builder.setupOS2(sTypoAscender=_ASCENT_UNITS, sTypoDescender=_DESCENT_UNITS, sCapHeight=700)
    builder.setupPost()
    stream = BytesIO()
    builder.save(stream)
    return stream.getvalue()
