"""Labels and the amounts that belong to them: on the same row, on the next, or in a block of their own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ocrcore.extraction.text.label_match import Labelled, match_labels
from ocrcore.extraction.text.labels import Label
from ocrcore.extraction.values.dates import DateFound, TimeFound, find_dates, find_times
from ocrcore.extraction.values.habit import Habit, celled
from ocrcore.extraction.values.habit_numbers import find_amounts
from ocrcore.extraction.values.whole_numbers import find_whole_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from ocrcore.extraction.text.rows import Row
    from ocrcore.extraction.values.numbers import Number

LABEL_COVERAGE = 0.6
"""A row without an amount is a label when labels explain this share of its letters."""
MAX_BLOCK = 14
"""Labels or amounts that stand one below the other as one block, at most."""


class Place(StrEnum):
    """Where an amount was found, seen from its label; the first is the surest."""

    SAME_ROW = "same_row"
    NEXT_ROW = "next_row"
    BLOCK = "block"
    GUESSED_BLOCK = "guessed_block"


PLACE_WEIGHT = {Place.SAME_ROW: 1.0, Place.NEXT_ROW: 0.9, Place.BLOCK: 0.85, Place.GUESSED_BLOCK: 0.4}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """A row and everything countable on it."""

    row: Row
    numbers: tuple[Number, ...]
    dates: tuple[DateFound, ...]
    times: tuple[TimeFound, ...]
    labelled: Labelled
    whole: bool = False
    """Whether the document's amounts have no decimals."""

    @property
    def amounts(self) -> tuple[Number, ...]:
        """The numbers that are printed like amounts."""
        return tuple(number for number in self.numbers if number.money)

    @property
    def letters(self) -> int:
        """Letters on the row that belong to no date, time or number."""
        spans: list[Number | DateFound | TimeFound] = [*self.numbers, *self.dates, *self.times]
        return sum(
            letter.isalpha() and not any(each.start <= place < each.end for each in spans)
            for place, letter in enumerate(self.row.folded)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """An amount and the row on which it stands."""

    number: Number
    row: Row

    @property
    def value(self) -> Decimal:
        """The amount with its sign."""
        return self.number.value


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledAmount:
    """A label with its amounts from left to right; `rate` is a percentage printed beside the label."""

    label: Label
    labelled: Labelled
    row: Row
    amounts: tuple[Amount, ...]
    place: Place
    rate: Decimal | None = None
    exactness: float = 1.0

    @property
    def weight(self) -> float:
        """How surely the amounts belong to this label (0 to 1)."""
        return PLACE_WEIGHT[self.place] * self.exactness * min(1.0, 0.4 + 0.75 * self.labelled.coverage)


def read_rows(rows: Iterable[Row], habit: Habit, *, whole: bool = False) -> tuple[ReadRow, ...]:
    """Return rows with their numbers, dates, times and labels.

    Args:
        rows: The document's rows.
        habit: How its amounts and dates are written.
        whole: Whether its amounts have no decimals.
    """
    return tuple(_read(row, habit, whole=whole) for row in rows)


def _read(row: Row, habit: Habit, *, whole: bool) -> ReadRow:
    dates = find_dates(row.folded, month_first=habit.month_first)
    times = find_times(row.folded, dates)
    taken = [(each.start, each.end) for each in dates] + [(each.start, each.end) for each in times]
    labelled = match_labels(row.folded)
    numbers = (
        find_whole_numbers(celled(row), taken, labelled, commas=habit.in_units)
        if whole
        else find_amounts(row, taken, habit)
    )
    return ReadRow(
        row=row, numbers=tuple(numbers), dates=tuple(dates), times=tuple(times), labelled=labelled, whole=whole
    )


def find_labelled_amounts(read: Sequence[ReadRow]) -> tuple[LabelledAmount, ...]:
    """Return all labels with their amounts, in reading order."""
    labelled_amounts: list[LabelledAmount] = []
    index = 0
    while index < len(read):
        if _is_bare_label(read[index]):
            labels, values, after = _block(read, index)
            labelled_amounts += _pair(labels, values)
            index = after if values else index + len(labels)
            continue
        labelled_amounts += _on_row(read[index])
        index += 1
    return tuple(labelled_amounts)


def _is_bare_label(each: ReadRow) -> bool:
    main = each.labelled.main
    return not each.amounts and main is not None and each.labelled.coverage >= LABEL_COVERAGE and not heads_table(each)


def heads_table(each: ReadRow) -> bool:
    """Tell whether a row names the columns of a table of goods: `ITEM QTY U/P AMOUNT` is no label of what stands below."""
    return sum(hit.label is Label.TABLE_HEAD for hit in each.labelled.hits) >= 2


def _is_bare_value(each: ReadRow) -> bool:
    plain = each.amounts or any(number.decimals == 2 and not number.percent for number in each.numbers)
    return bool(plain) and each.letters <= 3 + 3 * len(each.amounts) and not each.labelled.hits


def _block(read: Sequence[ReadRow], start: int) -> tuple[list[ReadRow], list[ReadRow], int]:
    """Return the labels that stand one below the other, the bare amounts below them, and the row after both."""
    index = start
    while index < min(len(read), start + MAX_BLOCK) and _is_bare_label(read[index]):
        index += 1
    middle = index
    while index < min(len(read), middle + MAX_BLOCK) and _is_bare_value(read[index]):
        index += 1
    return list(read[start:middle]), list(read[middle:index]), index


def _pair(labels: Sequence[ReadRow], values: Sequence[ReadRow]) -> list[LabelledAmount]:
    """Pair labels with amounts in order; where their counts differ, aligned at the top and at the bottom as guesses."""
    labels = [each for each in labels if each.labelled.first(*_WITH_AMOUNT)]
    if not labels or not values:
        return []
    if len(labels) == len(values):
        place = Place.NEXT_ROW if len(labels) == 1 else Place.BLOCK
        return [_labelled_amount(label, value, place) for label, value in zip(labels, values, strict=True)]
    if len(values) == 1:
        return [_labelled_amount(labels[-1], values[0], Place.NEXT_ROW)]
    pairs = [*zip(labels, values, strict=False), *zip(reversed(labels), reversed(values), strict=False)]
    return [_labelled_amount(label, value, Place.GUESSED_BLOCK) for label, value in pairs]


_WITH_AMOUNT = frozenset(Label) - {Label.TABLE_HEAD, Label.TAX_TABLE}


def _labelled_amount(label: ReadRow, value: ReadRow, place: Place) -> LabelledAmount:
    hit = label.labelled.first(*_WITH_AMOUNT) if label.labelled.main is None else label.labelled.main
    assert hit is not None  # noqa: S101 - a row is taken as a label only when it has one
    amounts = tuple(Amount(number=number, row=value.row) for number in value.amounts)
    return LabelledAmount(
        label=hit.label, labelled=label.labelled, row=label.row, amounts=amounts, place=place,
        rate=_rate((*label.numbers, *value.numbers)), exactness=hit.exactness,
    )  # fmt: skip


def _rate(numbers: Iterable[Number]) -> Decimal | None:
    return next((number.value for number in numbers if number.percent and 0 <= number.value <= 50), None)


def _on_row(each: ReadRow) -> list[LabelledAmount]:
    """Return the labels of one row with the amounts that follow each of them."""
    folded, labelled_amounts, label_start = each.row.folded, list[LabelledAmount](), 0
    groups = _groups(each)
    for place, group in enumerate(groups):
        labelled = match_labels(folded, label_start, group[0].start)
        if labelled.main is None and place == 0:
            tail_end = groups[1][0].start if len(groups) > 1 else len(folded)
            labelled = match_labels(folded, group[-1].end, tail_end)
        hit = labelled.main
        if hit is not None:
            upto = [number for number in each.numbers if label_start <= number.start < group[-1].end]
            labelled_amounts.append(
                LabelledAmount(
                    label=hit.label, labelled=labelled, row=each.row, place=Place.SAME_ROW, exactness=hit.exactness,
                    amounts=tuple(Amount(number=number, row=each.row) for number in group), rate=_rate(upto),
                )
            )  # fmt: skip
        label_start = group[-1].end
    return labelled_amounts


def _groups(each: ReadRow) -> list[list[Number]]:
    """Return the row's amounts in runs that no label parts."""
    groups: list[list[Number]] = []
    for number in each.amounts:
        if groups and not match_labels(each.row.folded, groups[-1][-1].end, number.start).hits:
            groups[-1].append(number)
        else:
            groups.append([number])
    return groups
