"""What every error is: a code, facts, and a sentence for the person at the desk that is made from them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

Fact = str | int | float | None | Sequence[str] | Mapping[str, Any]
"""What fills a blank of a sentence: data as it is, a number, names of fields, or the record of another error."""
Facts = Mapping[str, Any]
"""Facts by the name of their blank; each a `Fact`, and so nothing that JSON could not keep."""
Cases = Mapping[str, str]
"""Sentences by the name of the case in which they are said."""
Statuses = Mapping[str, int]
"""HTTP statuses by the name of a case that has one of its own."""

_BLANK = re.compile(r"{(\w+)}")


def blanks(sentence: str) -> frozenset[str]:
    """Return the names of what a sentence leaves to be filled in."""
    return frozenset(_BLANK.findall(sentence))


def figure(value: float) -> int | float:
    """Return a number as a sentence shows it: with at most six digits, and none behind the point where it is whole."""
    short = float(f"{value:g}")
    return int(short) if short.is_integer() else short


def in_english(sentence: str, facts: Facts) -> str:
    """Return a sentence with its blanks filled, as it is logged, kept and sent to programs."""
    return sentence.format(**{name: _english(fact) for name, fact in facts.items()})


def _english(fact: Fact) -> str:
    if isinstance(fact, Mapping):
        return str(fact["message"])
    if isinstance(fact, Sequence) and not isinstance(fact, str):
        return ", ".join(str(name).replace("_", " ") for name in fact)
    return str(fact)


class OcrDeskError(Exception):
    """Something went wrong. Try again; if it happens again, report it with the job's number."""

    code: ClassVar[str] = "internal_error"
    retryable: ClassVar[bool] = False
    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500
    http_statuses: ClassVar[Statuses] = {}
    cases: ClassVar[Cases] = {"cancelled": "It was cancelled."}
    """What is said when more is known than the class's docstring tells. Every language has each of these sentences."""

    def __init__(self, message: str | None = None, *, case: str = "", **facts: Fact | OcrDeskError) -> None:
        """Say what went wrong.

        Args:
            message: The sentence itself, where it comes from outside and no other language has it.
            case: Which of `cases` it is. It may be left out where the names of the facts tell.
            facts: What fills the blanks of that sentence. An error in a blank brings its own sentence.
        """
        self.facts: Facts = {
            name: fact.record() if isinstance(fact, OcrDeskError) else fact for name, fact in facts.items()
        }
        self.is_foreign = message is not None
        """Whether its message is not one of ours, and so stays as it is in every language."""
        self.case = "" if self.is_foreign else case or self._case_of(self.facts.keys())
        self.message = in_english(self.sentence_of(self.case), self.facts) if message is None else message
        super().__init__(self.message)

    @classmethod
    def sentence_of(cls, case: str) -> str:
        """Return the English sentence of a case, with its blanks; of no case the docstring.

        Raises:
            KeyError: The class knows no such case.
        """
        return cls.cases[case] if case else " ".join((inspect.getdoc(cls) or "").split())

    @classmethod
    def _case_of(cls, names: Collection[str]) -> str:
        """Return the case whose blanks have these names; no case without facts."""
        if not names:
            return ""
        fitting = [case for case, sentence in cls.cases.items() if blanks(sentence) == set(names)]
        if len(fitting) != 1:
            raise TypeError(f"{cls.__name__} has {len(fitting)} cases with the blanks {', '.join(names)}")
        return fitting[0]

    @property
    def status(self) -> int:
        """The HTTP status of what happened."""
        return self.http_statuses.get(self.case, self.http_status)

    def record(self) -> dict[str, Any]:
        """Return what JSON keeps of this error, for `restored` and for another language to say the same."""
        kept: dict[str, Any] = {"code": self.code, "message": self.message}
        return kept if self.is_foreign else kept | {"case": self.case, "facts": self.facts}

    def __reduce__(self) -> tuple[Any, ...]:
        """Errors cross process boundaries with their facts."""
        return restored, (self.record(),)


def walk(root: type[OcrDeskError] = OcrDeskError) -> list[type[OcrDeskError]]:
    """Return `root` and every class below it, parents first."""
    return [root, *(found for child in root.__subclasses__() for found in walk(child))]


def by_code(code: str) -> type[OcrDeskError]:
    """Return the error class with this code, or the root for a code of a newer or older version."""
    return next((each for each in walk() if each.code == code), OcrDeskError)


def by_exit_code(code: int) -> type[OcrDeskError] | None:
    """Return the error class with which a command ends with this code; None for a code that says nothing more."""
    return next((each for each in walk()[1:] if each.exit_code == code), None)


def restored(record: Mapping[str, Any]) -> OcrDeskError:
    """Return the error that `record` describes; with its message alone where its case is of another version."""
    kind, case, facts = by_code(str(record["code"])), record.get("case"), record.get("facts")
    if not isinstance(case, str) or not isinstance(facts, Mapping) or case not in {"", *kind.cases}:
        return kind(str(record["message"]))
    if blanks(kind.sentence_of(case)) != facts.keys():
        return kind(str(record["message"]))
    return kind(case=case, **facts)
