"""The characters that the recogniser knows: Latin European letters, digits, punctuation, common symbols, the space."""

from __future__ import annotations

import re
import unicodedata

_ASCII = "".join(map(chr, range(33, 127)))
_ROMANIAN = "ăâîșțĂÂÎȘȚ"
_GERMAN = "äöüßÄÖÜ"
_FRENCH = "àâæçéèêëîïôœùûüÿÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ"
_HUNGARIAN = "áéíóöőúüűÁÉÍÓÖŐÚÜŰ"
_SOUTHERN = "áàâãçéèêíìîñóòôõúùûÁÀÂÃÇÉÈÊÍÌÎÑÓÒÔÕÚÙÛ"
_POLISH_CZECH_SLOVAK = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻčďěňřšťůýžČĎĚŇŘŠŤŮÝŽ"
_NORDIC = "åæøÅÆØ"
_SYMBOLS = "€£¥¢§°©®™•·×±²³½¼µ«»„”“’‘–—…¿¡ºª№"

SPACE = " "
"""Known too, so that two words which the detector glued together come out as two."""


def _union(*parts: str) -> str:
    return "".join(dict.fromkeys("".join(parts)))


_BALTIC = "āčēģīķļņšūžėįųĀČĒĢĪĶĻŅŠŪŽĖĮŲ"
_CROATIAN = "đĐ"
_SLOVAK = "ĺľŕĹĽŔ"
_TURKISH = "ğıĞİ"
_ICELANDIC = "ðþÞ"

VOCABULARY = _union(
    _ASCII, _ROMANIAN, _GERMAN, _FRENCH, _HUNGARIAN, _SOUTHERN, _POLISH_CZECH_SLOVAK, _NORDIC, _SYMBOLS, SPACE,
    _BALTIC, _CROATIAN, _SLOVAK, _TURKISH, _ICELANDIC,
)  # fmt: skip
"""Position in this text = class of the network; the CTC blank comes after the last one.

It only grows at its end, so the alphabet of an earlier network is the beginning of this one.
"""

_ONE_SHAPE = str.maketrans("şţŞŢÐ", "șțȘȚĐ")
"""Letters that print cannot tell apart: cedilla and comma below, the Icelandic and the Croatian capital D with a stroke."""
_UNKNOWN = re.compile(f"[^{re.escape(VOCABULARY)}]")


def known(text: str) -> str:
    """Return the text as it can be read: composed characters, one letter for one shape, nothing outside the vocabulary."""
    composed = unicodedata.normalize("NFC", text).translate(_ONE_SHAPE)
    return _UNKNOWN.sub("", composed)


def plain(text: str) -> str:
    """Return the text without diacritics, as many tills print it."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def look_alike(character: str) -> str:
    """Return the ASCII character that looks most like it, or nothing: where a new class may start from."""
    base = plain(character)
    special = {"ß": "B", "ø": "o", "Ø": "O", "æ": "e", "Æ": "E", "œ": "e", "Œ": "E", "ł": "l", "Ł": "L", "–": "-", "—": "-",
        "đ": "d", "Đ": "D", "ð": "d", "þ": "p", "Þ": "P", "ı": "i",
        "•": ".", "·": ".", "×": "x", "„": '"', "”": '"', "“": '"', "’": "'", "‘": "'", "№": "N", "…": ".", "µ": "u",
        "¡": "!", "¿": "?", "«": '"', "»": '"', "º": "o", "ª": "a", "²": "2", "³": "3", "©": "C", "®": "R", "§": "S"}  # fmt: skip
    return base if len(base) == 1 and base.isascii() and base != " " else special.get(character, "")
