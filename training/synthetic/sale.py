"""What was bought and paid, consistent to the cent: the sum of lines, reductions, taxes, payments and change."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from training.synthetic.goods import Goods, TaxClass
from training.synthetic.money import included_tax, quantize

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from random import Random

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tax:
    """One rate of tax on one document; `base` is the net amount."""

    code: str
    rate: Decimal
    base: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleLine:
    """One article sold. `reduction` is positive and not yet taken off `amount`."""

    goods: Goods
    quantity: Decimal
    price: Decimal
    amount: Decimal
    code: str
    reduction: Decimal = ZERO
    percent: Decimal | None = None
    is_deposit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """`method`: cash, card, voucher or transfer; `amount` is what was handed over."""

    method: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """A whole sale; `reduction` (positive) was taken off the subtotal, `rounding` added to it."""

    when: datetime
    lines: tuple[SaleLine, ...]
    subtotal: Decimal
    reduction: Decimal
    rounding: Decimal
    total: Decimal
    taxes: tuple[Tax, ...]
    payments: tuple[Payment, ...]
    change: Decimal

    @property
    def tax_total(self) -> Decimal:
        return sum((tax.amount for tax in self.taxes), ZERO)

    @property
    def reductions(self) -> Decimal:
        """All reductions together, on lines and on the subtotal."""
        return self.reduction + sum((line.reduction for line in self.lines), ZERO)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleRules:
    """What a country and a till allow.

    Attributes:
        codes: Letter and rate of each class of tax.
        places: Decimals of money.
        cash_step: Smallest coin, where cash totals are rounded to it.
        deposit: The deposit on a bottle, or zero.
        returns: The sale is taken back: all amounts negative.
    """

    codes: Mapping[TaxClass, tuple[str, Decimal]]
    places: int = 2
    cash_step: Decimal | None = None
    deposit: Decimal = ZERO
    line_reduction_chance: float = 0.12
    reduction_chance: float = 0.08
    returns: bool = False


def _quantity(rng: Random, goods: Goods) -> Decimal:
    if goods.unit == "kg":
        return Decimal(rng.randint(50, 3200)).scaleb(-3)
    if goods.unit == "litre":
        return Decimal(rng.randint(500, 6500)).scaleb(-2)
    if goods.unit == "hour":
        return Decimal(rng.choice((5, 10, 15, 20, 30, 45))).scaleb(-1)
    return Decimal(rng.choice((1,) * 14 + (2, 2, 2, 2, 3, 3, 4, 5, 6, 10, 12)))


def _line(rng: Random, rules: SaleRules, goods: Goods) -> SaleLine:
    quantity = _quantity(rng, goods)
    amount = max(quantize(quantity * goods.price, rules.places), Decimal(1).scaleb(-rules.places))
    reduction, percent = ZERO, None
    if rng.random() < rules.line_reduction_chance and amount > 2:
        percent = Decimal(rng.choice((5, 10, 15, 20, 25, 30, 40, 50)))
        reduction = quantize(amount * percent / 100, rules.places)
        if rng.random() < 0.3:
            reduction, percent = quantize(amount * Decimal(rng.randint(5, 45)) / 100, rules.places), None
    if rules.returns:
        quantity, amount, reduction = -quantity, -amount, ZERO
    return SaleLine(goods=goods, quantity=quantity, price=goods.price, amount=amount, code=rules.codes[goods.tax][0],
        reduction=reduction, percent=percent if reduction else None)  # fmt: skip


def _deposit(rules: SaleRules, line: SaleLine) -> SaleLine:
    goods = Goods(name="", unit="piece", price=rules.deposit, tax="zero")
    return SaleLine(goods=goods, quantity=line.quantity, price=rules.deposit,
        amount=quantize(line.quantity * rules.deposit, rules.places), code=rules.codes["zero"][0], is_deposit=True)  # fmt: skip


def _gross(lines: list[SaleLine]) -> dict[str, Decimal]:
    """What is to be paid under each tax code."""
    gross: dict[str, Decimal] = {}
    for line in lines:
        gross[line.code] = gross.get(line.code, ZERO) + line.amount - line.reduction
    return gross


def _taxes(rules: SaleRules, lines: list[SaleLine], reduction: Decimal) -> tuple[Tax, ...]:
    rates, gross = dict(rules.codes.values()), _gross(lines)
    if reduction:
        biggest = max(gross, key=lambda code: (gross[code], code))
        gross[biggest] -= reduction
    taxes = []
    for code in sorted(gross):
        amount = included_tax(gross[code], rates[code], rules.places)
        taxes.append(Tax(code=code, rate=rates[code], base=gross[code] - amount, amount=amount))
    return tuple(taxes)


def _pay(rng: Random, total: Decimal, step: Decimal) -> tuple[tuple[Payment, ...], Decimal]:
    if total <= 0 or rng.random() < 0.45:
        method = "cash" if total <= 0 and rng.random() < 0.5 else "card"
        return (Payment(method=method, amount=total),), ZERO
    if rng.random() < 0.1 and total > 20:
        first = Decimal(rng.randint(1, max(1, int(total) - 5)))
        return (Payment(method="voucher", amount=first),
            Payment(method=rng.choice(("card", "cash")), amount=total - first)), ZERO  # fmt: skip
    notes = [Decimal(note) * step for note in (1, 5, 10, 20, 50, 100, 200, 500, 1000)]
    note = rng.choice([note for note in notes if note <= total * 4] or notes[:1])
    paid = total if rng.random() < 0.2 else (total / note).to_integral_value(ROUND_CEILING) * note
    return (Payment(method="cash", amount=paid),), paid - total


def make_sale(rng: Random, rules: SaleRules, when: datetime, shelf: Callable[[], Goods], count: int) -> Sale:
    """Fill a basket with `count` articles and pay for it.

    Args:
        rng: The source of chance.
        rules: Rates, rounding and chances.
        when: The moment of sale.
        shelf: Gives one article at each call.
        count: How many articles.
    """
    lines: list[SaleLine] = []
    for _ in range(count):
        line = _line(rng, rules, shelf())
        lines.append(line)
        if rules.deposit and line.goods.deposit and line.quantity == line.quantity.to_integral_value():
            lines.append(_deposit(rules, line))
    subtotal = sum((line.amount - line.reduction for line in lines), ZERO)
    reduction = ZERO
    if rng.random() < rules.reduction_chance and not rules.returns:
        reduction = quantize(max(_gross(lines).values()) * Decimal(rng.choice((5, 10, 15, 20))) / 100, rules.places)
    due = subtotal - reduction
    coin = Decimal(1).scaleb(2 - rules.places) if rules.places else Decimal(100)
    rounding = ZERO
    if rules.cash_step:
        rounding = (due / rules.cash_step).quantize(Decimal(1)) * rules.cash_step - due
    total = quantize(due + rounding, rules.places)
    payments, change = _pay(rng, total, Decimal(1) if rules.places else coin)
    return Sale(when=when, lines=tuple(lines), subtotal=subtotal, reduction=reduction, rounding=quantize(rounding, rules.places),
        total=total, taxes=_taxes(rules, lines, reduction), payments=payments, change=change)  # fmt: skip
