"""Every text that the program says is in every language, whole: with its blanks and all its plural forms."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po

from ocrcore.database.job_status import JobStatus
from ocrcore.documents.sniff import KNOWN_STRANGERS
from ocrcore.engines.base import engine_classes
from ocrcore.errors import InputError, blanks, walk
from ocrcore.errors.words import KINDS_OF_FILES, STATUSES
from ocrcore.web.i18n.catalogue import SOURCE, languages, po_file, translations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog, Message

ROOT = Path(__file__).parents[3]
OTHERS = sorted(languages().keys() - {SOURCE})


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name if "locale" in path.parts else None)


def messages(of: Catalog) -> dict[tuple[str | None, str], Message]:
    return {(each.context, forms(each.id)[0]): each for each in of if each.id}


def forms(text: object) -> tuple[str, ...]:
    """Return a text's plural forms, or the one that it has."""
    return tuple(map(str, text)) if isinstance(text, (tuple, list)) else (str(text),)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What the program says, as the documented command finds it."""
    found = tmp_path_factory.mktemp("extracted") / "ocrdesk.pot"
    command = [
        sys.executable,
        "-m",
        "babel.messages.frontend",
        "-q",
        "extract",
        "-F",
        "pyproject.toml",
        "-o",
        str(found),
    ]
    subprocess.run([*command, "."], cwd=ROOT, check=True, env={"PYTHONPATH": str(ROOT), "PATH": ""})
    return catalogue(found)


def test_there_are_english_and_romanian() -> None:
    assert languages() == {"en": "English", "ro": "Română"}


@pytest.mark.parametrize("language", languages())
def test_a_catalogue_has_what_the_program_says_and_nothing_else(said: Catalog, language: str) -> None:
    there = messages(catalogue(po_file(language)))
    assert len(there) > 500
    assert sorted(messages(said).keys() - there.keys(), key=str) == []
    assert sorted(there.keys() - messages(said).keys(), key=str) == []


def test_english_has_a_text_for_every_name() -> None:
    named = {
        key: each for (_, key), each in messages(catalogue(po_file(SOURCE))).items() if re.fullmatch(r"[\w.-]+\w", key)
    }
    assert len(named) > 400
    assert [key for key, each in named.items() if not all(forms(each.string)) and not each.context] == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_translated_in_all_its_plural_forms(language: str) -> None:
    whole = catalogue(po_file(language))
    for each in messages(whole).values():
        assert all(forms(each.string)), each.id
        assert not each.fuzzy, each.id
        assert len(forms(each.string)) == (whole.num_plurals if each.pluralizable else 1), each.id


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_blanks_of_the_english_text(language: str) -> None:
    english = messages(catalogue(po_file(SOURCE)))
    for key, each in messages(catalogue(po_file(language))).items():
        source = [text or key[1] for text in forms(english[key].string)]
        one, other = source[0], source[-1]
        first, *rest = forms(each.string)
        # A language may have a word for a number that stands for itself alone, as Romanian has for the first.
        assert blanks(first) == blanks(one) or key[1] == "ordinal.one", key
        assert {blanks(text) for text in rest} <= {blanks(other)}, key


def test_romanian_has_three_plural_forms() -> None:
    said = [
        translations("ro").ungettext("done.delete", "done.delete", count).format(count=count) for count in (1, 2, 20)
    ]
    assert said == ["1 document șters.", "2 documente șterse.", "20 de documente șterse."]


def test_words_that_come_from_data_are_known() -> None:
    keys = {key for _, key in messages(catalogue(po_file(SOURCE)))}
    assert {f"engine.{name}" for name in engine_classes()} <= keys
    assert {f"state.{status}" for status in JobStatus} <= keys
    assert {f"failure.{each.code}" for each in walk(InputError)} - {"failure.input_error"} <= keys
    assert set(JobStatus) == set(STATUSES)
    assert {kind for _, kind in KNOWN_STRANGERS} == set(KINDS_OF_FILES)


def raised() -> Iterator[tuple[str, ast.Call]]:
    """Yield every place that makes one of our errors, with the error's name."""
    names = {each.__name__ for each in walk()}
    for path in (ROOT / "ocrcore").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                yield node.func.id, node


def test_whoever_raises_an_error_names_a_case_and_its_facts() -> None:
    kinds, seen = {each.__name__: each for each in walk()}, 0
    for name, call in raised():
        given = {each.arg: each.value for each in call.keywords}
        case = given.pop("case", None)
        if None in given or (case is not None and not isinstance(case, ast.Constant)):
            continue  # put together by a function, whose own test raises it
        facts, seen = {str(each) for each in given}, seen + 1
        sentence = kinds[name].sentence_of(str(ast.literal_eval(case))) if case else None
        fitting = [sentence] if sentence else [each for each in kinds[name].cases.values() if blanks(each) == facts]
        assert [blanks(each) for each in fitting] == [facts] or not (facts or case), ast.unparse(call)
    assert seen > 60


def test_no_error_is_given_a_sentence_where_it_is_raised() -> None:
    given = [call.args[0] for _, call in raised() if call.args]
    assert [
        ast.unparse(each)
        for each in given
        if not isinstance(each, (ast.Name, ast.Attribute)) and ast.unparse(each) != "None"
    ] == []
