"""The words of a page with people's corrections in the place of what was read: what a searchable PDF lays over its picture."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from ocrcore.extraction.text.rows import fold
from ocrcore.extraction.values.dates import find_dates
from ocrcore.layout.page import Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ocrcore.layout.page import Box, OcrPage
    from ocrcore.pipeline.result import Result

_NOT_PRINTED = frozenset({"document_type", "currency"})
"""Fields whose values are this desk's own codes."""
_ROW_MEMBERS = ("code", "rate", "base", "method", "description", "quantity", "unit", "unit_price", "amount", "tax_code")
_DATE_FORMS = tuple(
    form.replace(" ", sign)
    for form in ("%d %m %Y", "%Y %m %d", "%d %m %y", "%m %d %Y") for sign in (".", "/", "-")
)  # fmt: skip
_COMMA = re.compile(r",\d\d(?!\d)")
_AMOUNT = re.compile(r"-?\d+\.\d\d")
_LINE_SHARE = 0.01
"""Height of a line of values that have no place on the page, as a share of the page's."""


def words_of(result: Result, page: OcrPage) -> Iterator[Word]:
    """Yield a page's words in reading order; where a field was corrected, its value instead of the words in its box.

    A value that has no place, because somebody added what was not read, stands at the upper edge of the first page.
    """
    placed = [(box, text) for box, number, text in _corrections(result.fields) if box and number == page.number]
    written: set[int] = set()
    for word in (word for line in page.lines for word in line.words):
        own = next((place for place, (box, _) in enumerate(placed) if _lies_in(word.box, box)), None)
        if own is None:
            yield word
        elif own not in written:
            written.add(own)
            yield Word(text=placed[own][1], confidence=1.0, box=placed[own][0])
    for place, (box, text) in enumerate(placed):
        if place not in written:
            yield Word(text=text, confidence=1.0, box=box)
    if page.number == result.pages[0].number:
        added = [text for box, _, text in _corrections(result.fields) if not box]
        for row, text in enumerate(added):
            yield Word(text=text, confidence=1.0, box=(0.0, row * _LINE_SHARE, 1.0, (row + 1) * _LINE_SHARE))


def _corrections(fields: Mapping[str, Any]) -> Iterator[tuple[Box | None, int, str]]:
    """Yield box, page and text of every field and every row of a list that somebody corrected."""
    for name, value in fields.items():
        for found in value if isinstance(value, list) else [value]:
            if name in _NOT_PRINTED or not isinstance(found, dict) or not found.get("corrected"):
                continue
            text = (
                _as_printed(str(found["value"]), str(found.get("source", "")))
                if "value" in found
                else " ".join(str(found[member]) for member in _ROW_MEMBERS if found.get(member))
            )
            box = tuple(found["box"]) if found.get("box") else None
            yield box, int(found.get("page", 1)), text


def _as_printed(value: str, source: str) -> str:
    """Return a value the way the page prints such: an amount with its decimal comma, a date in its own order."""
    if _AMOUNT.fullmatch(value):
        return value.replace(".", ",") if _COMMA.search(source) else value
    printed = find_dates(fold(source))
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    was = printed[0].value if printed else None
    form = next((form for form in _DATE_FORMS if was and was.strftime(form) in source), None)
    return day.strftime(form) if form else value


def _lies_in(word: Box, box: Box) -> bool:
    """Tell whether a word's middle is in a box, and no more of it outside than inside."""
    x, y = (word[0] + word[2]) / 2, (word[1] + word[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3] and word[2] - word[0] <= 2 * (box[2] - box[0])
