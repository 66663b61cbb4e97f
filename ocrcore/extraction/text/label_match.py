"""Which labels stand on a stretch of a row, also with letters misread, missing blanks and dotted abbreviations."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ocrcore.extraction.text.labels import PHRASES, Label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TOKEN = re.compile(r"(?:[A-Z1]\.){1,4}[A-Z](?![A-Z0-9])|(?:[A-Z1]\. ){2,3}[A-Z]\.|[A-Z0-9|!$€]+")
_SKELETON = str.maketrans("0Q1L|!58264V", "OOIIIISBZGAU")
"""Letters and digits that look alike, each group as one letter."""
_NEUTRAL_WORDS = """
    LEI RON FT HUF RM EUR EURO MYR USD $ € OF THE DE IN LA CU DIN PE RS CHF GBP £ PLN CZK SEK NOK DKK SGD INR AUD CAD JPY
    A B C D E F G N S T X Z SR INC INCL
"""
_NEUTRAL = frozenset(_NEUTRAL_WORDS.split())
_FUZZY_FROM, _FUZZY_TWO_FROM = 6, 9
_FUZZY_SHORT = "TOTAL"
"""The one short word worth guessing; others of its length are too near to names of goods."""
_GLUED_TAX = re.compile(r"(TVA|COTA|TAXA)([A-E]|\d{1,2}|(?<=TVA)[IL|!])")
"""A tax word and its letter, or its rate, or the edge of a column, without a blank between: `TVAA 21%`, `TVA9.00%`, `TVAI`."""
_WITHOUT_TAX = re.compile(
    r"(?<![A-Z])(?:OHNE|EXKL\.?|EXCL\.?|EXC\.?|EXCLUDING|EXCLUSIVE(?: OF)?|BEFORE|WITHOUT|FARA|HORS|SANS|BEZ|ZONDER|SENZA|ILMA|"
    r"UTEN|UTAN)\s?(?:MWST|UST|STEUER|TVA|VAT|GST|SST|TAX(?:ES)?|TAXE|PVN|BTW|IVA|DPH|MOMS|KM(?:-?TA)?)(?![A-Z])|(?<![A-Z])(?:H\.?T\.?|KM-?TA)(?![A-Z])"
)
"""Behind the word for a sum: it is the net one, in whatever words."""
_SUMS = frozenset({Label.TOTAL_DUE, Label.TOTAL, Label.SUBTOTAL})
_SPLIT_FROM, _SPLIT_PIECE = 6, 3
_JOINT = "DE"
"""The word within a label, `TOTAL DE PLATA`, that may have stuck to what follows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelHit:
    """A label on a row: its span, how many words it has, and how surely it was read (1 exact, less when guessed)."""

    label: Label
    start: int
    end: int
    words: int
    exactness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """The labels of a stretch of text and the share of its letters that they explain."""

    hits: tuple[LabelHit, ...]
    coverage: float

    def first(self, *labels: Label) -> LabelHit | None:
        """Return the first hit of any of these labels."""
        return next((hit for hit in self.hits if hit.label in labels), None)

    @property
    def main(self) -> LabelHit | None:
        """The hit that tells what the stretch is about: the last of those that are no column head."""
        telling = [hit for hit in self.hits if hit.label is not Label.TABLE_HEAD]
        if not telling:
            return self.hits[0] if self.hits else None
        totals = [hit for hit in telling if hit.label in {Label.TOTAL, Label.TOTAL_DUE}]
        if telling[0].label in {Label.COUNT, Label.TABLE_HEAD} or len(telling) == 1:
            return telling[-1]
        return totals[0] if totals and telling[0] is totals[0] else telling[0]


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    word: str
    exactness: float


def match_labels(folded: str, start: int = 0, end: int | None = None) -> Labelled:
    """Return the labels between `start` and `end` of a folded row, the longest phrases first."""
    tokens = list(_tokens(folded, start, len(folded) if end is None else end))
    hits, explained, index = list[LabelHit](), 0, 0
    while index < len(tokens):
        found = _longest(tokens, index)
        if found is None:
            explained += len(tokens[index].word) if tokens[index].word in _NEUTRAL else 0
            index += 1
            continue
        label, count = found
        used = tokens[index : index + count]
        hits.append(
            LabelHit(
                label=label, start=used[0].start, end=used[-1].end, words=count,
                exactness=min(token.exactness for token in used),
            )
        )  # fmt: skip
        explained += sum(len(token.word) for token in used)
        index += count
    hits = _net(hits, folded, start, end)
    letters = sum(len(token.word) for token in tokens)
    return Labelled(hits=tuple(hits), coverage=explained / letters if letters else 0.0)


def _net(hits: list[LabelHit], folded: str, start: int, end: int | None) -> list[LabelHit]:
    """Call a sum net whose words go on to say that it is without tax."""
    sums = [hit for hit in hits if hit.label in _SUMS]
    without = _WITHOUT_TAX.search(folded, sums[0].end if sums else start, len(folded) if end is None else end)
    if not sums or without is None or any(letter.isdigit() for letter in folded[sums[0].end : without.start()]):
        return hits
    return [replace(hit, label=Label.NET) if hit is sums[0] else hit for hit in hits if hit.start < without.start()]


def words_of(folded: str) -> list[str]:
    """Return the words of a folded text, misread label words put right and numbers left out."""
    return [token.word for token in _tokens(folded, 0, len(folded))]


def _tokens(folded: str, start: int, end: int) -> Iterator[_Token]:
    for match in _TOKEN.finditer(folded, start, end):
        raw = match.group()
        word = re.sub(r"[.\s]", "", raw) if "." in raw else raw
        if sum(letter.isalpha() for letter in word) * 2 < len(word) and word not in {"$", "€"}:
            continue
        for piece, exactness in canonical(word):
            yield _Token(match.start(), match.end(), piece, exactness)


@lru_cache(maxsize=20_000)
def canonical(word: str) -> tuple[tuple[str, float], ...]:
    """Return the label words that a read word stands for with their exactness, or the word itself."""
    if word in _VOCABULARY or word in _NEUTRAL:
        return ((word, 1.0),)
    twin = _BY_SKELETON.get(word.translate(_SKELETON))
    if twin and len(word) > 2:
        return ((twin, 0.95),)
    if len(word) >= _FUZZY_FROM:
        most = 2 if len(word) >= _FUZZY_TWO_FROM else 1
        found = process.extractOne(word, _LONG_WORDS, scorer=OSA.distance, score_cutoff=most, processor=None)
        begins_alike = found and (found[1] < 2 or found[0][0].translate(_SKELETON) == word[0].translate(_SKELETON))
        if found and begins_alike and len(found[0]) >= _FUZZY_FROM:
            return ((found[0], 0.85),)
    if abs(len(word) - len(_FUZZY_SHORT)) <= 1 and len(word) < _FUZZY_FROM and OSA.distance(word, _FUZZY_SHORT) == 1:
        return ((_FUZZY_SHORT, 0.85),)
    glued = _GLUED_TAX.fullmatch(word)
    pieces = list(glued.groups()) if glued else _split(word) if len(word) >= _SPLIT_FROM else []
    return tuple((piece, 0.9) for piece in pieces) or ((word, 1.0),)


def _split(word: str) -> list[str]:
    """Return label words that make up a word printed or read without its blanks, or nothing."""
    if word.startswith(_JOINT):
        behind = word.removeprefix(_JOINT)
        pieces = [behind] if behind in _VOCABULARY else _split(behind)
        if pieces:
            return [_JOINT, *pieces]
    for cut in range(len(word) - 2, _SPLIT_PIECE - 1, -1):
        head, tail = word[:cut], word[cut:]
        if head not in _VOCABULARY:
            continue
        if tail in _VOCABULARY or tail in _NEUTRAL:
            return [head, tail]
        rest = _split(tail) if len(tail) >= _SPLIT_FROM else []
        if rest:
            return [head, *rest]
    return []


def _longest(tokens: Sequence[_Token], index: int) -> tuple[Label, int] | None:
    for phrase, label in _BY_FIRST.get(tokens[index].word, ()):
        count = len(phrase)
        if index + count <= len(tokens) and all(
            tokens[index + offset].word == word for offset, word in enumerate(phrase)
        ):
            return label, count
    return None


def _phrases() -> Iterator[tuple[tuple[str, ...], Label]]:
    for label, text in PHRASES.items():
        for phrase in text.split(";"):
            words = tuple(phrase.split())
            if words:
                yield words, label


_VOCABULARY = {word for words, _ in _phrases() for word in words}
_LONG_WORDS = sorted(word for word in _VOCABULARY if len(word) >= _FUZZY_FROM)
_BY_SKELETON = {word.translate(_SKELETON): word for word in sorted(_VOCABULARY)}
_BY_FIRST: dict[str, list[tuple[tuple[str, ...], Label]]] = {}
for _words, _label in sorted(_phrases(), key=lambda each: -len(each[0])):
    _BY_FIRST.setdefault(_words[0], []).append((_words, _label))
