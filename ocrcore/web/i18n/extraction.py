"""Finds the texts that the program says, for `pybabel extract` (settings in `pyproject.toml`; see docs/languages.md)."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import IO, TYPE_CHECKING, Any

from babel.messages.pofile import read_po

from ocrcore.errors import walk
from ocrcore.errors.words import WORDS
from ocrcore.queue.steps import STEPS
from ocrcore.web.i18n.catalogue import FACT, SOURCE, po_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Found = tuple[int, str, tuple[str, ...], list[str]]
"""A line, gettext's own name for a call of this form, its arguments, and comments for translators (none)."""

_ONE = frozenset({"plain", "say"})
_COUNTED = frozenset({"plain_count", "say_count"})


def page_texts(file: IO[bytes], keywords: object, comment_tags: object, options: object) -> Iterator[Found]:
    """Yield the keys that a module of the pages names: in a call of `say` and its like, as a string, or as a pattern.

    A key that is put together (`f"state.{status}"`) stands for every key of the English catalogue that it fits, and a
    string such as `queue.when` for every key that begins so.
    """
    known = _known()
    tree = ast.parse(file.read())
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            called, first = node.func.id, node.args[0]
            if called in _ONE | _COUNTED and isinstance(first, ast.Constant):
                yield _message(node.lineno, str(first.value), counted=called in _COUNTED)
        if isinstance(node, ast.JoinedStr):
            pattern = re.compile("".join(_pattern(part) for part in node.values))
            for key in filter(pattern.fullmatch, known if _begins_with_a_name(node) else ()):
                yield _message(node.lineno, key, counted=known[key])
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value:
            for key in known:
                if key == node.value or key.startswith(f"{node.value}."):
                    yield _message(node.lineno, key, counted=known[key])


def sentences(file: IO[bytes], keywords: object, comment_tags: object, options: object) -> Iterator[Found]:
    """Yield what errors and steps of a story say in English, whatever module is given, and the words among their facts."""
    for kind in walk():
        for case in ("", *kind.cases):
            yield _message(1, kind.sentence_of(case), counted=False)
    for _, sentence in STEPS.values():
        yield _message(1, sentence, counted=False)
    for word in WORDS:
        yield 1, "pgettext", (FACT, word), []


def _message(line: int, key: str, *, counted: bool) -> Found:
    return (line, "ngettext", (key, key), []) if counted else (line, "gettext", (key,), [])


@cache
def _known() -> Mapping[str, bool]:
    """Return the keys of the English catalogue, each with whether it goes with a number."""
    with po_file(SOURCE).open("rb") as file:
        found = {message.id: message for message in read_po(file) if message.id and not message.context}
    return {_key(each): message.pluralizable for each, message in found.items()}


def _key(message_id: Any) -> str:  # noqa: ANN401 - Babel's message is a string, or its singular and plural
    return message_id if isinstance(message_id, str) else str(message_id[0])


def _pattern(part: ast.expr) -> str:
    return re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w-]+"


def _begins_with_a_name(node: ast.JoinedStr) -> bool:
    first = node.values[0] if node.values else None
    return isinstance(first, ast.Constant) and re.match(r"\w+\.", str(first.value)) is not None
