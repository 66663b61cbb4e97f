"""The rows of bought articles in the layouts that tills use, and their truth."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from training.synthetic.goods import shortened
from training.synthetic.model import Cell, left, right
from training.synthetic.money import NumberStyle, plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from training.synthetic.sale import SaleLine
    from training.synthetic.sheet import Sheet

LAYOUTS = ("before", "after", "one_line", "inline", "below", "table", "after_apart")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemStyle:
    """How one till prints its articles.

    Attributes:
        layout: `before`: quantity x price on the row above the name; `after`: below it, with the amount; `below`: below
            it, the amount beside the name; `inline`: `2 x name`; `table`: columns; `one_line`: only name and amount
            unless there are several; `after_apart`: like `after`, the amount on a third row.
        code_join: What stands between amount and tax code; None where codes are not printed.
        code_first: The tax code stands before the name instead.
        minus_after: `3,42-` instead of `-3,42`.
        quantity_places: Decimals of whole quantities (0 or 3).
        units: Printed names of units; empty text prints none.
    """

    layout: str
    numbers: NumberStyle
    times: str = " x "
    equals: str = ""
    code_join: str | None = " "
    code_first: bool = False
    minus_after: bool = False
    quantity_places: int = 0
    units: Mapping[str, str] = field(default_factory=dict)
    reduction: str = "REDUCERE"
    show_percent: bool = True
    reduction_apart: bool = False
    deposit: str = "GARANTIE AMBALAJ SGR"
    cut_names: bool = True
    barcodes: bool = False
    numbered: bool = False
    headings: tuple[str, str, str, str] = ("Denumire", "Cant", "Pret", "Valoare")
    price_unit: str = ""


def signed(style: ItemStyle, amount: Decimal) -> str:
    """An amount with its minus where this till puts it."""
    text = style.numbers.money(abs(amount))
    if amount >= 0:
        return text
    return f"{text}-" if style.minus_after else f"-{text}"


def _coded(style: ItemStyle, amount: Decimal, code: str) -> str:
    join = "" if style.code_join is None or style.code_first else style.code_join + code
    return signed(style, amount) + join


def _quantity(style: ItemStyle, line: SaleLine) -> str:
    whole = line.quantity == line.quantity.to_integral_value()
    places = style.quantity_places if whole else (2 if line.goods.unit == "litre" else 3)
    if line.goods.unit == "hour" and not whole:
        places = max(1, style.quantity_places)
    return style.numbers.number(line.quantity, places)


def _product(style: ItemStyle, line: SaleLine) -> str:
    unit = style.units.get(line.goods.unit, "")
    quantity = _quantity(style, line) + (f" {unit}" if unit else "")
    return f"{quantity}{style.times}{style.numbers.money(line.price)}{style.price_unit}"


def _truth(style: ItemStyle, sheet: Sheet, line: SaleLine, name: str, *, quantity: bool, unit: bool | None = None
           ) -> dict[str, Any]:  # fmt: skip
    item: dict[str, Any] = {"description": name}
    if quantity:
        item["quantity"] = plain(line.quantity)
        shown = style.units.get(line.goods.unit, "")
        if shown and unit is not False:
            item["unit"] = sheet.say(shown)
        item["unit_price"] = f"{line.price:.{style.numbers.places}f}"
    item["amount"] = f"{line.amount:.{style.numbers.places}f}"
    if style.code_join is not None and line.code:
        item["tax_code"] = line.code
    return item


def _name(rng: Random, style: ItemStyle, sheet: Sheet, line: SaleLine, room: int) -> list[str]:
    """The name as printed, on one row (cut) or several (wrapped)."""
    name = sheet.say(style.deposit if line.is_deposit else line.goods.name)
    if style.cut_names or room < 10:
        return [shortened(rng, name, max(room, 8))]
    rows = [""]
    for word in name.split():
        if rows[-1] and len(rows[-1]) + 1 + len(word) > room:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()[:room]
    return rows


def _before(rng: Random, style: ItemStyle, sheet: Sheet, line: SaleLine) -> dict[str, Any]:
    amount = _coded(style, line.amount, line.code)
    sheet.put(left(_product(style, line)))
    rows = _name(rng, style, sheet, line, sheet.columns - len(amount) - 1)
    for row in rows[:-1]:
        sheet.put(left(row))
    sheet.put(left(rows[-1]), right(amount))
    return _truth(style, sheet, line, " ".join(rows), quantity=True)


def _after(rng: Random, style: ItemStyle, sheet: Sheet, line: SaleLine) -> dict[str, Any]:
    rows = _name(rng, style, sheet, line, sheet.columns)
    for row in rows:
        sheet.put(left(row))
    product, amount = _product(style, line) + style.equals, _coded(style, line.amount, line.code)
    indent = 0.0 if style.equals else rng.choice((0.0, 0.0, 0.06))
    if style.layout == "after_apart" or len(product) + len(amount) + 3 > sheet.columns:
        sheet.put(left(product, indent))
        sheet.put(right(amount))
    else:
        sheet.put(left(product, indent), right(amount))
    return _truth(style, sheet, line, " ".join(rows), quantity=True)


def _below(rng: Random, style: ItemStyle, sheet: Sheet, line: SaleLine) -> dict[str, Any]:
    amount = _coded(style, line.amount, line.code)
    rows = _name(rng, style, sheet, line, sheet.columns - len(amount) - 1)
    sheet.put(left(rows[0]), right(amount))
    for row in rows[1:]:
        sheet.put(left(row))
    sheet.put(left(_product(style, line), 0.05))
    return _truth(style, sheet, line, " ".join(rows), quantity=True)


def _one_line(rng: Random, style: ItemStyle, sheet: Sheet, line: SaleLine) -> dict[str, Any]:
    several = abs(line.quantity) != 1
    if several:
        return _before(rng, style, sheet, line)
    amount = _coded(style, line.amount, line.code)
    rows = _name(rng, style, sheet, line, sheet.columns - len(amount) - 1)
    for row in rows[:-1]:
        sheet.put(left(row))
    sheet.put(left(rows[-1]), right(amount))
    return _truth(style, sheet, line, " ".join(rows), quantity=False)


def _inline(rng: Random, style: ItemStyle, sheet: Sheet, line: SaleLine) -> dict[str, Any]:
    amount, quantity = _coded(style, line.amount, line.code), _quantity(style, line)
    lead = f"{quantity}{style.times.rstrip() or 'x'} "
    rows = _name(rng, style, sheet, line, sheet.columns - len(amount) - len(lead) - 1)
    sheet.put(left(lead + rows[0]), right(amount))
    for row in rows[1:]:
        sheet.put(left(row, len(lead) / sheet.columns))
    item = _truth(style, sheet, line, " ".join(rows), quantity=True, unit=False)
    item.pop("unit_price")
    return item


def _table(rng: Random, style: ItemStyle, sheet: Sheet, line: SaleLine) -> dict[str, Any]:
    amount = _coded(style, line.amount, line.code)
    narrow = sheet.columns < 38
    cells: list[Cell] = [right(_quantity(style, line), 0.58), right(signed(style, line.price), 0.78), right(amount)]
    if narrow:
        rows = _name(rng, style, sheet, line, sheet.columns)
        for row in rows:
            sheet.put(left(row))
        sheet.put(*cells)
    else:
        rows = _name(rng, style, sheet, line, int(sheet.columns * 0.58) - len(_quantity(style, line)) - 1)
        sheet.put(left(rows[0]), *cells)
        for row in rows[1:]:
            sheet.put(left(row))
    return _truth(style, sheet, line, " ".join(rows), quantity=True, unit=False)


_PRINTERS = {"before": _before, "after": _after, "after_apart": _after, "below": _below, "one_line": _one_line,
    "inline": _inline, "table": _table}  # fmt: skip


def _reduction(style: ItemStyle, sheet: Sheet, line: SaleLine) -> None:
    percent = (
        f" {plain(line.percent).replace('.', style.numbers.decimal)}%" if line.percent and style.show_percent else ""
    )
    sheet.pair(style.reduction + percent, _coded(style, -line.reduction, line.code), apart=style.reduction_apart)


def print_items(rng: Random, style: ItemStyle, sheet: Sheet, lines: tuple[SaleLine, ...]) -> None:
    """Print all articles and record them in the sheet's fields."""
    if style.layout == "table":
        name, quantity, price, amount = style.headings
        sheet.put(left(name), right(quantity, 0.58), right(price, 0.78), right(amount))
        sheet.rule(rng.choice(("-", "-", "line", "")))
    items = []
    for line in lines:
        if style.barcodes and not line.is_deposit:
            sheet.put(left(f"{rng.choice(('594', '400', '500', '200'))}{rng.randrange(10**10):010d}"))
        items.append(_PRINTERS[style.layout](rng, style, sheet, line))
        if line.reduction:
            _reduction(style, sheet, line)
    sheet.fields["items"] = items
