"""What an electronic invoice says, in the words of EN 16931-1 and with the signs of its XML.

The comments name the standard's business terms (BT) and groups (BG). A text that is not there is empty, a figure None.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

CREDIT_NOTE_TYPES = frozenset({"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"})
"""Codes of UNTDID 1001 whose amounts are given back: EN 16931 writes them without a minus."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeParty:
    """The seller (BG-4) or the buyer (BG-7). `tax_id` is the VAT number, else another number of registration."""

    name: str = ""
    tax_id: str = ""
    address: str = ""
    country: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    """A line (BG-25). `unit_price` is the net price of one unit, `amount` is net and less the line's allowances."""

    description: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    unit_price: Decimal | None = None
    amount: Decimal | None = None
    category: str = ""
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowanceCharge:
    """An allowance (BG-20) or a charge (BG-21) on the whole invoice; the amount is net."""

    is_charge: bool
    amount: Decimal | None = None
    reason: str = ""
    category: str = ""
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxSubtotal:
    """One category and rate of tax (BG-23). Categories are those of UNTDID 5305: S, Z, E, AE, K, G, O, L, M."""

    category: str = ""
    rate: Decimal | None = None
    base: Decimal | None = None
    amount: Decimal | None = None
    exemption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The document's totals (BG-22)."""

    lines: Decimal | None = None
    """BT-106, sum of the lines' net amounts."""
    allowances: Decimal | None = None
    """BT-107."""
    charges: Decimal | None = None
    """BT-108."""
    net: Decimal | None = None
    """BT-109, without tax."""
    tax: Decimal | None = None
    """BT-110, in the invoice's currency."""
    tax_in_tax_currency: Decimal | None = None
    """BT-111."""
    gross: Decimal | None = None
    """BT-112, with tax."""
    prepaid: Decimal | None = None
    """BT-113."""
    rounding: Decimal | None = None
    """BT-114."""
    payable: Decimal | None = None
    """BT-115."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """How it is to be paid (BG-16): a code of UNTDID 4461, accounts, terms."""

    means_code: str = ""
    ibans: tuple[str, ...] = ()
    terms: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EInvoice:
    """One invoice or credit note."""

    syntax: str
    """`ubl` or `cii`."""
    profile: str = ""
    """BT-24, the specification that it says it keeps to."""
    number: str = ""
    type_code: str = ""
    issue_date: date | None = None
    due_date: date | None = None
    currency: str = ""
    tax_currency: str = ""
    notes: tuple[str, ...] = ()
    seller: TradeParty
    buyer: TradeParty
    lines: tuple[InvoiceLine, ...] = ()
    allowances_charges: tuple[AllowanceCharge, ...] = ()
    taxes: tuple[TaxSubtotal, ...] = ()
    totals: Totals
    payment: Payment

    @property
    def is_credit_note(self) -> bool:
        """Whether it gives back, and says so by its type and not by a minus."""
        gross = self.totals.gross
        return self.type_code in CREDIT_NOTE_TYPES and (gross is None or gross > 0)
