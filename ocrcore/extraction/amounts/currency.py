"""The currency of a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.extraction.amounts.totals import Total
    from ocrcore.extraction.text.rows import Row
    from ocrcore.extraction.values.labelled_amounts import ReadRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency:
    """The document's currency and where it is printed; `row` is None when the country alone tells it."""

    code: str
    row: Row
    span: tuple[int, int]
    printed: bool


def find_currency(read: Sequence[ReadRow], total: Total | None, *, home: str | None) -> Currency | None:
    """Return the document's currency: printed beside amounts, best beside the total, or that of its country (`home`)."""
    votes: dict[str, tuple[int, ReadRow, tuple[int, int]]] = {}
    for each in read[:600]:
        for number in each.numbers:
            if number.currency:
                count, first, span = votes.get(number.currency, (0, each, (number.start, number.end)))
                near = total is not None and each.row.index == total.found.row.index
                votes[number.currency] = (count + (5 if near else 1), first, span)
    if home and total is not None and not ({"EUR", "USD"} & votes.keys() and home not in votes):
        _, row, span = votes.get(home, (0, read[0], (0, 0)))
        return Currency(
            code=home, row=row.row if span != (0, 0) else total.found.row, span=span, printed=span != (0, 0)
        )
    if not votes:
        return _currency_word(read)
    if "MYR" in votes or _is_malaysian(read):
        code = "MYR" if _is_malaysian(read) else max(votes, key=lambda c: votes[c][0])
    else:
        code = max(votes, key=lambda c: votes[c][0])
    _, row, span = votes.get(code, next(iter(votes.values())))
    return Currency(code=code, row=row.row, span=span, printed=code in votes)


def _is_malaysian(read: Sequence[ReadRow]) -> bool:
    words = (
        "SDN BHD",
        "SELANGOR",
        "KUALA LUMPUR",
        "JALAN",
        "JLN",
        "SHAH ALAM",
        "JOHOR",
        "MALAYSIA",
        "(RM)",
        "PETALING",
        "TAMAN",
    )
    return sum(any(word in each.row.folded for each in read[:300]) for word in words) >= 2


def _currency_word(read: Sequence[ReadRow]) -> Currency | None:
    for word, code in (
        ("RM", "MYR"),
        ("EUR", "EUR"),
        ("€", "EUR"),
        ("LEI", "RON"),
        ("USD", "USD"),
        ("US DOLLARS", "USD"),
        ("CHF", "CHF"),
    ):
        for each in read[:400]:
            at = f" {each.row.folded} ".find(f" {word} ")
            at = at if at >= 0 else each.row.folded.find(f"({word})")
            if at >= 0:
                return Currency(code=code, row=each.row, span=(at, at + len(word)), printed=True)
    first = read[0] if read else None
    return Currency(code="MYR", row=first.row, span=(0, 0), printed=False) if first and _is_malaysian(read) else None
