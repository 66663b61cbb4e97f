"""One row of a list of goods taken apart: name, quantity, unit, unit price, amount, tax code."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING

from ocrcore.extraction.text.labels import Label
from ocrcore.extraction.text.rows import fold
from ocrcore.extraction.values.rounding import product_fits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocrcore.extraction.text.rows import Row
    from ocrcore.extraction.values.labelled_amounts import ReadRow
    from ocrcore.extraction.values.numbers import Number

_UNITS = """
    BUC BUCATI BC BUCX KG KGS G GR L LITRI LITRU LT LITRE ML M MP MC SET PET DOZA STICLA CUTIE PAC
    PACHET PCH ROLA PER PERECHE ORA ORE LUNA LUNI ZI ZILE CPL SAC BAX FL TUB PORTIE PORT PCS PC PCE NOS
    NO UNIT UNITS EA EACH PKT BOX BTL CTN ST STK STCK STUCK PAAR FLASCHE GAB GB SZT DB VNT TN KM MWH KWH
    SERV SRV AMB FOLIE COLET
"""
UNITS = frozenset(_UNITS.split())
"""Units of quantity in folded letters."""

_LETTER_UNIT = r"[A-Z8]{1,7}?\.?"
_BETWEEN = re.compile(
    rf"^[:;.]?\s?(?P<unit>{_LETTER_UNIT})?\s{{0,2}}(?:[X*@][:;.]?|(?<=\s)A)\s{{0,2}}(?:RM|LEI|RON|EUR|€|\$|£)?\s?$"
)
_UNSIGNED = re.compile(
    rf"^\W{{0,2}}(?P<count>\d{{1,4}})(?:[.,](?P<thousandths>\d{{3}}))?\s{{0,2}}(?P<unit>{_LETTER_UNIT})?\W{{1,4}}\d{{1,6}}[.,]\d\d\W{{0,2}}$"
)
_PRICE_ALONE = re.compile(
    rf"^\W{{0,2}}(?P<unit>{_LETTER_UNIT})?\s{{0,2}}(?<![A-Z])[X*]\s{{0,2}}\d{{1,6}}[.,]\d\d\W{{0,2}}$"
)
_COUNT_ALONE = re.compile(
    rf"^\W{{0,2}}(?P<count>\d{{1,4}}(?:[.,]\d{{3}})?)\s?(?P<unit>{_LETTER_UNIT})?\s{{0,2}}[X*]\W{{0,2}}$"
)
_AT_ONLY = re.compile(r"(?:^|\s)@\s?(?:RM|EUR|€|\$|£)?\s?$")
_CODE_AFTER = re.compile(
    r"^\s{0,2}-?\s{0,3}(?:LEI|RON|EUR|€|RM|"
    r"KR)?\s{0,3}[*#(]?\s?(?P<code>[A-Z][A-Z0-9]{0,2})?\s?[)*.]?\s{0,2}$"
)
_CODE_APART = re.compile(r"\s[*#](?P<code>[A-Z])$")
_LEADING_COUNT = re.compile(
    r"^\s?(?P<count>\d{1,3})\s{0,2}[X*]?\s{1,3}(?=[A-Z\d])|^(?P<count2>\d{1,3})\s?[X*]\s?(?=[A-Z])"
)
_PRICE_UNIT = re.compile(r"^(?:LEI|RON|RM|EUR|€|KR)?\s?/?\s?[A-Z]{0,5}\.?$")
_EDGES = " \t|.:;,=*#@-–"
SIGN_LETTERS = 4
"""The sign of multiplication and the blanks around it take at most the room of so many letters."""
_CENT = 2
_PAIR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """What one row says about goods; what it does not say is None or empty."""

    row: Row
    text: str
    quantity: Decimal | None = None
    unit: str = ""
    unit_price: Decimal | None = None
    amount: Decimal | None = None
    amount_span: tuple[int, int] = (0, 0)
    code: str = ""
    exact: bool = True
    discount: bool = False

    @property
    def named(self) -> bool:
        """Whether the text could be the name of goods: some letters, not only a code number."""
        return sum(letter.isalpha() for letter in self.text) >= 2

    @property
    def multiplies(self) -> bool:
        """Whether quantity × unit price gives the amount."""
        if self.quantity is None or self.unit_price is None or self.amount is None:
            return False
        return product_fits(self.quantity, self.unit_price, self.amount)


def read_item_line(each: ReadRow) -> ItemLine:
    """Take one row apart."""
    reason = each.labelled.first(Label.DISCOUNT)
    discount = reason is not None and (each.labelled.coverage > 0.45 or reason.start <= 3)
    numbers = [number for number in each.numbers if not number.percent]
    product = _product(each.row.folded, numbers, least_decimals=0 if each.whole else 1) or _unsigned(each, numbers)
    line = _multiplied(each, product) if product else None
    if line is not None and line.amount is None and line.named and _LEADING_COUNT.match(each.row.folded):
        line = None  # `6 x Car wash wax 1X 48.48`: the row has its quantity in front, the other is a size
    if line is None or not line.multiplies:
        line = _triple(each, numbers) or line or _single(each, numbers)
    if not discount:
        return line
    return ItemLine(
        row=line.row, text=line.text, amount=None if line.amount is None else -abs(line.amount),
        amount_span=line.amount_span, code=line.code,
        exact=line.exact, discount=True,
    )  # fmt: skip


def _product(folded: str, numbers: Sequence[Number], *, least_decimals: int) -> tuple[int, str] | None:
    """Return where `quantity [unit] x price` stands among the numbers, and the unit."""
    for index, (first, second) in enumerate(itertools.pairwise(numbers)):
        between = _BETWEEN.match(folded[first.end : second.start])
        if between and second.decimals >= least_decimals:
            return index, _unit(between)
    return None


def _unsigned(each: ReadRow, numbers: Sequence[Number]) -> tuple[int, str] | None:
    """Return the place and the unit of a quantity and a price that stand alone on a row, the sign between them not read.

    Thousandths or a unit tell a quantity: `1.000 16.41`, `1 BUC. 3.95`. Farther away the second is an amount.
    """
    found = _UNSIGNED.match(each.row.folded)
    if found is None or len(numbers) != _PAIR or ((unit := _unit(found)) and unit not in UNITS):
        return None
    if _letters_between(each.row, found.end("unit") if unit else numbers[0].end, numbers[1]) > SIGN_LETTERS:
        return None
    return (0, unit) if found.group("thousandths") or unit else None


def _letters_between(row: Row, end: int, number: Number) -> float:
    """Return how many of a number's digits would fit between it and what ends in front of it."""
    left, right = row.box_of(max(end - 1, 0), end), row.box_of(number.start, number.end)
    digit = (right[2] - right[0]) / (number.end - number.start)
    return (right[0] - left[2]) / digit if digit > 0 else 0.0


def _multiplied(each: ReadRow, product: tuple[int, str]) -> ItemLine:
    index, unit = product
    numbers = [number for number in each.numbers if not number.percent]
    quantity, price = numbers[index], numbers[index + 1]
    after = [number for number in numbers[index + 2 :] if number.decimals == _CENT or number.whole]
    after = after or [mended for number in numbers[index + 2 :] if (mended := _without_code(quantity, price, number))]
    amount = after[-1] if after else None
    spans = [(quantity.start, price.end)] + [(number.start, number.end) for number in after]
    code, code_span = _code(each.row.folded, (amount or price).end)
    count = _quantity(quantity, price, amount)
    text = _remaining(each.row.text, [*spans, code_span])
    if _PRICE_UNIT.match(fold(text)):
        text = ""
    return ItemLine(
        row=each.row, text=text, quantity=count, unit=_tidy_unit(unit.replace("8", "B")),
        unit_price=price.value, amount=amount.value if amount else None, code=code if amount or len(code) == 1 else "",
        amount_span=(amount.start, amount.end) if amount else (0, 0), exact=amount.exact if amount else True,
    )  # fmt: skip


def _without_code(quantity: Number, price: Number, amount: Number) -> Number | None:
    """Return an amount without a third decimal that is its tax letter misread, `2 X 30,87= 61,746`, where the product says so."""
    if amount.decimals != _CENT + 1:
        return None
    cents = amount.value.quantize(Decimal("0.01"), ROUND_DOWN)
    if cents != price.value and not product_fits(quantity.value, price.value, cents):
        return None
    return replace(amount, value=cents, decimals=_CENT, end=amount.end - 1, other=None)


def _quantity(quantity: Number, price: Number, amount: Number | None) -> Decimal:
    """Read `1,000` as one, or as a thousand where the amount says so."""
    if amount is not None and quantity.other is not None and product_fits(quantity.other, price.value, amount.value):
        return quantity.other
    return quantity.value


def _triple(each: ReadRow, numbers: Sequence[Number]) -> ItemLine | None:
    """Find three numbers of the row, from left to right, where the first times the second is the third.

    Those that stand next to each other come first: a running number times a tax may give the tax as well.
    """
    numbers = numbers[-8:]
    fitting = [
        (a, b, c) for a, b, c in itertools.combinations(range(len(numbers)), 3)
        if (numbers[c].money or each.whole) and (numbers[b].decimals >= 2 or each.whole) and not numbers[a].currency
        and numbers[a].value != 0 and numbers[b].value != 0
        and product_fits(numbers[a].value, numbers[b].value, numbers[c].value)
    ]  # fmt: skip
    if not fitting:
        return None
    a, b, c = min(fitting, key=lambda places: (places[2] - places[0], -places[2]))
    return _from_triple(each, numbers[a], numbers[b], numbers[c])


def _from_triple(each: ReadRow, quantity: Number, price: Number, amount: Number) -> ItemLine:
    folded = each.row.folded
    unit_before = re.search(
        r"\b([A-Z]{1,7})\.?\s{0,3}\|?\s{0,3}$", folded[max(0, quantity.start - 14) : quantity.start]
    )
    unit_after = re.match(r"\s{0,2}([A-Z]{1,7})\b", folded[quantity.end : quantity.end + 10])
    unit, unit_span = "", (0, 0)
    if unit_after and unit_after.group(1) in UNITS:
        unit = unit_after.group(1)
        unit_span = (quantity.end + unit_after.start(1), quantity.end + unit_after.end(1))
    elif unit_before and unit_before.group(1) in UNITS:
        base = max(0, quantity.start - 14)
        unit, unit_span = unit_before.group(1), (base + unit_before.start(1), base + unit_before.end(1))
    others = [(n.start, n.end) for n in each.numbers if n.start >= price.start]
    code, code_span = _code(folded, each.numbers[-1].end)
    spans = [(quantity.start, quantity.end), *others, unit_span, code_span]
    return ItemLine(
        row=each.row, text=_remaining(each.row.text, spans), quantity=quantity.value, unit=_tidy_unit(unit),
        unit_price=price.value, amount=amount.value, amount_span=(amount.start, amount.end), code=code,
        exact=amount.exact and price.exact,
    )  # fmt: skip


def _single(each: ReadRow, numbers: Sequence[Number]) -> ItemLine:
    folded, text = each.row.folded, each.row.text
    amounts = [number for number in numbers if number.money]
    amount = amounts[-1] if amounts and _ends_row(folded, amounts[-1]) else None
    alone = _PRICE_ALONE.match(folded)
    if amount is not None and alone and _unit(alone) in UNITS | {""}:
        return ItemLine(row=each.row, text="", unit_price=amount.value)  # `BUC X 6,29`: its count was not read
    if amount is None and (alone := _COUNT_ALONE.match(folded)):
        return ItemLine(
            row=each.row, text="", quantity=Decimal(alone.group("count").replace(",", ".")),
            unit=_tidy_unit(_unit(alone)),
        )  # fmt: skip
    if amount is None:
        return ItemLine(row=each.row, text=text.strip(_EDGES))
    code, code_span = _code(folded, amount.end)
    price = amounts[-2] if len(amounts) > 1 and _AT_ONLY.search(folded[: amounts[-2].start]) else None
    count = _LEADING_COUNT.match(folded)
    quantity = Decimal(count.group("count") or count.group("count2")) if count else None
    spans = [(number.start, number.end) for number in amounts if number is price or number is amount]
    spans += [code_span, (0, count.end() if count else 0)]
    return ItemLine(
        row=each.row, text=_remaining(text, spans), quantity=quantity, unit_price=price.value if price else None,
        amount=amount.value, amount_span=(amount.start, amount.end), code=code, exact=amount.exact,
    )  # fmt: skip


def _ends_row(folded: str, amount: Number) -> bool:
    tail = folded[amount.end :]
    return bool(_CODE_AFTER.match(tail)) or sum(letter.isalnum() for letter in tail) <= 3


def _code(folded: str, end: int) -> tuple[str, tuple[int, int]]:
    match = _CODE_AFTER.match(folded[end:])
    if match and match.group("code"):
        return match.group("code"), (end + match.start("code"), end + match.end("code"))
    apart = _CODE_APART.search(folded)
    return (apart.group("code"), (apart.start() + 1, apart.end())) if apart else ("", (0, 0))


def _remaining(text: str, spans: Sequence[tuple[int, int]]) -> str:
    letters = list(text)
    for start, end in spans:
        letters[start:end] = " " * (end - start)
    words = "".join(letters).replace("|", " ").split()
    while words and words[-1].upper() in {"RM", "LEI", "RON", "€", "$", "EUR", "=", "X", "*", "@", "-", "RS"}:
        words.pop()
    return " ".join(words).strip(_EDGES)


def _unit(match: re.Match[str]) -> str:
    return (match.group("unit") or "").rstrip(".")


def _tidy_unit(unit: str) -> str:
    return unit if unit in UNITS else ""
