"""The text that a born-digital PDF page carries in itself, when it can be trusted.

A page's own text is exact where OCR guesses, so it is taken when all of this holds:

- Pictures cover at most a quarter of the page. A page that is mostly a picture is a scan, and a layer of text over or
  under it is another program's OCR; a photo pasted into a letter has text that the layer lacks.
- No filled form field, note or stamp is drawn over the page: the layer lacks their text.
- At least `MIN_CHARACTERS` characters can be seen. Invisible text (rendering mode 3) is the OCR of a scan.
- Nearly all of them have a meaning. Without a map to Unicode a font's codes come out as other letters, as signs, or
  as characters for private use.
- Letters come in the mixture of a language: words of Latin script have between a fifth and two thirds vowels. Codes
  that were shifted by a font's own numbering do not.

Every other page is read by OCR, which costs time but never text. Whether the text that is left says what the page
shows, the pipeline asks the picture (`pipeline.text_layer.layer_check`).
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pypdfium2.raw as pdfium

from ocrcore.documents.pdf import box_on_page, pictures_of, translated
from ocrcore.layout.page import Detection, OcrPage
from ocrcore.layout.rows import form_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pypdfium2

MAX_PICTURE_COVERAGE = 0.25
MIN_CHARACTERS = 20
MAX_CHARACTERS = 50_000
"""A page with more is not for reading; OCR sees what a person would see."""
MAX_MEANINGLESS_SHARE = 0.05
MAX_INVISIBLE_SHARE = 0.2
MIN_WORDLIKE_SHARE = 0.5
VOWEL_SHARES = (0.2, 0.67)
MIN_LETTERS_FOR_VOWELS = 20
_VOWELS = frozenset("aeiouy")

_DRAWN_OVER = frozenset({pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP})
_INVISIBLE = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Character:
    """One character: its text, whether it can be seen and has a meaning, its box in pixels, its angle in degrees."""

    text: str
    visible: bool
    meaningful: bool
    box: tuple[float, float, float, float]
    angle: float


def read_text_layer(page: pypdfium2.PdfPage, number: int, width: int, height: int) -> OcrPage | None:
    """Return the page's own text, or None when OCR should read it.

    Args:
        page: The page.
        number: Its number, from 1.
        width: Width of its picture in pixels; boxes are fractions of it.
        height: Height of its picture in pixels.

    Raises:
        UnreadableDocument: The page is damaged.
    """
    with translated("pdf_page", page=number):
        if pictures_of(page).coverage > MAX_PICTURE_COVERAGE or _is_drawn_over(page):
            return None
        characters = _characters(page, width, height)
    if not is_trustworthy(characters):
        return None
    lines = form_lines([_detection(word) for word in _words(characters)], width, height)
    return OcrPage(number=number, width=width, height=height, lines=lines, source="text_layer")


def is_trustworthy(characters: Sequence[Character]) -> bool:
    """Tell whether these characters are a page's own, readable text; see the module."""
    printed = [each for each in characters if not each.text.isspace()]
    if len(printed) < MIN_CHARACTERS:
        return False
    if sum(not each.visible for each in printed) > MAX_INVISIBLE_SHARE * len(printed):
        return False
    if sum(not each.meaningful for each in printed) > MAX_MEANINGLESS_SHARE * len(printed):
        return False
    words = ["".join(each.text for each in word) for word in _words(characters)]
    wordlike = sum(len(word) for word in words if _is_wordlike(word))
    if wordlike < MIN_WORDLIKE_SHARE * sum(len(word) for word in words):
        return False
    letters = [plain for word in words if len(word) > 2 for plain in _plain_letters(word)]
    vowels = sum(letter in _VOWELS for letter in letters)
    low, high = VOWEL_SHARES
    return len(letters) < MIN_LETTERS_FOR_VOWELS or low * len(letters) <= vowels <= high * len(letters)


def _is_wordlike(word: str) -> bool:
    """A word or a number: letters or digits, with few signs between or around them."""
    return sum(each.isalnum() for each in word) >= 0.6 * len(word)


def _plain_letters(word: str) -> Iterator[str]:
    """Give the Latin letters of a word, in lower case and without their marks."""
    for each in unicodedata.normalize("NFD", word.lower()):
        if "a" <= each <= "z":
            yield each


def _is_drawn_over(page: pypdfium2.PdfPage) -> bool:
    """Tell whether a form field, a note or a stamp with an extent lies on the page."""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), 1000)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            rectangle = pdfium.FS_RECTF()
            if (
                pdfium.FPDFAnnot_GetSubtype(annotation) in _DRAWN_OVER
                and pdfium.FPDFAnnot_GetRect(annotation, rectangle)
                and abs(rectangle.right - rectangle.left) > 1
                and abs(rectangle.top - rectangle.bottom) > 1
            ):
                return True
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
    return False


def _characters(page: pypdfium2.PdfPage, width: int, height: int) -> list[Character]:
    """Return the characters that lie on the page, in the order in which they are written."""
    layer = page.get_textpage()
    try:
        count = layer.count_chars()
        if count > MAX_CHARACTERS:
            return []
        found = (_character(page, layer, index, width, height) for index in range(count))
        return [_storable(each) for each in _with_joined_halves(each for each in found if each is not None)]
    finally:
        layer.close()


def _character(
    page: pypdfium2.PdfPage, layer: pypdfium2.PdfTextPage, index: int, width: int, height: int
) -> Character | None:
    code = pdfium.FPDFText_GetUnicode(layer, index)
    text = chr(code) if code < 0x110000 else "\ufffd"
    if text.isspace() or pdfium.FPDFText_IsGenerated(layer, index) == 1:
        return Character(text=" ", visible=True, meaningful=True, box=(0, 0, 0, 0), angle=0)
    box = box_on_page(page, layer.get_charbox(index, loose=True), width, height)
    middle_x, middle_y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    if not (0 <= middle_x <= width and 0 <= middle_y <= height):
        return None
    writing = pdfium.FPDFText_GetTextObject(layer, index)
    return Character(
        text=text,
        visible=not writing or pdfium.FPDFTextObj_GetTextRenderMode(writing) not in _INVISIBLE,
        meaningful=pdfium.FPDFText_HasUnicodeMapError(layer, index) != 1 and _has_meaning(text),
        box=box,
        angle=math.degrees(max(0.0, pdfium.FPDFText_GetCharAngle(layer, index))) + page.get_rotation(),
    )


def _with_joined_halves(characters: Iterable[Character]) -> Iterator[Character]:
    """Join the two halves as which PDFium gives a character beyond U+FFFF, an emoji for one."""
    first: Character | None = None
    for each in characters:
        if first is not None and "\udc00" <= each.text <= "\udfff":
            yield _joined(first, each)
            first = None
            continue
        if first is not None:
            yield first
        first = each if "\ud800" <= each.text <= "\udbff" else None
        if first is None:
            yield each
    if first is not None:
        yield first


def _joined(high: Character, low: Character) -> Character:
    text = (high.text + low.text).encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    return replace(high, text=text, meaningful=_has_meaning(text))


def _storable(character: Character) -> Character:
    """Return a half without its other one, and a control character, as the sign for what is unknown: none can be kept."""
    if unicodedata.category(character.text) in {"Cs", "Cc"}:
        return replace(character, text="\ufffd", meaningful=False)
    return character


def _has_meaning(text: str) -> bool:
    return text != "\ufffd" and unicodedata.category(text) not in {"Cc", "Cn", "Co", "Cs"}


def _words(characters: Sequence[Character]) -> Iterator[list[Character]]:
    """Part characters at blanks, and where the writing jumps."""
    word: list[Character] = []
    for each in characters:
        if each.text.isspace() or (word and _jumps(word[-1], each)):
            if word:
                yield word
            word = []
        if not each.text.isspace():
            word.append(each)
    if word:
        yield word


def _jumps(one: Character, other: Character) -> bool:
    """Tell whether `other` does not stand close behind or above `one`."""
    size = max(min(one.box[2] - one.box[0], one.box[3] - one.box[1]), 1.0)
    reach = 1.5 * max(one.box[3] - one.box[1], one.box[2] - one.box[0], size)
    apart_x = max(one.box[0], other.box[0]) - min(one.box[2], other.box[2])
    apart_y = max(one.box[1], other.box[1]) - min(one.box[3], other.box[3])
    return max(apart_x, apart_y) > reach


def _detection(word: Sequence[Character]) -> Detection:
    """Return a word with its corners clockwise from the text's own top left."""
    x0, y0 = min(each.box[0] for each in word), min(each.box[1] for each in word)
    x1, y1 = max(each.box[2] for each in word), max(each.box[3] for each in word)
    corners = ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
    turn = round(word[0].angle / 90) % 4
    a, b, c, d = (corners[(at + turn) % 4] for at in range(4))
    return Detection(text="".join(each.text for each in word), confidence=1.0, quad=(a, b, c, d))
