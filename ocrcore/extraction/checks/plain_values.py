"""The plain values of a document, which the checks compare: of one just read, or of one that a person corrected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainTaxId:
    """A tax id; `valid` says whether its control digit is right, None where no rule is known."""

    value: str
    valid: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainItem:
    """One row of goods.

    `multiplies` says whether quantity × price is the amount, None where one is missing; `printed` is the amount as it
    was read, where that was put right.
    """

    amount: Decimal
    tax_code: str = ""
    multiplies: bool | None = None
    printed: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainTax:
    """One rate's tax in percent; `fits` says whether base and amount agree with the rate, None without a base."""

    code: str
    rate: Decimal | None
    amount: Decimal | None
    fits: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainValues:
    """What a document says, as far as it can be checked.

    Attributes:
        romanian: Whether the Romanian rates of TVA hold.
        item_sums: What the goods may add up to: as they are, and with reductions taken off.
        reductions: Reductions among the goods with the tax letter that each bears; None where that is not known.
        paid: Payments less change; None when there is nothing that could prove or refute the total.
        change_known: Whether the change that was given back is among `paid`.
        proofs: The equations of the page that give the total (see `totals`); none for corrected values.
        rival_total: Another amount that the page labels as its total.
        today: The day against which a date is judged plausible.
    """

    today: date
    romanian: bool
    currency: str
    due_date: date | None
    date: date | None
    vendor_tax_id: PlainTaxId | None
    customer_tax_id: PlainTaxId | None
    total: Decimal | None
    net_total: Decimal | None
    tax_total: Decimal | None
    items: tuple[PlainItem, ...]
    item_sums: tuple[Decimal, ...]
    reductions: tuple[PlainItem, ...] | None
    taxes: tuple[PlainTax, ...]
    paid: Decimal | None
    change_known: bool
    fiscal_id: str = ""
    proofs: frozenset[str] = frozenset()
    rival_total: Decimal | None = None
