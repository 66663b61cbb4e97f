"""Exact amounts and the ways they are printed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberStyle:
    """How a document prints numbers.

    Attributes:
        decimal: The decimal sign.
        thousands: The thousands sign, or nothing.
        places: Decimals of an amount of money (0 for forints).
    """

    decimal: str = ","
    thousands: str = ""
    places: int = 2

    def money(self, amount: Decimal) -> str:
        return self.number(amount, self.places)

    def number(self, value: Decimal, places: int) -> str:
        """`value` with `places` decimals, the minus sign in front."""
        digits = f"{abs(value):.{places}f}"
        whole, _, fraction = digits.partition(".")
        if self.thousands:
            whole = f"{int(whole):,}".replace(",", self.thousands)
        sign = "-" if value < 0 and digits.strip("0.") else ""
        return sign + whole + (self.decimal + fraction if fraction else "")


def quantize(amount: Decimal, places: int = 2) -> Decimal:
    """Round half up, as tills do."""
    return amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def included_tax(gross: Decimal, rate: Decimal, places: int = 2) -> Decimal:
    """Tax contained in a gross amount: gross x rate / (100 + rate)."""
    return quantize(gross * rate / (100 + rate), places)


def plain(value: Decimal) -> str:
    """A quantity or rate without trailing zeros: `1`, `0.456`, `5.5`."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
