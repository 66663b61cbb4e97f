"""The goods of a document: rows put together to items, whatever the order of name, quantity and amount."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ocrcore.extraction.amounts.item_lines import ItemLine, read_item_line
from ocrcore.extraction.amounts.items_end import ENDS, end_of_goods
from ocrcore.extraction.text.labels import Label
from ocrcore.extraction.values.rounding import product_fits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocrcore.extraction.text.rows import Row
    from ocrcore.extraction.values.labelled_amounts import ReadRow

MAX_NAME_ROWS = 4
"""A name printed on more rows than this is cut to its last rows."""
MAX_ITEMS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of goods, or a reduction (`discount`) that stands among the goods.

    `printed` is the amount as it was read, where that was put right.
    """

    description: str
    quantity: Decimal | None
    unit: str
    unit_price: Decimal | None
    amount: Decimal
    code: str
    rows: tuple[Row, ...]
    exact: bool
    multiplies: bool
    discount: bool = False
    printed: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemList:
    """The goods and the reductions among them; `end` is the index of the row where the list ends."""

    items: tuple[Item, ...] = ()
    discounts: tuple[Item, ...] = ()
    end: int = 0

    @property
    def total(self) -> Decimal:
        """The sum of all amounts, reductions taken off."""
        return sum((each.amount for each in (*self.items, *self.discounts)), Decimal(0))

    @property
    def by_code(self) -> dict[str, Decimal]:
        """The sum of all amounts by their tax letter, reductions taken off."""
        sums: dict[str, Decimal] = {}
        for each in (*self.items, *self.discounts):
            sums[each.code] = sums.get(each.code, Decimal(0)) + each.amount
        return sums


def find_items(read: Sequence[ReadRow], start: int) -> ItemList:
    """Return the goods listed from row `start` to the first total.

    Args:
        read: The document's rows.
        start: Index in `read` of the first row below the head of the document.
    """
    end = end_of_goods(read, start)
    lines = [read_item_line(each) for each in read[start:end] if not _is_no_goods(each)]
    found = min((_assembled(lines, names_follow=follow) for follow in (False, True)), key=_nameless)
    return ItemList(
        items=tuple(item for item in found if not item.discount),
        discounts=tuple(item for item in found if item.discount),
        end=end,
    )


def _assembled(lines: Sequence[ItemLine], *, names_follow: bool) -> list[Item]:
    assembly = _Assembly(names_follow=names_follow)
    for line in lines[: MAX_ITEMS * 4]:
        assembly.take(line)
    return assembly.finish()


def _nameless(items: Sequence[Item]) -> int:
    return sum(not _has_name(item.description) for item in items)


def _is_no_goods(each: ReadRow) -> bool:
    main = each.labelled.main
    if each.dates and not each.amounts:
        return True
    if main is None or each.labelled.coverage < 0.6 or (main.label is Label.COUNT and read_item_line(each).multiplies):
        return False
    if main.label is Label.PAID and any(number.value < 0 for number in each.amounts):
        return True  # an older invoice's payment
    if main.label in {Label.CARRIED, Label.BALANCE, Label.COUNT, Label.TAX_TABLE, *ENDS}:
        return True
    return main.label is Label.TABLE_HEAD and not each.numbers


class _Assembly:
    """Puts lines together. A quantity waits for its amount on either side; names stand above or below amounts."""

    def __init__(self, *, names_follow: bool) -> None:
        self.names_follow = names_follow
        self.done: list[Item] = []
        self.names: list[ItemLine] = []
        self.waiting: ItemLine | None = None
        self.reason: ItemLine | None = None

    def take(self, line: ItemLine) -> None:
        """Add one row."""
        reason, self.reason = self.reason, None
        line = self._with_count_above(line)
        if line.amount is None and self._is_priced(line):
            line = replace(line, amount=line.unit_price, quantity=None, unit="", unit_price=None)
        if line.discount or self._takes_off(line):
            self._take_discount(replace(line, discount=True))
        elif reason is not None and line.amount is not None and not line.named:
            self._take_discount(replace(line, amount=-abs(line.amount), discount=True, text=reason.text))
        elif line.amount is None and line.quantity is not None:
            self._take_quantity(line)
        elif line.amount is None:
            self._take_text(line)
        else:
            self._take_amount(line)

    def _takes_off(self, line: ItemLine) -> bool:
        """Tell whether a negative amount right below goods with the same tax letter is a reduction: `JISC. -0,80 A`."""
        last = self.done[-1] if self.done else None
        if last is None or last.discount or line.amount is None or line.quantity is not None:
            return False
        is_less = line.amount < 0 < last.amount and abs(line.amount) < last.amount
        return is_less and line.code == last.code != "" and not self.waiting and not self.names

    def _with_count_above(self, line: ItemLine) -> ItemLine:
        """Take a bare amount below `3,000 *` for the price that slipped off that row."""
        counted = self.waiting
        if counted is None or counted.quantity is None or counted.unit_price is not None:
            return line
        if line.amount is None or line.named or line.code or line.quantity is not None:
            return line
        self.waiting = None
        return replace(counted, unit_price=line.amount)

    def _is_priced(self, line: ItemLine) -> bool:
        """Tell whether `1X 55.08` at the end of a name is a size and the amount that the quantity above makes."""
        waiting = self.waiting
        if waiting is None or waiting.quantity is None or waiting.unit_price is None or line.unit_price is None:
            return False
        return line.named and product_fits(waiting.quantity, waiting.unit_price, line.unit_price)

    def finish(self) -> list[Item]:
        """Return the items; a name that waits in vain for an amount is no item."""
        return _without_numbering(self.done[:MAX_ITEMS])

    def _take_discount(self, line: ItemLine) -> None:
        """Add a reduction; one without an amount waits for the next row's."""
        if line.amount is None:
            self.reason = line
        else:
            self._add(line, [line.row], line.text)

    def _take_quantity(self, line: ItemLine) -> None:
        last = self.done[-1] if self.done else None
        product = (line.quantity or Decimal(0)) * (line.unit_price or Decimal(0))
        fits_last = (
            last is not None and not self.names and not last.discount and last.unit_price is None
            and product_fits(line.quantity or Decimal(0), line.unit_price or Decimal(0), last.amount)
        )  # fmt: skip
        if fits_last and last is not None and product:
            self.done[-1] = replace(
                last, quantity=line.quantity, unit=line.unit, unit_price=line.unit_price, multiplies=True,
                rows=(*last.rows, line.row),
            )  # fmt: skip
            return
        self.waiting = line

    def _take_text(self, line: ItemLine) -> None:
        if not line.named:
            return
        last = self.done[-1] if self.done else None
        if self.names_follow and last is not None and self.waiting is None and not _has_name(last.description):
            self.done[-1] = replace(
                last, description=f"{last.description} {line.text}".strip(), rows=(*last.rows, line.row)
            )
            return
        self.names = [*self.names, line][-MAX_NAME_ROWS:]

    def _take_amount(self, line: ItemLine) -> None:
        waiting, self.waiting = self.waiting, None
        rows = [line.row]
        amount = line.amount or Decimal(0)
        if waiting is not None and line.quantity in {None, Decimal(1)} and line.unit_price is None:
            rows.insert(0, waiting.row)
            line = replace(
                line, quantity=waiting.quantity, unit=waiting.unit, unit_price=waiting.unit_price,
                text=f"{waiting.text} {line.text}".strip(),
            )  # fmt: skip
            if waiting.quantity is not None and waiting.unit_price is not None:
                line = replace(line, exact=line.exact or product_fits(waiting.quantity, waiting.unit_price, amount))
        names, self.names = self.names, []
        if not names and not line.named and self._belongs_to_last(line, waiting):
            return
        if not line.named or (names and not _has_name(line.text)):
            rows = [name.row for name in names] + rows
            description = " ".join([*(name.text for name in names), line.text]).strip()
        else:
            description = line.text
        self._add(line, rows, description)

    def _belongs_to_last(self, line: ItemLine, waiting: ItemLine | None) -> bool:
        """Give the last item its amount where its own row printed the unit price only, then `quantity x price =`."""
        last = self.done[-1] if self.done else None
        if (
            last is None
            or last.discount
            or last.code
            or line.amount is None
            or line.row.index - last.rows[-1].index > 2
        ):
            return False
        told_twice = waiting is None and last.multiplies and last.amount == line.amount
        # `GARANTIE 0.50`, then `1,00 X 0,50 = 0,50`: the price was part of the name
        named_by_price = (
            waiting is None and line.multiplies and last.unit_price is None and last.amount == line.unit_price
        )
        waiting = line if named_by_price else waiting
        priced = (
            waiting is not None and last.unit_price is None and last.amount == waiting.unit_price and line.multiplies
        )
        if told_twice or priced:
            self.done[-1] = replace(
                last, amount=line.amount, code=line.code, rows=(*last.rows, line.row), multiplies=True,
                quantity=line.quantity if priced else last.quantity, unit=line.unit if priced else last.unit,
                unit_price=line.unit_price if priced else last.unit_price,
            )  # fmt: skip
        return told_twice or priced

    def _add(self, line: ItemLine, rows: Sequence[Row], description: str) -> None:
        if line.amount is None:
            return
        self.done.append(
            Item(
                description=description, quantity=line.quantity, unit=line.unit, unit_price=line.unit_price,
                amount=line.amount, code=line.code, rows=tuple(rows), exact=line.exact,
                multiplies=line.multiplies, discount=line.discount,
            )
        )  # fmt: skip


def _without_numbering(items: list[Item]) -> list[Item]:
    """Take off the running number of a numbered list (`1 Name`, `2. Name`)."""
    numbered = [(re.match(r"(\d{1,3})[.)]?\s+(?=\S)", item.description), item) for item in items]
    goods = [found for found, item in numbered if not item.discount]
    counts = [int(found.group(1)) for found in goods if found]
    if len(counts) != len(goods) or not counts or counts != list(range(counts[0], counts[0] + len(counts))):
        return items
    if len(counts) == 1 and counts != [1]:
        return items
    return [
        replace(item, description=item.description[found.end() :]) if found and not item.discount else item
        for found, item in numbered
    ]


def _has_name(text: str) -> bool:
    return any(sum(letter.isalpha() for letter in word) >= 3 for word in _words(text))


def _words(text: str) -> Iterator[str]:
    return (word for word in text.split() if not any(letter.isdigit() for letter in word))
