"""A truth that is known in capitals and by the line, fitted to one box by what a recogniser read there: its case, its ends."""

from __future__ import annotations

from rapidfuzz.distance import Levenshtein

ONE_SHAPE = frozenset("cosuvwxzpkCOSUVWXZPK")
"""Letters whose small form is a small copy of the capital: how they were read says little."""

MISSED = 2
"""So many characters are not read at an end of a word that its box cuts through; a reader misses single ones anywhere."""


def within(truth: str, read: str) -> str:
    """Leave out the words at a truth's ends of which nothing was read: they stand beside the box.

    Args:
        truth: What may stand in a box, several words apart by blanks.
        read: What was read there.
    """
    words = truth.split()
    while len(words) > 1:
        edits = _edits(words, read)
        if _edits(words[1:], read) + len(words[0]) + 1 == edits:
            words = words[1:]
        elif _edits(words[:-1], read) + len(words[-1]) + 1 == edits:
            words = words[:-1]
        else:
            break
    return " ".join(words)


def is_cut(truth: str, read: str) -> bool:
    """Tell whether of a truth's beginning or end two characters or more were not read: the box cuts through the word."""
    if not read or len(truth) - len(read) < MISSED:
        return False
    parts = Levenshtein.opcodes(truth.upper(), read.upper())
    return any(part.tag == "delete" and part.src_end - part.src_start >= MISSED for part in (parts[0], parts[-1]))


def _edits(words: list[str], read: str) -> int:
    return Levenshtein.distance(" ".join(words).upper(), read.upper())


def recase(truth: str, read: str) -> str:
    """Give the letters of a truth the case in which they were read.

    Letters that were read as they are true tell their case. A letter that looks alike in both cases goes with the
    telling letters of its word, and so does one that was read wrongly. A word of which nothing tells stays as it is.

    Args:
        truth: What is printed, its case not to be relied on; may hold blanks.
        read: What was read there.
    """
    if len(truth.upper()) != len(truth) or len(read.upper()) != len(read):
        return truth
    seen = _agreeing(truth, read)
    cased, start = "", 0
    for word in truth.split(" "):
        here = [seen[start + place] for place in range(len(word))]
        cased += _like(word, here) + " "
        start += len(word) + 1
    return cased[:-1]


def _agreeing(truth: str, read: str) -> list[str]:
    """Return for each character of the truth how it was read, or nothing where it was read as another."""
    seen = [""] * len(truth)
    for part in Levenshtein.opcodes(truth.upper(), read.upper()):
        if part.tag == "equal":
            seen[part.src_start : part.src_end] = read[part.dest_start : part.dest_end]
    return seen


def _like(word: str, seen: list[str]) -> str:
    """Case one word: its first letter for itself, the others together where they agree."""
    places = [place for place, letter in enumerate(word) if letter.isalpha()]
    read = [seen[place] for place in places[1:] if seen[place]]
    telling = [letter for letter in read if letter not in ONE_SHAPE] or read
    if not telling:
        return "".join(letter or true for true, letter in zip(word, seen, strict=True))
    if not (all(map(str.isupper, telling)) or all(map(str.islower, telling))):
        return _mixed(word, seen)
    first = places[0]
    rest = word[first + 1 :].upper() if telling[0].isupper() else word[first + 1 :].lower()
    head = seen[first] or word[first]
    return word[:first] + (head.upper() if telling[0].isupper() and head in ONE_SHAPE else head) + rest


def _mixed(word: str, seen: list[str]) -> str:
    """Case each letter as it was read, and one that was not by the letter before it."""
    cased, is_small = "", False
    for true, read in zip(word, seen, strict=True):
        cased += read or (true.lower() if is_small else true)
        is_small = cased[-1].islower() if cased[-1].isalpha() else is_small
    return cased
